/**
 * A made-up shop of any size, for measuring `aisle build`: `node bench/scale/generate.mjs DIR [--items N] [--events N]
 * [--users N] [--dimensions N]`. Writes `feed.csv`, `events.csv` and `vectors.parquet`, the same bytes for the same sizes.
 *
 * Shoppers have a home among 1,000 departments, where they do 8 of 10 things; items and shoppers follow power laws.
 * Vectors are those of the department with noise of the item's own.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    items: { type: "string", default: "1000000" },
    events: { type: "string", default: "20000000" },
    users: { type: "string", default: "1000000" },
    dimensions: { type: "string", default: "384" },
  },
});
const [folder] = positionals;
if (!folder) {
  console.error("Usage: node bench/scale/generate.mjs DIR [--items N] [--events N] [--users N] [--dimensions N]");
  process.exit(2);
}
const [items, events, users, dimensions] = [values.items, values.events, values.users, values.dimensions].map(Number);
const departments = Math.min(1_000, Math.max(1, Math.floor(items / 10)));
const perDepartment = Math.floor(items / departments);

mkdirSync(folder, { recursive: true });
const instance = await DuckDBInstance.create(":memory:", { memory_limit: "3GB", temp_directory: join(folder, "tmp") });
const db = await instance.connect();

/** Uniform in [0, 1), the same for the same row and name. */
const uniform = (row, name) => `(hash(${row}, '${name}') % 1000003) / 1000003.0`;
const path = (name) => `'${join(folder, name).replaceAll("'", "''")}'`;

await db.run(`COPY (
  SELECT 'i' || i AS id,
    ['Blue', 'Red', 'Oak', 'Steel', 'Linen', 'Glass', 'Small', 'Large'][CAST(hash(i, 'a') % 8 AS INTEGER) + 1] || ' ' ||
      ['mug', 'lamp', 'chair', 'kettle', 'towel', 'basket', 'clock', 'tray', 'vase', 'board'][CAST(hash(i, 'b') % 10 AS INTEGER) + 1]
      || ' ' || (i % ${departments}) || '-' || (i // ${departments}) AS title,
    '' AS description, 'Brand ' || (hash(i, 'c') % 5000) AS brand, 'Department ' || (i % ${departments}) AS category,
    round(1 + 200 * pow(${uniform("i", "d")}, 3), 2) AS price
  FROM range(${items}) AS rows(i)) TO ${path("feed.csv")} (HEADER)`);

await db.run(`COPY (
  SELECT 'u' || u AS user_id, 'i' || item AS item_id,
    CASE WHEN k < 0.7 THEN 'view_item' WHEN k < 0.85 THEN 'add_to_cart' ELSE 'purchase' END AS event,
    CAST(1700000000 + 31536000 * ${uniform("e", "t")} AS BIGINT) AS timestamp,
    CASE WHEN k >= 0.85 THEN 1 + CAST(floor(3 * pow(${uniform("e", "q")}, 4)) AS INTEGER) END AS quantity,
    round(1 + 200 * pow(${uniform("item", "d")}, 3), 2) AS price,
    CASE WHEN k >= 0.85 THEN 'o' || u || '-' || CAST(floor(365 * ${uniform("e", "t")}) AS INTEGER) END AS order_id
  FROM (
    SELECT e, u, ${uniform("e", "k")} AS k,
      CASE WHEN ${uniform("e", "h")} < 0.8
        THEN CAST(floor(${perDepartment} * pow(${uniform("e", "i")}, 3)) AS BIGINT) * ${departments} + hash(u, 'home') % ${departments}
        ELSE CAST(floor(${items} * pow(${uniform("e", "j")}, 2)) AS BIGINT) END AS item
    FROM (SELECT e, CAST(floor(${users} * pow(${uniform("e", "u")}, 1.5)) AS BIGINT) AS u FROM range(${events}) AS rows(e))
  )) TO ${path("events.csv")} (HEADER)`);

await db.run(`COPY (
  SELECT 'i' || i AS id, list_transform(range(${dimensions}), lambda d:
    CAST(${uniform(`i % ${departments} * ${dimensions} + d`, "m")} - 0.5 + 0.4 * (${uniform(`i * ${dimensions} + d`, "n")} - 0.5) AS FLOAT)) AS vector
  FROM range(${items}) AS rows(i)) TO ${path("vectors.parquet")} (FORMAT parquet, ROW_GROUP_SIZE 8192)`);
db.closeSync();
instance.closeSync();
