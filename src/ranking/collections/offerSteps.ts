/** Who may see which promotion or ad, now: dates, targets, the published share of browsers, what is sensitive. */
import { affinity } from "../../profile/affinity";
import { tasteKey } from "../../profile/keys";
import type { ProfileState } from "../../profile/profileState";
import { isSensitive } from "../../profile/sensitive";
import type { CampaignTerms, Item, PromotionTerms } from "../../types";
import { participates } from "../ads/participation";
import type { ShelfSteps } from "../shelfSteps";

export interface OfferScope {
  readonly items: readonly Item[];
  /** Of the purpose that was agreed to. */
  readonly profile: ProfileState;
  readonly sensitiveCategories: readonly string[];
  readonly now: number;
  /** 32 random bits of this browser; they never leave it. */
  readonly secret: number;
  /** Products on the page: what an ad may be aimed at without any profile. */
  readonly page: readonly Item[];
}

export function offerSteps(scope: OfferScope): ShelfSteps {
  const interests = interestsOf(scope);
  return {
    allow(allowed) {
      scope.items.forEach((item, row) => {
        if (allowed[row] && !isOpen(item, scope, interests)) allowed[row] = 0;
      });
    },
  };
}

interface Interests {
  readonly categories: ReadonlySet<string>;
  readonly brands: ReadonlySet<string>;
}

function isOpen(item: Item, { now, secret, sensitiveCategories }: OfferScope, interests: Interests): boolean {
  const terms: PromotionTerms | CampaignTerms | undefined = item.campaign ?? item.promotion;
  if (!terms) return true;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, participation = 1 } = terms;
  if (now < from || now >= to) return false;
  if (!participates(item.id, { participation, secret, now })) return false;
  if (!item.campaign) return true;
  if (isSensitive(item.category, sensitiveCategories)) return false;
  return meets(item.campaign.targets, interests);
}

/** Any of the categories, and any of the brands, where they are named. */
function meets(targets: CampaignTerms["targets"], { categories, brands }: Interests): boolean {
  if (!targets) return true;
  const any = (names: readonly string[] | undefined, known: ReadonlySet<string>) =>
    names === undefined || names.some((name) => known.has(tasteKey(name)));
  return any(targets.categories, categories) && any(targets.brands, brands);
}

/** What the shopper cares for, and what the page is about; nothing sensitive is among it. */
function interestsOf({ profile, now, page, sensitiveCategories }: OfferScope): Interests {
  const known = affinity(profile, now);
  const categories = new Set(known.categories.keys());
  const brands = new Set(known.brands.keys());
  for (const item of page) {
    if (isSensitive(item.category, sensitiveCategories)) continue;
    for (const level of item.category ?? []) categories.add(tasteKey(level));
    if (item.brand) brands.add(tasteKey(item.brand));
  }
  for (const name of [...categories]) if (isSensitive([name], sensitiveCategories)) categories.delete(name);
  return { categories, brands };
}
