import { AisleError } from "../errors";
import type { ItemFilter, Placement, RecommendQuery } from "../types";

export const DEFAULT_LIMIT = 8;
export const MAX_LIMIT = 200;

const PLACEMENTS: readonly Placement[] = [
  "home",
  "related",
  "complement",
  "again",
  "recent",
  "trending",
  "new",
  "search",
];

export interface ReadQuery {
  readonly placement: Placement;
  readonly collection: string;
  readonly item?: string;
  readonly basket?: readonly string[];
  /** Trimmed. */
  readonly text: string;
  readonly limit: number;
  readonly offset: number;
  readonly exclude: readonly string[];
  readonly avoid: readonly string[];
  readonly filter: ItemFilter;
}

/** @throws AisleError `QUERY_INVALID` naming the field, the value seen and the fix */
export function readQuery(query: RecommendQuery): ReadQuery {
  if (!PLACEMENTS.includes(query.placement)) {
    fail("placement", query.placement, `Use one of ${PLACEMENTS.join(", ")}.`);
  }
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    fail("limit", limit, `Use a whole number from 1 to ${MAX_LIMIT}.`);
  }
  const offset = query.offset ?? 0;
  if (!Number.isSafeInteger(offset) || offset < 0) fail("offset", offset, "Use a whole number from 0.");
  if (query.placement === "related" && typeof query.item !== "string") {
    fail("item", query.item, "Name the item that the shelf is related to by its id, a string.");
  }
  if (query.text !== undefined && typeof query.text !== "string") fail("text", query.text, "Use a string.");
  if (query.basket !== undefined && !Array.isArray(query.basket)) {
    fail("basket", query.basket, "Use an array of item ids.");
  }
  const { exclude = [], avoid = [], rules = [] } = query;
  if (!Array.isArray(exclude)) fail("exclude", exclude, "Use an array of item ids.");
  if (!Array.isArray(avoid)) fail("avoid", avoid, "Use an array of item ids.");
  if (typeof rules !== "object" && rules !== "off") fail("rules", rules, "Use an array of rules, or a file of them.");
  return {
    placement: query.placement,
    collection: query.collection ?? "products",
    item: query.item,
    basket: query.basket,
    text: (query.text ?? "").trim(),
    limit,
    offset,
    exclude,
    avoid,
    filter: readFilter(query.filter ?? {}),
  };
}

function readFilter(filter: ItemFilter): ItemFilter {
  for (const bound of ["minPrice", "maxPrice"] as const) {
    const value = filter[bound];
    if (value !== undefined && (typeof value !== "number" || Number.isNaN(value))) {
      fail(`filter.${bound}`, value, "Use a number in the catalogue's currency.");
    }
  }
  if (filter.ids && !Array.isArray(filter.ids)) fail("filter.ids", filter.ids, "Use an array of item ids.");
  return filter;
}

function fail(field: string, seen: unknown, fix: string): never {
  const shown = typeof seen === "string" ? `"${seen.slice(0, 60)}"` : String(seen);
  throw new AisleError("QUERY_INVALID", `recommend(): ${field} is ${shown}.`, { seen, fix });
}
