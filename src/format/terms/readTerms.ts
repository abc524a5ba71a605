/**
 * The terms of promotions and advertising campaigns, out of the same feed rows that their titles and pictures come from.
 * Names follow Merchant Center's promotions where it has one. Loaded for these collections alone.
 */
import type { CampaignTerms, Item, PromotionTerms } from "../../types";
import type { RawRow } from "../feed/feedRow";
import { squashName } from "../feed/fieldNames";
import type { ItemProblem, ProblemCode } from "../feed/problems";
import { readDate } from "../feed/readDate";
import { readPrice } from "../feed/readPrice";
import { isRecord, preview, textOf } from "../feed/rowValues";

export type TermsKind = "promotion" | "campaign";

export interface ReadTerms {
  /** The item with its terms; absent when the row was rejected. */
  readonly item?: Item;
  readonly problems: readonly ItemProblem[];
}

/** Currency units a click: more is a slip of the keyboard, or somebody who wants every place. */
export const MAX_BID = 1_000;
const MAX_LIST = 1_000;
const MAX_NAME = 200;

/** @param raw the row that `item` was read from; its terms may stand beside the rest, or in an object of that name */
export function readTerms(kind: TermsKind, item: Item, raw: unknown): ReadTerms {
  const problems: ItemProblem[] = [];
  const report = (code: ProblemCode, seen: unknown) => {
    problems.push({ code, example: `${item.id}: ${preview(seen)}`.slice(0, 400) });
  };
  const row = isRecord(raw) ? raw : {};
  const own = isRecord(row[kind]) ? (row[kind] as RawRow) : {};
  const fields = new Map<string, unknown>();
  for (const source of [row, own]) {
    for (const [name, value] of Object.entries(source)) {
      if (value !== undefined && value !== null && value !== "") fields.set(squashName(name), value);
    }
  }
  const source: TermsSource = {
    pick: (...names) => names.map((name) => fields.get(name)).find((value) => value !== undefined),
    report,
  };
  const dates = readDates(source);
  if (dates.from !== undefined && dates.to !== undefined && dates.to <= dates.from) {
    report("bad_dates", source.pick("to", "enddate") ?? dates.to);
    return { problems };
  }
  if (kind === "promotion") return { item: { ...item, promotion: readPromotion(source, dates) }, problems };
  const campaign = readCampaign(source, dates);
  return campaign ? { item: { ...item, campaign }, problems } : { problems };
}

interface TermsSource {
  /** The first of the names that the row has; names as `squashName` leaves them. */
  readonly pick: (...names: string[]) => unknown;
  readonly report: (code: ProblemCode, seen: unknown) => void;
}

type Dates = Pick<PromotionTerms, "from" | "to">;

/** `start/end` in one field, or one field each. */
function readDates({ pick, report }: TermsSource): Dates {
  const both = textOf(pick("promotioneffectivedates", "effectivedates", "dates"));
  const [first, second] = both.includes("/") ? both.split("/") : [undefined, undefined];
  const read = (value: unknown): number | undefined => {
    if (value === undefined) return undefined;
    const at = readDate(value);
    if (at === undefined) report("bad_date", value);
    return at;
  };
  return defined({
    from: read(pick("from", "startdate", "start") ?? first),
    to: read(pick("to", "enddate", "end") ?? second),
  });
}

function readPromotion(source: TermsSource, dates: Dates): PromotionTerms {
  const { pick, report } = source;
  const percent = pick("percentoff", "discountpercent");
  const percentOff = percent === undefined ? undefined : numberOf(percent);
  const percentIsGood = percentOff !== undefined && percentOff > 0 && percentOff <= 100;
  if (percent !== undefined && !percentIsGood) report("bad_terms", percent);
  return defined({
    ...dates,
    percentOff: percentIsGood ? percentOff : undefined,
    moneyOff: amountOf(source, "moneyoff", "moneyoffamount", "discountamount"),
    code: nameOf(pick("genericredemptioncode", "code", "couponcode")),
    minimumPurchase: amountOf(source, "minimumpurchase", "minimumpurchaseamount"),
    appliesTo: scopeOf(source, "appliesto"),
    participation: shareOf(source, "participation"),
  });
}

function readCampaign(source: TermsSource, dates: Dates): CampaignTerms | undefined {
  const { pick, report } = source;
  const sponsor = nameOf(pick("sponsor", "advertiser", "paidby"));
  if (sponsor === undefined) report("missing_sponsor", pick("sponsor") ?? "");
  const rawBid = pick("bid", "cpc", "maxcpc");
  const bid = typeof rawBid === "number" ? rawBid : (readPrice(rawBid)?.amount ?? Number.NaN);
  const bidIsGood = bid > 0 && bid <= MAX_BID;
  if (!bidIsGood) report("bad_bid", rawBid === undefined ? "no bid" : String(rawBid));
  if (sponsor === undefined || !bidIsGood) return undefined;
  const scope = scopeOf(source, "targets") ?? scopeOf(source, "target");
  const targets = scope && defined({ brands: scope.brands, categories: scope.categories });
  return defined({
    sponsor,
    bid,
    ...dates,
    cap: capOf(source),
    participation: shareOf(source, "participation"),
    clickRate: shareOf(source, "clickrate", "ctr"),
    targets: targets && Object.keys(targets).length > 0 ? targets : undefined,
  });
}

/** `{ impressions, days }`, or two fields; a cap without days is one a day. */
function capOf({ pick, report }: TermsSource): CampaignTerms["cap"] {
  const whole = pick("cap", "frequencycap");
  const parts = isRecord(whole) ? whole : undefined;
  const raw = parts ? parts.impressions : (pick("capimpressions") ?? whole);
  if (raw === undefined) return undefined;
  const impressions = numberOf(raw);
  const days = numberOf((parts ? parts.days : pick("capdays")) ?? 1);
  if (isWhole(impressions, 1_000) && days !== undefined && days > 0 && days <= 365) return { impressions, days };
  report("bad_terms", whole ?? raw);
  return undefined;
}

/** `appliesTo: { ids, brands, categories }`, or `applies_to_brand: "A|B"` and the like. */
function scopeOf({ pick }: TermsSource, prefix: "appliesto" | "targets" | "target") {
  const whole = pick(prefix);
  const parts = isRecord(whole) ? whole : {};
  const list = (name: "ids" | "brands" | "categories", ...flat: string[]) =>
    namesOf(parts[name] ?? pick(...flat.map((one) => prefix + one), ...(prefix === "appliesto" ? MERCHANT[name] : [])));
  const scope = defined({
    ids: list("ids", "ids", "itemid", "items"),
    brands: list("brands", "brand", "brands"),
    categories: list("categories", "category", "categories"),
  });
  return Object.keys(scope).length > 0 ? scope : undefined;
}

/** Where Merchant Center's promotions feed says what a promotion applies to. */
const MERCHANT = { ids: ["itemid"], brands: ["brandinclusion"], categories: ["producttypeinclusion"] } as const;

function namesOf(value: unknown): string[] | undefined {
  const all = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[|;]/) : [];
  const names = all.map((one) => textOf(one).trim()).filter((name) => name !== "" && name.length <= MAX_NAME);
  return names.length > 0 ? names.slice(0, MAX_LIST) : undefined;
}

function nameOf(value: unknown): string | undefined {
  const text = textOf(value).trim();
  return text === "" || text.length > MAX_NAME ? undefined : text;
}

function amountOf({ pick, report }: TermsSource, ...names: string[]): number | undefined {
  const value = pick(...names);
  if (value === undefined) return undefined;
  const amount = readPrice(value)?.amount;
  if (amount !== undefined && amount > 0) return amount;
  report("bad_terms", value);
  return undefined;
}

/** A share from 0 to 1, or in percent with its sign. */
function shareOf({ pick, report }: TermsSource, ...names: string[]): number | undefined {
  const value = pick(...names);
  if (value === undefined) return undefined;
  const number = numberOf(value);
  const share = number !== undefined && typeof value === "string" && value.includes("%") ? number / 100 : number;
  if (share !== undefined && share >= 0 && share <= 1) return share;
  report("bad_terms", value);
  return undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number.parseFloat(value.replace(",", ".")) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function isWhole(value: number | undefined, most: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= most;
}

/** Without what is not there: terms are compared and stored as they are. */
function defined<T extends object>(terms: T): T {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as T;
}
