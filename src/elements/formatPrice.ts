import type { Item } from "../types";

export interface PriceText {
  /** What the shopper pays. */
  readonly now: string;
  /** The regular price, when `now` is a real reduction. */
  readonly before?: string;
  /** Whole percent saved, at least 1. */
  readonly percentOff?: number;
}

/** An item's price in the reader's language; undefined when there is none to show. Zero is a price. */
export function formatPrice(
  item: Pick<Item, "price" | "salePrice" | "currency">,
  locale: string,
): PriceText | undefined {
  const { price, salePrice, currency } = item;
  const reduced = isPrice(price) && isPrice(salePrice) && salePrice < price;
  const now = reduced ? salePrice : isPrice(price) ? price : salePrice;
  if (!isPrice(now)) return undefined;
  const text = moneyFormat(locale, currency);
  if (!reduced) return { now: text(now) };
  return {
    now: text(now),
    before: text(price),
    percentOff: Math.max(1, Math.floor((1 - salePrice / price) * 100)),
  };
}

function isPrice(value: number | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** Making one costs a slow phone 5 ms and more. */
const formats = new Map<string, Intl.NumberFormat>();

/** `Intl` throws on a malformed currency or locale; a feed's typing error must not empty a shelf. */
function moneyFormat(locale: string, currency: string | undefined): (value: number) => string {
  const code = currency && /^[a-z]{3}$/i.test(currency) ? currency : undefined;
  const key = `${locale} ${code}`;
  let format = formats.get(key);
  if (!format) {
    const options: Intl.NumberFormatOptions = code
      ? { style: "currency", currency: code, currencyDisplay: "narrowSymbol" }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    format = new Intl.NumberFormat(Intl.NumberFormat.supportedLocalesOf([locale], {})[0] ?? "en", options);
    formats.set(key, format);
  }
  return format.format;
}
