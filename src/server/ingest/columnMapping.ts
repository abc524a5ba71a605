/** Which of a file's columns says what: by name, by `--map`, and as a guess from the values when neither finds them. */
import { AisleError } from "../../errors";
import { squashName } from "../../format/feed/fieldNames";

/** Fields of an event, by the name that `--map` uses. The names under which exports keep them, earlier ones first. */
export const EVENT_FIELDS = {
  user: [
    "userid",
    "user",
    "customerid",
    "customer",
    "visitorid",
    "userpseudoid",
    "clientid",
    "shopperid",
    "memberid",
    "accountid",
    "reviewerid",
    "usertoken",
    "customeremail",
    "email",
    "sessionid",
    "用户id",
    "会员id",
  ],
  item: [
    "itemid",
    "productid",
    "item",
    "product",
    "sku",
    "stockcode",
    "articleid",
    "asin",
    "parentasin",
    "productcode",
    "variantid",
    "lineitemsku",
    "productsku",
    "objectid",
    "goodsid",
    "商品id",
    "商品编号",
  ],
  event: ["event", "eventname", "eventtype", "action", "behavior", "behaviortype", "interaction", "行为"],
  time: [
    "timestamp",
    "time",
    "eventtime",
    "eventtimestamp",
    "datetime",
    "date",
    "invoicedate",
    "orderdate",
    "createdat",
    "unixreviewtime",
    "purchasedate",
    "ts",
    "时间",
  ],
  quantity: ["quantity", "qty", "units", "count", "lineitemquantity", "amountofitems", "数量"],
  price: ["price", "unitprice", "itemprice", "lineitemprice", "saleprice", "价格", "单价"],
  order: ["orderid", "transactionid", "invoiceno", "invoice", "invoiceid", "order", "basketid", "receiptid", "订单号"],
  rating: ["rating", "stars", "overall", "score", "评分"],
  title: ["title", "itemname", "productname", "producttitle", "description", "lineitemname", "name", "商品名称"],
  details: ["itemdescription", "productdescription", "longdescription"],
  category: ["category", "itemcategory", "categoryname", "categorycode", "categoryid", "producttype", "分类"],
  brand: ["brand", "itembrand", "vendor", "manufacturer", "品牌"],
  currency: ["currency", "currencycode", "货币"],
  group: ["country", "geocountry", "shippingcountry", "region", "market", "store", "segment", "国家"],
} as const;

export type EventField = keyof typeof EVENT_FIELDS;

/** Column (or `$.path` inside it) by field. */
export type ColumnMapping = Readonly<Partial<Record<EventField, string>>>;

const FIELDS = Object.keys(EVENT_FIELDS) as EventField[];

/**
 * `user=CustomerID,item=StockCode`: a column's name may hold anything but a comma; `#3` is the third column; an empty name
 * leaves a field out that would be found by its name.
 * @throws AisleError `OPTIONS_INVALID`
 */
export function parseMapping(text: string): ColumnMapping {
  const mapping: Partial<Record<EventField, string>> = {};
  for (const part of text.split(",").filter((part) => part.trim() !== "")) {
    const at = part.indexOf("=");
    const field = part.slice(0, Math.max(0, at)).trim();
    if (at === -1 || !(FIELDS as string[]).includes(field)) {
      throw new AisleError("OPTIONS_INVALID", `--map holds ${JSON.stringify(part.trim())}.`, {
        fix: `Write field=column; fields are ${FIELDS.join(", ")}.`,
      });
    }
    mapping[field as EventField] = part.slice(at + 1).trim();
  }
  return mapping;
}

/**
 * What is asked for, and for the other fields the columns with a known name; a column serves one field only.
 * @throws AisleError `COLUMNS_UNKNOWN` for an asked column that is not there
 */
export function mapColumns(columns: readonly string[], asked: ColumnMapping): ColumnMapping {
  const mapping: Partial<Record<EventField, string>> = {};
  const used = new Set<string>();
  for (const field of FIELDS) {
    const name = asked[field];
    if (name === undefined || name === "") continue;
    const column = findColumn(columns, name);
    if (column === undefined) {
      throw new AisleError("COLUMNS_UNKNOWN", `There is no column ${JSON.stringify(name)} for ${field}.`, {
        seen: name,
        fix: `The columns are ${listed(columns)}.`,
      });
    }
    mapping[field] = column;
    used.add(column);
  }
  for (const field of FIELDS) {
    if (asked[field] !== undefined) continue;
    const column = EVENT_FIELDS[field]
      .map((name) => columns.find((candidate) => !used.has(candidate) && squashName(candidate) === name))
      .find((found) => found !== undefined);
    if (column === undefined) continue;
    mapping[field] = column;
    used.add(column);
  }
  return mapping;
}

/** What an event cannot do without: an item, a time, and someone or something (an order) that holds events together. */
export function missingFields(mapping: ColumnMapping): readonly string[] {
  const missing: string[] = [];
  if (mapping.user === undefined && mapping.order === undefined) missing.push("user (or order)");
  if (mapping.item === undefined) missing.push("item");
  if (mapping.time === undefined) missing.push("time");
  return missing;
}

export function columnsUnknown(file: string, mapping: ColumnMapping, sample: ColumnSample): AisleError {
  const proposal = { ...proposeMapping(sample), ...mapping };
  const complete = missingFields(proposal).length === 0;
  return new AisleError(
    "COLUMNS_UNKNOWN",
    `${file}: no column is known to hold ${missingFields(mapping).join(", ")}; the columns are ${listed(sample.columns)}.`,
    {
      seen: sample.columns.slice(0, 40),
      fix: complete
        ? `From the values, it could be: --map ${writeMapping(proposal)} — check it, then pass it.`
        : `Name them with --map ${FIELDS.slice(0, 4)
            .map((field) => `${field}=COLUMN`)
            .join(",")}.`,
    },
  );
}

export function writeMapping(mapping: ColumnMapping): string {
  const text = FIELDS.filter((field) => mapping[field])
    .map((field) => `${field}=${mapping[field]}`)
    .join(",");
  return /[\s#$&;|<>()'"*?]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text;
}

export interface ColumnSample {
  readonly columns: readonly string[];
  /** Values as text, rows of the length of `columns`. */
  readonly rows: readonly (readonly string[])[];
}

const EVENT_WORDS = /^(view|click|cart|buy|pv|fav|purchase|transaction|addtocart|detail|order|wishlist|rate|pageview)/i;

/**
 * A guess from the values: times look like times, prices have decimals, quantities are small whole numbers, of two id
 * columns the one with more different values is the item's … A guess is only ever shown, never used.
 */
export function proposeMapping({ columns, rows }: ColumnSample): ColumnMapping {
  const traits = columns.map((_, column) => traitsOf(rows.map((row) => row[column] ?? "")));
  const mapping: Partial<Record<EventField, string>> = {};
  const free = new Set(columns.keys());
  const take = (field: EventField, score: (trait: Traits) => number): void => {
    const best = [...free]
      .map((column) => ({ column, score: score(traits[column]) }))
      .sort((a, b) => b.score - a.score);
    if (best.length === 0 || best[0].score <= 0) return;
    mapping[field] = columns[best[0].column];
    free.delete(best[0].column);
  };
  take("time", ({ times }) => times - 0.5);
  take("event", ({ eventWords }) => eventWords - 0.5);
  take("price", ({ decimals, numbers }) => (decimals > 0.2 ? numbers + decimals - 0.9 : 0));
  // Whole numbers to 5 are stars where nothing has a price, else units.
  if (mapping.price === undefined) take("rating", ({ stars, distinct }) => (distinct < 0.9 ? stars - 0.95 : 0));
  take("quantity", ({ small, distinct }) => (distinct < 0.9 ? small - 0.6 : 0));
  take("item", ({ ids, distinct, words }) => (ids && words < 0.2 ? 0.1 + distinct : 0));
  take("title", ({ words, distinct }) => (words > 0.5 ? distinct : 0));
  // Of what is left, an order's id changes more often than a shopper's.
  take("user", ({ ids, distinct }) => (ids ? 1.1 - distinct : 0));
  take("order", ({ ids, distinct }) => (ids && distinct < 0.9 ? 0.1 + distinct : 0));
  return mapping;
}

interface Traits {
  readonly times: number;
  readonly numbers: number;
  readonly decimals: number;
  readonly small: number;
  readonly stars: number;
  readonly words: number;
  readonly eventWords: number;
  /** Codes: short, without spaces, and more than a handful. */
  readonly ids: boolean;
  readonly distinct: number;
}

function traitsOf(all: readonly string[]): Traits {
  const values = all.map((value) => value.trim()).filter((value) => value !== "");
  const share = (test: (value: string) => boolean) => values.filter(test).length / Math.max(1, values.length);
  const distinct = new Set(values).size / Math.max(1, values.length);
  const decimals = share((value) => /^-?\d+[.,]\d{1,2}$/.test(value));
  return {
    times: share(isTime),
    numbers: share((value) => /^-?[\d.,]+$/.test(value)),
    decimals,
    small: share((value) => /^-?\d{1,2}$/.test(value)),
    stars: share((value) => /^[1-5]([.,][05]0?)?$/.test(value)),
    words: share((value) => /\S\s+\S/.test(value)),
    eventWords: share((value) => EVENT_WORDS.test(value.replace(/[\s_-]/g, ""))),
    ids: share((value) => /^[^\s]{1,64}$/.test(value)) > 0.9 && decimals < 0.2 && new Set(values).size > 1,
    distinct,
  };
}

function isTime(value: string): boolean {
  if (/^\d{9,10}(\.\d+)?$|^1\d{12}$|^1\d{15}$/.test(value)) return true;
  return /^(\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})/.test(value);
}

function findColumn(columns: readonly string[], name: string): string | undefined {
  const nth = /^#(\d+)$/.exec(name);
  if (nth && !columns.includes(name)) return columns[Number(nth[1]) - 1];
  return columns.find((column) => column === name) ?? columns.find((column) => squashName(column) === squashName(name));
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 30).join(", ");
  return columns.length > 30 ? `${shown} and ${columns.length - 30} more` : shown;
}
