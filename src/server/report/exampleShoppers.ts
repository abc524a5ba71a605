/** Some shoppers with their history and the shelves they would have seen: what a reader trusts more than a figure. */
import type { ProfileState } from "../../profile/profileState";
import { eventsOf, shopperProfile } from "../evaluate/shopperProfile";
import { spread } from "../evaluate/tuneBlend";
import { type EVENT_KINDS, PURCHASE } from "../ingest/dataset";
import type { ExampleShelf, ExampleShopper } from "./report";
import { type ReportContext, shelfOf, shownItem } from "./reportContext";

const SHOPPERS = 20;
const HISTORY = 12;
const SHELVES = [
  { placement: "home", limit: 8 },
  { placement: "again", limit: 6 },
] as const;

const ACTS: Readonly<Partial<Record<(typeof EVENT_KINDS)[number], string>>> = {
  purchase: "bought",
  add_to_cart: "put in the cart",
  add_to_wishlist: "wished for",
  view_item: "looked at",
  select_item: "clicked",
  rate_item: "rated",
  not_interested: "not interested",
};

/** From short histories to long ones, evenly; only shoppers who bought something afterwards, so that it shows. */
export function exampleShoppers(context: ReportContext, count = SHOPPERS): ExampleShopper[] {
  const { dataset, now } = context;
  const { events, knownUsers, userStarts } = dataset;
  const candidates: { readonly user: number; readonly before: number }[] = [];
  for (let user = 0; user < knownUsers; user++) {
    let before = 0;
    let boughtLater = false;
    for (let event = userStarts[user]; event < userStarts[user + 1]; event++) {
      if (events.at[event] < now) before++;
      else if (events.kind[event] === PURCHASE) boughtLater = true;
    }
    if (before > 0 && boughtLater) candidates.push({ user, before });
  }
  candidates.sort((a, b) => a.before - b.before || a.user - b.user);
  return spread(candidates, count).map(({ user }) => exampleShopper(context, user));
}

function exampleShopper(context: ReportContext, user: number): ExampleShopper {
  const { dataset, catalog, now } = context;
  const { events, userStarts, items } = dataset;
  const profile = shopperProfile(dataset, user, now);
  const later = new Set<number>();
  for (let event = userStarts[user]; event < userStarts[user + 1]; event++) {
    if (events.at[event] >= now && events.kind[event] === PURCHASE) later.add(events.item[event]);
  }
  const acts = [...eventsOf(dataset, user, now)].toReversed();
  const newest = acts.filter(({ itemId }, i) => acts.findIndex((act) => act.itemId === itemId) === i);
  return {
    label: labelOf(context, profile),
    history: newest.slice(0, HISTORY).map(({ itemId = "", name, at }) => ({
      item: shownItem(items[catalog.rowOf.get(itemId) ?? 0]),
      act: ACTS[name as (typeof EVENT_KINDS)[number]] ?? name,
      at,
    })),
    shelves: SHELVES.map(({ placement, limit }): ExampleShelf => {
      const shelf = shelfOf(context, { placement, limit }, profile);
      return {
        placement,
        rung: shelf.rung,
        reason: shelf.reason,
        items: shelf.items.map(({ item, score, why }) => ({
          item: shownItem(item),
          score,
          why,
          ...(later.has(catalog.rowOf.get(item.id) ?? -1) && { hit: true }),
        })),
      };
    }),
  };
}

/** "3 orders, mostly Baking": what is known of them, and no more. */
function labelOf({ catalog }: ReportContext, profile: ProfileState): string {
  const orders = new Set<string>();
  const departments = new Map<string, number>();
  for (const [id, { transactions = [], purchases }] of Object.entries(profile.items)) {
    for (const transaction of transactions) orders.add(transaction);
    const department = catalog.items[catalog.rowOf.get(id) ?? -1]?.category?.[0];
    if (department) departments.set(department, (departments.get(department) ?? 0) + 1 + 3 * purchases.length);
  }
  const [first] = [...departments].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const count = orders.size === 0 ? "no order yet" : `${orders.size} ${orders.size === 1 ? "order" : "orders"}`;
  return first ? `${count}, mostly ${first[0]}` : count;
}
