/** Google Analytics 4 as BigQuery exports it: one row an event, its items nested, times in microseconds. */
import { quotedName } from "./database";
import { RAW_COLUMNS } from "./rawEvents";

const NEEDED = ["event_name", "event_timestamp", "items"];
const USED = [...NEEDED, "user_id", "user_pseudo_id", "ecommerce", "event_params", "geo"];

export function isGa4(columns: readonly string[]): boolean {
  // Nested fields of a JSON export arrive as `ecommerce.transaction_id` and the like.
  const names = new Set(columns.map((column) => column.split(".")[0]));
  return NEEDED.every((name) => names.has(name));
}

/**
 * The rows of `raw_events` from an export in JSON Lines (one column, `json`) or Parquet (with these columns): one row an
 * item; an event without items is one row without an item.
 */
export function ga4Query(relation: string, parquetColumns?: readonly string[]): string {
  const json = parquetColumns
    ? `json_object(${USED.filter((name) => parquetColumns.includes(name))
        .map((name) => `'${name}', ${quotedName(name)}`)
        .join(", ")})`
    : "json";
  const event = (path: string) => `event ->> '$.${path}'`;
  // Parquet exports without list inference wrap lists as {list: [{element: …}]}.
  const list = (name: string) => {
    const wrapped = `COALESCE(event -> '$.${name}.list', event -> '$.${name}')`;
    return `CASE WHEN json_type(${wrapped}) = 'ARRAY' THEN CAST(${wrapped} AS JSON[]) ELSE CAST([] AS JSON[]) END`;
  };
  const parameter = (key: string) => {
    const entry = `list_filter(parameters, lambda p: COALESCE(p -> '$.element', p) ->> '$.key' = '${key}')[1]`;
    const value = `COALESCE(${entry} -> '$.element.value', ${entry} -> '$.value')`;
    return `COALESCE(${value} ->> '$.string_value', ${value} ->> '$.int_value')`;
  };
  const item = (path: string) => `COALESCE(item -> '$.element', item) ->> '$.${path}'`;
  const categories = ["", 2, 3, 4, 5].map((level) => known(item(`item_category${level}`)));
  const fields: Readonly<Record<(typeof RAW_COLUMNS)[number], string>> = {
    user_text: event("user_id"),
    item_text: item("item_id"),
    event_text: event("event_name"),
    time_text: event("event_timestamp"),
    quantity_text: item("quantity"),
    price_text: `COALESCE(${item("price")}, ${item("price_in_usd")})`,
    order_text: `COALESCE(${known(event("ecommerce.transaction_id"))}, ${parameter("transaction_id")})`,
    rating_text: "NULL",
    title_text: item("item_name"),
    details_text: "NULL",
    category_text: `concat_ws(' > ', ${categories.join(", ")})`,
    brand_text: item("item_brand"),
    currency_text: parameter("currency"),
    group_text: event("geo.country"),
    device_text: event("user_pseudo_id"),
  };
  return `SELECT ${RAW_COLUMNS.map((name) => fields[name]).join(", ")} FROM (
    SELECT event, ${list("event_params")} AS parameters,
      unnest(CASE WHEN len(${list("items")}) = 0 THEN [CAST('{}' AS JSON)] ELSE ${list("items")} END) AS item
    FROM (SELECT ${json} AS event FROM ${relation}))`;
}

function known(value: string): string {
  return `CASE WHEN ${value} IN ('', '(not set)') THEN NULL ELSE ${value} END`;
}
