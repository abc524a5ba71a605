/** Reads the UCI Online Retail orders (Chen, Sain & Guo 2012) from `$AISLE_SHARED/data/uci-online-retail`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export interface OrderLine {
  readonly invoice: string;
  readonly itemId: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly customer: string;
}

/** Postage, fees, samples and the like have codes of other shapes. */
const PRODUCT_CODE = /^\d{5}[A-Za-z]{0,2}$/;

/** Lines of known customers that sold a product: without cancellations, returns and codes that are no product. */
export function readOnlineRetail(shared: string): OrderLine[] {
  const lines: OrderLine[] = [];
  for (const part of ["online_retail.part1.tsv.gz", "online_retail.part2.tsv.gz"]) {
    const text = gunzipSync(readFileSync(join(shared, "data/uci-online-retail", part))).toString("utf8");
    for (const row of text.split("\n").slice(1)) {
      const [invoice, itemId, title, quantity, seconds, price, customer] = row.split("\t");
      if (!customer || !/\d/.test(customer) || invoice.startsWith("C") || !PRODUCT_CODE.test(itemId)) continue;
      if (!(Number(quantity) > 0)) continue;
      lines.push({
        invoice,
        itemId,
        title: title.trim(),
        quantity: Number(quantity),
        price: Number(price),
        at: Number(seconds) * 1000,
        customer,
      });
    }
  }
  return lines;
}
