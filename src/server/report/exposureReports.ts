/** Who gets the places on shelves: by brand, price and newness, against what the shop stocks and what is ordered. */
import { DAY_MS } from "../../profile/decay";
import { itemPrice } from "../../ranking/itemPrice";
import type { Item, Placement } from "../../types";
import { AGE_EDGES } from "../evaluate/fairness/groupings";
import { shopperProfile } from "../evaluate/shopperProfile";
import { spread } from "../evaluate/tuneBlend";
import { PURCHASE } from "../ingest/dataset";
import type { ExposureReport } from "./report";
import { type ReportContext, shelfOf } from "./reportContext";

const SHOPPERS = { least: 50, most: 400 };
/** Items scored for them, of large catalogues. */
const MOST_SCORES = 5e7;
const LIMIT = 10;
const GROUPS = 8;
const BANDS = 5;

export function exposureReports(context: ReportContext, placement: Placement = "home"): ExposureReport[] {
  const { dataset, catalog, now } = context;
  const { events, knownUsers, userStarts, items } = dataset;
  const orders = new Float64Array(items.length);
  const known: number[] = [];
  for (let user = 0; user < knownUsers; user++) {
    if (userStarts[user] < userStarts[user + 1] && events.at[userStarts[user]] < now) known.push(user);
  }
  for (let event = 0; event < events.length; event++) {
    if (events.kind[event] === PURCHASE && events.at[event] < now) orders[events.item[event]]++;
  }
  const shown = new Float64Array(items.length);
  const few = Math.max(SHOPPERS.least, Math.min(SHOPPERS.most, Math.floor(MOST_SCORES / Math.max(1, items.length))));
  for (const user of spread(known, few)) {
    const shelf = shelfOf(context, { placement, limit: LIMIT }, shopperProfile(dataset, user, now));
    for (const { item } of shelf.items) shown[catalog.rowOf.get(item.id) as number]++;
  }
  const supply = new Float64Array(items.length).fill(1);
  const report = (of: string, groupOf: (item: Item) => string | undefined, names?: readonly string[]) => {
    const sums = new Map<string, { supply: number; demand: number; exposure: number }>();
    items.forEach((item, row) => {
      const group = groupOf(item) ?? "none given";
      const sum = sums.get(group) ?? { supply: 0, demand: 0, exposure: 0 };
      sum.supply += supply[row];
      sum.demand += orders[row];
      sum.exposure += shown[row];
      sums.set(group, sum);
    });
    const named = [...sums].map(([name, sum]) => ({ name, ...sum }));
    return { of, placement, groups: asShares(names ? inOrder(named, names) : largest(named)) };
  };
  const bands = priceBands(items);
  return [
    report("brand", ({ brand }) => brand),
    report("price band", bands.of, bands.names),
    report("department", ({ category }) => category?.[0]),
    report("age", ageBand(now), AGE_NAMES),
  ].filter(({ groups }) => groups.length > 1);
}

const AGE_NAMES = [...AGE_EDGES.map((days) => `below ${days} days`), `from ${AGE_EDGES.at(-1)} days`];

function ageBand(now: number): (item: Item) => string | undefined {
  return ({ availableSince }) => {
    if (availableSince === undefined) return undefined;
    const band = AGE_EDGES.findIndex((days) => now - availableSince < days * DAY_MS);
    return AGE_NAMES[band < 0 ? AGE_EDGES.length : band];
  };
}

interface Sums {
  readonly name: string;
  readonly supply: number;
  readonly demand: number;
  readonly exposure: number;
}

/** The largest by supply, the rest together. */
function largest(groups: readonly Sums[]): Sums[] {
  const sorted = groups.toSorted((a, b) => b.supply - a.supply || (a.name < b.name ? -1 : 1));
  const rest = sorted.slice(GROUPS);
  if (rest.length === 0) return sorted;
  const sum = (part: "supply" | "demand" | "exposure") => rest.reduce((total, group) => total + group[part], 0);
  const others = {
    name: `${rest.length} others`,
    supply: sum("supply"),
    demand: sum("demand"),
    exposure: sum("exposure"),
  };
  return [...sorted.slice(0, GROUPS), others];
}

function inOrder(groups: readonly Sums[], names: readonly string[]): Sums[] {
  return groups.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

function asShares(groups: readonly Sums[]): ExposureReport["groups"] {
  const total = (part: "supply" | "demand" | "exposure") => groups.reduce((sum, group) => sum + group[part], 0) || 1;
  const [supply, demand, exposure] = [total("supply"), total("demand"), total("exposure")];
  return groups.map((group) => ({
    name: group.name,
    supply: group.supply / supply,
    demand: group.demand / demand,
    exposure: group.exposure / exposure,
  }));
}

/** Fifths of the catalogue by price, of the currency most items have. */
function priceBands(items: readonly Item[]): { of: (item: Item) => string | undefined; names: readonly string[] } {
  const counts = new Map<string, number>();
  for (const { currency = "" } of items) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [[main]] = [...counts, ["", 0] as const].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const prices = items
    .filter(({ currency = "" }) => currency === main)
    .map(itemPrice)
    .filter((price) => price !== undefined)
    .sort((a, b) => a - b);
  const edges = [
    ...new Set(Array.from({ length: BANDS - 1 }, (_, i) => prices[Math.floor(((i + 1) * prices.length) / BANDS)])),
  ];
  const names = [...edges.map((edge) => `below ${edge}`), `from ${edges.at(-1)}`].map((name) =>
    `${name} ${main}`.trim(),
  );
  return {
    names,
    of(item) {
      const price = itemPrice(item);
      if (price === undefined || (item.currency ?? "") !== main || edges.length === 0) return undefined;
      const band = edges.findIndex((edge) => price < edge);
      return names[band < 0 ? edges.length : band];
    },
  };
}
