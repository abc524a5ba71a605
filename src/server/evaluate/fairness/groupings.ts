/** Items by brand, by fifths of price, and by age. */
import type { FairnessFile } from "../../../format/fairness/fairnessFile";
import { DAY_MS } from "../../../profile/decay";
import { tasteKey } from "../../../profile/keys";
import { itemPrice } from "../../../ranking/itemPrice";
import type { Item } from "../../../types";
import type { Grouping } from "./exposureGap";

const PRICE_BANDS = 5;
export const AGE_EDGES = [30, 90, 365] as const;

export interface FairGroupings {
  readonly groupings: readonly Grouping[];
  /** The same properties of the same items on an earlier day, when they were younger or not yet on sale. */
  readonly asOf: (moment: number) => readonly Grouping[];
  /** The file that says of the page's items what the groupings say of these. */
  readonly fileOf: (offsets: readonly (readonly number[])[], bound: number) => FairnessFile;
}

/** Properties that fewer than two groups have are left out. @param now epoch milliseconds */
export function fairGroupings(items: readonly Item[], now: number): FairGroupings {
  const { edges: priceEdges, currency } = priceBands(items);
  const all = [brands(items), banded("price", items, priceEdges, (item) => priceIn(item, currency)), ages(items, now)];
  const groupings = all.filter(({ names, groupOf }) => names.length > 1 && new Set(groupOf as number[]).size > 1);
  return {
    groupings,
    asOf: (moment) => groupings.map((one) => (one.of === "newness" ? ages(items, moment) : one)),
    fileOf(offsets, bound) {
      const of = (kind: Grouping["of"]) => {
        const at = groupings.findIndex((grouping) => grouping.of === kind);
        return at < 0 ? undefined : { names: groupings[at].names, offsets: offsets[at].map(rounded) };
      };
      const [brand, price, newness] = [of("brand"), of("price"), of("newness")];
      return {
        kind: "aisle-fairness",
        schemaVersion: 1,
        bound,
        ...(brand && { brand: Object.fromEntries(brand.names.map((name, i) => [name, brand.offsets[i]])) }),
        ...(price && { price: { currency, edges: priceEdges, offsets: price.offsets } }),
        ...(newness && { newness: { edges: [...AGE_EDGES], offsets: newness.offsets } }),
      };
    },
  };
}

function brands(items: readonly Item[]): Grouping {
  const names = [...new Set(items.flatMap(({ brand }) => (brand ? [tasteKey(brand)] : [])))].sort();
  const place = new Map(names.map((name, i) => [name, i]));
  return {
    of: "brand",
    names,
    groupOf: items.map(({ brand }) => (brand ? (place.get(tasteKey(brand)) as number) : -1)),
  };
}

function ages(items: readonly Item[], now: number): Grouping {
  return banded("newness", items, AGE_EDGES, ({ availableSince }) =>
    availableSince === undefined || availableSince > now ? undefined : (now - availableSince) / DAY_MS,
  );
}

function banded(
  of: Grouping["of"],
  items: readonly Item[],
  edges: readonly number[],
  measure: (item: Item) => number | undefined,
): Grouping {
  const names = edges.length === 0 ? [] : [...edges.map((edge) => `below ${edge}`), `from ${edges[edges.length - 1]}`];
  const groupOf = items.map((item) => {
    const value = measure(item);
    if (value === undefined || edges.length === 0) return -1;
    const band = edges.findIndex((edge) => value < edge);
    return band < 0 ? edges.length : band;
  });
  return { of, names, groupOf };
}

/** Fifths of the catalogue by price, in the currency most items have. */
function priceBands(items: readonly Item[]): { readonly edges: number[]; readonly currency: string } {
  const counts = new Map<string, number>();
  for (const { currency = "" } of items) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [[currency]] = [...counts, ["", 0] as const].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const prices = items.flatMap((item) => priceIn(item, currency) ?? []).sort((a, b) => a - b);
  const at = (band: number) => prices[Math.floor((band * prices.length) / PRICE_BANDS)];
  const edges = prices.length < PRICE_BANDS ? [] : Array.from({ length: PRICE_BANDS - 1 }, (_, i) => at(i + 1));
  return { edges: [...new Set(edges)], currency };
}

function priceIn(item: Item, currency: string): number | undefined {
  return (item.currency ?? "") === currency ? itemPrice(item) : undefined;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}
