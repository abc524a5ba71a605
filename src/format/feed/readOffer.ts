/** Price and stock of a row: its own fields first, then the offer or variant nested in it. */
import type { Availability, Item } from "../../types";
import { FIELD_NAMES, type FieldName } from "./fieldNames";
import type { ProblemCode } from "./problems";
import { readAvailability } from "./readAvailability";
import { readDate } from "./readDate";
import { readCurrency, readPrice } from "./readPrice";
import { isRecord, preview, scalar, textOf } from "./rowValues";

export interface OfferSource {
  /** For messages. */
  readonly id: string;
  /** The row's own value of a field. */
  readonly pick: (field: FieldName) => unknown;
  /** The nested offer's values by squashed name. */
  readonly offer: ReadonlyMap<string, unknown> | undefined;
  readonly report: (code: ProblemCode, example: string) => void;
  /** Epoch milliseconds, for sale dates; absent: sales always run. */
  readonly now: number | undefined;
}

export function readPrices({
  id,
  pick,
  offer,
  report,
  now,
}: OfferSource): Pick<Item, "price" | "salePrice" | "currency"> {
  const offered = (field: FieldName): unknown => pick(field) ?? first(offer, FIELD_NAMES[field]);
  const rawPrice = offered("price") ?? offer?.get("lowprice") ?? specified(offer);
  const rawSale = offered("salePrice");
  const read = rawPrice === undefined ? undefined : readPrice(scalar(rawPrice));
  const sale = rawSale === undefined ? undefined : readPrice(scalar(rawSale));
  const before = readPrice(scalar(offered("compareAtPrice")));
  if (rawPrice !== undefined && !read) report("bad_price", `${id}: ${preview(rawPrice)}`);
  if (read?.problem) report(read.problem, `${id}: ${preview(rawPrice)}`);

  let price = read?.amount;
  let salePrice: number | undefined;
  if (rawSale !== undefined) {
    if (!sale || (price !== undefined && sale.amount >= price)) report("bad_sale_price", `${id}: ${preview(rawSale)}`);
    else if (price === undefined) price = sale.amount;
    else if (onSale(pick("salePriceEffectiveDate"), now)) salePrice = sale.amount;
  } else if (before && price !== undefined && before.amount > price) {
    // Shopify's `price` is what is paid; `compare_at_price` is struck through.
    salePrice = price;
    price = before.amount;
  }
  const currency = readCurrency(textOf(offered("currency")).toUpperCase()) ?? read?.currency ?? sale?.currency;
  return {
    ...(price !== undefined && { price }),
    ...(salePrice !== undefined && { salePrice }),
    ...(price !== undefined && currency && { currency }),
  };
}

/** Absent when the row says nothing about it. */
export function readStock({ id, pick, offer, report }: OfferSource): Availability | undefined {
  const value = pick("availability") ?? first(offer, FIELD_NAMES.availability);
  if (value === undefined) {
    const left = pick("stock");
    const count = typeof left === "string" ? Number(left) : left;
    if (typeof count !== "number" || !Number.isFinite(count)) return undefined;
    return count > 0 ? "in_stock" : "out_of_stock";
  }
  const availability = readAvailability(scalar(value));
  if (!availability) report("bad_availability", `${id}: ${preview(value)}`);
  return availability;
}

/** Merchant Center's `sale_price_effective_date`: start and end in ISO 8601 with a slash between. */
function onSale(period: unknown, now: number | undefined): boolean {
  if (now === undefined || typeof period !== "string") return true;
  const [from, until] = period.split("/").map(readDate);
  return (from === undefined || from <= now) && (until === undefined || now < until);
}

/** schema.org: the first offer; Shopify: the first variant that can be bought. */
export function offerOf(
  offers: unknown,
  variants: unknown,
  squash: (name: string) => string,
): ReadonlyMap<string, unknown> | undefined {
  const list = [offers, variants].flat().filter(isRecord);
  const chosen = list.find((offer) => offer.available === true) ?? list[0];
  return chosen && new Map(Object.entries(chosen).map(([name, value]) => [squash(name), value]));
}

function first(fields: ReadonlyMap<string, unknown> | undefined, names: readonly string[]): unknown {
  return names.map((name) => fields?.get(name)).find((value) => value !== undefined && value !== null && value !== "");
}

/** schema.org: `priceSpecification`, where a ListPrice is the one struck through. */
function specified(offer: ReadonlyMap<string, unknown> | undefined): unknown {
  const all = [offer?.get("pricespecification")].flat().filter(isRecord);
  return (all.find((one) => !String(one.priceType ?? "").endsWith("ListPrice")) ?? all[0])?.price;
}
