/** The product that a page is about, from its schema.org JSON-LD. */
import type { EventItem } from "../../types";

export interface ProductData {
  /** What the catalogue may call it, likeliest first: SKU, product id, group, GTIN, MPN. */
  readonly ids: readonly string[];
  readonly name?: string;
  readonly price?: number;
  readonly currency?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const ID_FIELDS = [
  "sku",
  "productID",
  "productGroupID",
  "inProductGroupWithID",
  "gtin",
  "gtin14",
  "gtin13",
  "gtin12",
  "gtin8",
  "mpn",
] as const;
/** Deeper nesting is no page about one product. */
const MAX_DEPTH = 6;

/**
 * @param texts contents of the page's `<script type="application/ld+json">`, any of them broken
 * @returns undefined for a page about no product, or about several
 */
export function readProductData(texts: readonly string[]): ProductData | undefined {
  const products = texts.flatMap((text) => productsIn(parse(text), 0));
  const [first] = products;
  if (!first) return undefined;
  const ids = idsOf(first);
  // Two scripts may describe the same product; two products are a list.
  const same = products.every((other) => other.name === first.name || idsOf(other).some((id) => ids.includes(id)));
  if (!same) return undefined;
  const offer = offerOf(first.offers) ?? offerOf(listOf(first.hasVariant).find(isFields)?.offers);
  return {
    ids: [...new Set(products.flatMap(idsOf))],
    name: textOf(first.name),
    price: offer?.price,
    currency: offer?.currency,
  };
}

export function eventItemOf(product: ProductData, id: string | undefined): EventItem {
  return { item_id: id, item_name: product.name, price: product.price, currency: product.currency };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Top-level products: in an object, an array, an `@graph`, or what a page says it is mainly about. */
function productsIn(value: unknown, depth: number): Fields[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((part) => productsIn(part, depth + 1));
  if (!isFields(value)) return [];
  if (hasType(value, /(^|[/:])Product(Group|Model)?$/)) return [value];
  return [value["@graph"], value.mainEntity].flatMap((part) => productsIn(part, depth + 1));
}

function hasType(fields: Fields, type: RegExp): boolean {
  return listOf(fields["@type"]).some((name) => typeof name === "string" && type.test(name));
}

function idsOf(product: Fields): string[] {
  const own = ID_FIELDS.map((field) => textOf(product[field]));
  const offers = listOf(product.offers).flatMap((offer) => (isFields(offer) ? [textOf(offer.sku)] : []));
  const group = isFields(product.isVariantOf) ? textOf(product.isVariantOf.productGroupID) : undefined;
  return [...new Set([...own, ...offers, group])].filter((id) => id !== undefined);
}

function offerOf(value: unknown): { readonly price?: number; readonly currency?: string } | undefined {
  const offer = listOf(value).find(isFields);
  if (!offer) return undefined;
  const specification = listOf(offer.priceSpecification).find(isFields);
  const price = numberOf(offer.price ?? offer.lowPrice ?? specification?.price);
  const currency = textOf(offer.priceCurrency ?? specification?.priceCurrency);
  if (price === undefined && currency === undefined) return undefined;
  return { ...(price === undefined ? {} : { price }), ...(currency === undefined ? {} : { currency }) };
}

function numberOf(value: unknown): number | undefined {
  const number =
    typeof value === "string" && /^\d+([.,]\d{1,2})?$/.test(value) ? Number(value.replace(",", ".")) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" && value.length <= 500 ? value.trim() : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
