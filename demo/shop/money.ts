import type { Item } from "../../src/types";

const formats = new Map<string, Intl.NumberFormat>();

/** `$12.00`, `12,00 €`; a plain number when the feed names no currency, or one that `Intl` does not know. */
export function money(amount: number, currency: string | undefined, locale: string): string {
  const key = `${locale}/${currency ?? ""}`;
  let format = formats.get(key);
  if (!format) {
    format = numberFormat(currency, locale);
    formats.set(key, format);
  }
  return format.format(amount);
}

function numberFormat(currency: string | undefined, locale: string): Intl.NumberFormat {
  if (currency) {
    try {
      return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
    } catch {
      // Not an ISO 4217 code: the amount alone is still true.
    }
  }
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** What one costs today. */
export function unitPrice(item: Pick<Item, "price" | "salePrice">): number | undefined {
  return isReduced(item) ? item.salePrice : (item.price ?? item.salePrice);
}

export function isReduced(item: Pick<Item, "price" | "salePrice">): boolean {
  return item.salePrice !== undefined && item.price !== undefined && item.salePrice < item.price;
}
