/** A product feed made of the Online Retail data set's own texts, where it is at hand. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const PARTS = ["online_retail.part1.tsv.gz", "online_retail.part2.tsv.gz"];
const COLUMNS = { id: "StockCode", title: "Description", quantity: "Quantity", price: "UnitPrice" } as const;

/** CSV of at least 3,000 products with their median-free last price and how often they were ordered; undefined without the data. */
export function onlineRetailFeed(shared: string | undefined): string | undefined {
  const folder = join(shared ?? "", "data", "uci-online-retail");
  if (!shared || !PARTS.every((part) => existsSync(join(folder, part)))) return undefined;
  const products = new Map<string, { title: string; price: string; orders: number }>();
  for (const part of PARTS) {
    const [header, ...lines] = gunzipSync(readFileSync(join(folder, part)))
      .toString("utf8")
      .split("\n");
    const names = header.trim().split("\t");
    const at = (name: string) => names.indexOf(name);
    for (const line of lines) {
      const cells = line.split("\t");
      const id = cells[at(COLUMNS.id)];
      const title = cells[at(COLUMNS.title)]?.trim();
      const price = cells[at(COLUMNS.price)];
      if (!id || !/^\d{5}/.test(id) || !title || title.length < 4 || !(Number(price) > 0)) continue;
      if (!(Number(cells[at(COLUMNS.quantity)]) > 0)) continue;
      const known = products.get(id);
      if (known) known.orders++;
      else products.set(id, { title, price, orders: 1 });
    }
  }
  const rows = [...products].map(([id, { title, price, orders }]) =>
    [id, `"${title.replaceAll('"', '""')}"`, `${price} GBP`, orders].join(","),
  );
  return ["id,title,price,popularity", ...rows].join("\n");
}
