/** A small shop for tests: shoppers who mostly buy within one department, some of it again and again. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../train/seededRandom";

export const DEPARTMENTS = ["Kitchen", "Garden", "Toys", "Desk"];
const PER_DEPARTMENT = 12;
const DAY_S = 86_400;
const START_S = Date.UTC(2024, 0, 1) / 1000;

export interface SampleShopOptions {
  readonly shoppers?: number;
  readonly days?: number;
  readonly seed?: number;
  /** Any row of events, changed before it is written. */
  readonly change?: (row: SampleRow, random: () => number) => SampleRow;
}

export interface SampleRow {
  readonly user: string;
  readonly item: string;
  readonly seconds: number;
  readonly order: string;
}

export function itemIds(): string[] {
  return DEPARTMENTS.flatMap((name) =>
    Array.from({ length: PER_DEPARTMENT }, (_, i) => `${name.toLowerCase()}-${String(i).padStart(2, "0")}`),
  );
}

/** Writes `feed.csv` and `events.csv`. @returns their paths */
export function writeSampleShop(folder: string, options: SampleShopOptions = {}): { feed: string; events: string } {
  const { shoppers = 90, days = 200, seed = 1, change = (row) => row } = options;
  const random = seededRandom(seed);
  const ids = itemIds();
  const feed = ids.map((id, i) => {
    const department = DEPARTMENTS[Math.floor(i / PER_DEPARTMENT)];
    return `${id},${department} thing ${i},,Brand ${i % 5},${department},${5 + i}.50 GBP`;
  });
  const rows: SampleRow[] = [];
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const home = shopper % DEPARTMENTS.length;
    const favourite = Math.floor(random() * PER_DEPARTMENT);
    const orders = 4 + Math.floor(random() * 6);
    for (let n = 0; n < orders; n++) {
      const seconds = START_S + Math.floor((n + random()) * (days / orders)) * DAY_S + Math.floor(random() * 80_000);
      const order = `o${shopper}-${n}`;
      const bought = new Set([home * PER_DEPARTMENT + favourite]);
      while (bought.size < 3) {
        const department = random() < 0.9 ? home : Math.floor(random() * DEPARTMENTS.length);
        bought.add(department * PER_DEPARTMENT + Math.floor(random() ** 2 * PER_DEPARTMENT));
      }
      for (const item of bought) rows.push({ user: `u${shopper}`, item: ids[item], seconds, order });
    }
  }
  const events = rows.map((row) => {
    const { user, item, seconds, order } = change(row, random);
    return `${user},${item},purchase,${seconds},1,,${order}`;
  });
  const paths = { feed: join(folder, "feed.csv"), events: join(folder, "events.csv") };
  writeFileSync(paths.feed, ["id,title,description,brand,category,price", ...feed, ""].join("\n"));
  writeFileSync(paths.events, ["user_id,item_id,event,timestamp,quantity,price,order_id", ...events, ""].join("\n"));
  return paths;
}
