import type { ShopProduct } from "./catalogue";
import { unitPrice } from "./money";

export const SORTS = ["for-you", "popular", "new", "price-up", "price-down"] as const;
export type Sort = (typeof SORTS)[number];

export interface Filters {
  readonly sort: Sort;
  readonly brands: readonly string[];
  readonly section?: string;
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStockOnly: boolean;
}

/** From a page's address; values nobody offers are ignored. */
export function readFilters(query: URLSearchParams): Filters {
  return {
    sort: SORTS.find((sort) => sort === query.get("sort")) ?? "for-you",
    brands: query.getAll("brand"),
    section: query.get("section") ?? undefined,
    minPrice: readPrice(query.get("min")),
    maxPrice: readPrice(query.get("max")),
    inStockOnly: query.get("stock") === "in",
  };
}

export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  if (filters.section !== undefined) query.set("section", filters.section);
  for (const brand of filters.brands) query.append("brand", brand);
  if (filters.minPrice !== undefined) query.set("min", String(filters.minPrice));
  if (filters.maxPrice !== undefined) query.set("max", String(filters.maxPrice));
  if (filters.inStockOnly) query.set("stock", "in");
  if (filters.sort !== "for-you") query.set("sort", filters.sort);
  return query;
}

/** `ranked` are ids in the recommender's order; products it left out follow by popularity. */
export function applyFilters(
  products: readonly ShopProduct[],
  filters: Filters,
  ranked: readonly string[] = [],
): ShopProduct[] {
  const brands = new Set(filters.brands);
  const kept = products.filter((product) => {
    const price = unitPrice(product);
    if (brands.size > 0 && !brands.has(product.brand ?? "")) return false;
    if (filters.section !== undefined && product.category?.[1] !== filters.section) return false;
    if (filters.inStockOnly && product.availability === "out_of_stock") return false;
    if (filters.minPrice !== undefined && !(price !== undefined && price >= filters.minPrice)) return false;
    if (filters.maxPrice !== undefined && !(price !== undefined && price <= filters.maxPrice)) return false;
    return true;
  });
  const rank = new Map(ranked.map((id, index) => [id, index]));
  const place = (product: ShopProduct) => rank.get(product.id) ?? ranked.length;
  const demand = (product: ShopProduct) => product.popularity ?? 0;
  const price = (product: ShopProduct) => unitPrice(product) ?? Number.POSITIVE_INFINITY;
  const order: Record<Sort, (a: ShopProduct, b: ShopProduct) => number> = {
    "for-you": (a, b) => place(a) - place(b) || demand(b) - demand(a),
    popular: (a, b) => demand(b) - demand(a),
    new: (a, b) => (b.availableSince ?? 0) - (a.availableSince ?? 0),
    "price-up": (a, b) => compare(price(a), price(b)),
    "price-down": (a, b) => compare(unitPrice(b) ?? -1, unitPrice(a) ?? -1),
  };
  return kept.sort(order[filters.sort]);
}

export interface Facets {
  readonly brands: readonly { readonly name: string; readonly count: number }[];
  readonly sections: readonly { readonly name: string; readonly count: number }[];
  readonly price?: { readonly low: number; readonly high: number };
}

/** What an aisle offers to choose from. */
export function facets(products: readonly ShopProduct[]): Facets {
  const brands = new Map<string, number>();
  const sections = new Map<string, number>();
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const product of products) {
    const section = product.category?.[1];
    if (product.brand) brands.set(product.brand, (brands.get(product.brand) ?? 0) + 1);
    if (section) sections.set(section, (sections.get(section) ?? 0) + 1);
    const price = unitPrice(product);
    if (price !== undefined) {
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
  }
  const list = (counts: Map<string, number>) =>
    [...counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return {
    brands: list(brands),
    sections: list(sections),
    price: low < high ? { low: Math.floor(low), high: Math.ceil(high) } : undefined,
  };
}

function readPrice(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Infinity minus infinity is not a number, so subtraction will not do. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
