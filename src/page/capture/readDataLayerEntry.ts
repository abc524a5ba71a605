/**
 * What one entry of a data layer says, in GA4's words: GTM's `{event, ecommerce}`, `gtag('event', …)`, Universal
 * Analytics' enhanced e-commerce, and what shops make of them. Lenient; what had to be repaired is named.
 */
import type { EventName, EventParams } from "../../types";

export type Repair =
  /** `id` or `sku` stood where GA4 has `item_id`. */
  | "id_instead_of_item_id"
  /** A price or quantity was text. */
  | "number_as_text"
  /** `ecommerce.detail.products` and its like: Universal Analytics. */
  | "universal_analytics"
  /** `items` stood on the event instead of in `ecommerce`. */
  | "items_beside_ecommerce"
  /** `items` was one object instead of an array. */
  | "items_not_an_array";

export interface CapturedEvent {
  readonly name: EventName;
  readonly params: EventParams;
  readonly repairs: readonly Repair[];
}

type Fields = Readonly<Record<string, unknown>>;

/** GA4's events that say something about a shopper's interests. */
const EVENTS: ReadonlySet<string> = new Set<EventName>([
  "view_item_list",
  "select_item",
  "view_item",
  "add_to_cart",
  "add_to_wishlist",
  "remove_from_cart",
  "purchase",
  "refund",
  "view_cart",
  "begin_checkout",
  "search",
  "view_search_results",
  "view_promotion",
  "select_promotion",
]);

/** What is passed on of an event and of an item; a data layer also holds elements and functions, which cannot travel. */
const EVENT_FIELDS = [
  "currency",
  "value",
  "transaction_id",
  "search_term",
  "item_list_id",
  "item_list_name",
  "promotion_id",
  "promotion_name",
] as const;
const ITEM_FIELDS = [
  "item_id",
  "item_name",
  "item_brand",
  "item_category",
  "item_variant",
  "price",
  "quantity",
  "currency",
  "index",
  "promotion_id",
] as const;
/** GA4's name of a field, and what stands there instead. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  item_id: ["id", "sku"],
  item_name: ["name"],
  item_brand: ["brand"],
  item_category: ["category"],
  item_variant: ["variant"],
  index: ["position"],
};
/** GA4 takes as many. */
const MAX_ITEMS = 200;

/** Universal Analytics' actions and what GA4 calls them. */
const ACTIONS: readonly (readonly [action: string, name: EventName])[] = [
  ["detail", "view_item"],
  ["add", "add_to_cart"],
  ["remove", "remove_from_cart"],
  ["click", "select_item"],
  ["checkout", "begin_checkout"],
  ["purchase", "purchase"],
  ["refund", "refund"],
];

/**
 * Reads entries in order. It keeps `ecommerce` as the data layer does: an event without one of its own refers to the last
 * one pushed, until `{ecommerce: null}` clears it.
 */
export function createDataLayerReader(): (entry: unknown) => readonly CapturedEvent[] {
  let kept: Fields | undefined;
  return (entry) => {
    if (typeof entry !== "object" || entry === null) return [];
    if (isArguments(entry)) return readCommand(Array.from(entry as ArrayLike<unknown>));
    const fields = entry as Fields;
    if ("ecommerce" in fields) kept = isFields(fields.ecommerce) ? fields.ecommerce : undefined;
    const { event } = fields;
    const own = isFields(fields.ecommerce) ? fields.ecommerce : undefined;
    const universal = own ? readUniversal(own) : [];
    // Before GA4 the name of the event was anybody's choice; the shape of `ecommerce` is what counts.
    if (universal.length > 0) return universal;
    return typeof event === "string" && EVENTS.has(event) ? [readNamed(event as EventName, fields, own ?? kept)] : [];
  };
}

/** `gtag('event', name, params)`, as `Arguments` or as an array. */
function readCommand([command, name, params]: readonly unknown[]): readonly CapturedEvent[] {
  if (command !== "event" || typeof name !== "string" || !EVENTS.has(name)) return [];
  const fields = isFields(params) ? params : {};
  return [readNamed(name as EventName, {}, isFields(fields.ecommerce) ? fields.ecommerce : fields)];
}

function readNamed(name: EventName, event: Fields, ecommerce: Fields | undefined): CapturedEvent {
  const repairs = new Set<Repair>();
  const beside = event.items !== undefined && ecommerce?.items === undefined;
  if (beside) repairs.add("items_beside_ecommerce");
  const params = { ...pick(event, EVENT_FIELDS), ...pick(ecommerce ?? {}, EVENT_FIELDS) };
  const items = readItems((beside ? event : ecommerce)?.items, repairs);
  return { name, params: (items ? { ...params, items } : params) as EventParams, repairs: [...repairs] };
}

function readUniversal(ecommerce: Fields): CapturedEvent[] {
  const currency = ecommerce.currencyCode;
  const found: CapturedEvent[] = [];
  const add = (name: EventName, list: unknown, more: Fields = {}) => {
    const repairs = new Set<Repair>(["universal_analytics"]);
    const items = readItems(list, repairs) ?? [];
    const params = pick({ currency, ...more }, EVENT_FIELDS);
    found.push({ name, params: { ...params, items } as EventParams, repairs: [...repairs] });
  };
  for (const [action, name] of ACTIONS) {
    const part = ecommerce[action];
    if (!isFields(part)) continue;
    const about = isFields(part.actionField) ? part.actionField : {};
    add(name, part.products, { transaction_id: about.id, value: about.revenue, item_list_name: about.list });
  }
  if (ecommerce.impressions !== undefined) add("view_item_list", ecommerce.impressions);
  for (const [key, name] of [
    ["promoView", "view_promotion"],
    ["promoClick", "select_promotion"],
  ] as const) {
    const part = ecommerce[key];
    if (!isFields(part)) continue;
    const promotions = Array.isArray(part.promotions) ? part.promotions : [part.promotions];
    add(
      name,
      promotions.filter(isFields).map((promotion) => ({ promotion_id: promotion.id ?? promotion.name })),
    );
  }
  return found;
}

function readItems(value: unknown, repairs: Set<Repair>): Fields[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const list = Array.isArray(value) ? value : [value];
  if (list !== value) repairs.add("items_not_an_array");
  return list
    .slice(0, MAX_ITEMS)
    .filter(isFields)
    .map((raw) => {
      const item: Record<string, unknown> = {};
      for (const field of ITEM_FIELDS) {
        const name = [field, ...(OTHER_NAMES[field] ?? [])].find((known) => isPlain(raw[known]));
        if (name === undefined) continue;
        if (field === "item_id" && name !== field) repairs.add("id_instead_of_item_id");
        if ((field === "price" || field === "quantity") && typeof raw[name] === "string") repairs.add("number_as_text");
        item[field] = raw[name];
      }
      return item;
    });
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => isPlain(fields[name])).map((name) => [name, fields[name]]));
}

function isPlain(value: unknown): boolean {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `gtag` pushes its `arguments`: an object with a length that is no array. */
function isArguments(entry: object): boolean {
  return Array.isArray(entry) || Object.prototype.toString.call(entry) === "[object Arguments]";
}
