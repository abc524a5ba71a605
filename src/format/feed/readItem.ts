/** One row of any convention to an `Item`: Merchant Center, schema.org Product, Shopify, WooCommerce, GA4 or Aisle's own names. */
import type { Item } from "../../types";
import { createTextCleaner, cutText } from "./cleanText";
import type { RawRow } from "./feedRow";
import { ATTRIBUTE_NAMES, FIELD_NAMES, type FieldName, isMarginName, squashName } from "./fieldNames";
import type { ItemProblem, ProblemCode } from "./problems";
import { readCategory } from "./readCategory";
import { readDate } from "./readDate";
import { type OfferSource, offerOf, readPrices, readStock } from "./readOffer";
import { readUrl } from "./readUrl";
import { isRecord, linkOf, preview, textOf } from "./rowValues";

export interface ReadItemOptions {
  /** Epoch milliseconds: expiration and sale dates are honoured against it. Absent: both are ignored. */
  readonly now?: number;
}

export interface ReadItem {
  /** Absent when the row was rejected. */
  readonly item?: Item;
  readonly problems: readonly ItemProblem[];
}

/** Merchant Center's limits, in characters. */
export const MAX_TITLE_CHARACTERS = 150;
export const MAX_DESCRIPTION_CHARACTERS = 5_000;
const MAX_ID_CHARACTERS = 500;
const MAX_ATTRIBUTE_CHARACTERS = 200;

/** Reads one row; `createItemReader` is the faster way to read many. */
export function readItem(raw: unknown, options: ReadItemOptions = {}): ReadItem {
  return createItemReader(options)(raw);
}

/** A reader that remembers names it has met. Never throws, whatever the row holds. */
export function createItemReader({ now }: ReadItemOptions = {}): (raw: unknown) => ReadItem {
  const clean = createTextCleaner();
  const squashed = new Map<string, string>();

  const squash = (name: string): string => {
    let known = squashed.get(name);
    if (known === undefined) {
      known = squashName(name);
      // Rows with ever new names must not fill the memory.
      if (squashed.size < 2_000) squashed.set(name, known);
    }
    return known;
  };

  function fieldsOf(raw: RawRow): Map<string, unknown> {
    const fields = new Map<string, unknown>();
    for (const name of Object.keys(raw)) {
      const value = raw[name];
      if (value === undefined || value === null || value === "") continue;
      const key = squash(name);
      // An exact name goes before one that only squashes to the same.
      if (!fields.has(key) || name === key) fields.set(key, value);
    }
    return fields;
  }

  return (raw) => {
    const problems: ItemProblem[] = [];
    const report = (code: ProblemCode, example: unknown): void => {
      problems.push({ code, example: preview(example) });
    };
    if (!isRecord(raw)) {
      report("row_not_object", raw);
      return { problems };
    }
    const fields = fieldsOf(unwrap(raw));
    const pick = (field: FieldName): unknown => {
      for (const name of FIELD_NAMES[field]) {
        const value = fields.get(name);
        if (value !== undefined) return value;
      }
      return undefined;
    };
    const text = (field: FieldName): string => clean(textOf(pick(field))).text;

    const id = clean(textOf(pick("id"))).text;
    const rawTitle = textOf(pick("title"));
    const { text: fullTitle, hadHtml } = clean(rawTitle);
    if (id === "") report("missing_id", fullTitle || raw);
    else if (id.length > MAX_ID_CHARACTERS) report("id_too_long", id);
    else if (fullTitle === "") report("missing_title", id);
    if (problems.length > 0) return { problems };

    const expires = now === undefined ? undefined : readDate(pick("expirationDate"));
    if (now !== undefined && expires !== undefined && expires < now) {
      report("expired", id);
      return { problems };
    }

    const title = cutText(fullTitle, MAX_TITLE_CHARACTERS);
    if (title.length < fullTitle.length) report("title_too_long", `${id}: ${rawTitle.length} characters`);
    if (hadHtml) report("html_in_title", rawTitle.slice(0, 500));
    const fullDescription = text("description");
    const description = cutText(fullDescription, MAX_DESCRIPTION_CHARACTERS);
    if (description.length < fullDescription.length) report("description_too_long", id);

    const source: OfferSource = { id, pick, offer: offerOf(pick("offers"), pick("variants"), squash), report, now };
    const link = readLink(linkOf(pick("link")), "link");
    const image = readLink(linkOf(pick("imageLink")), "picture");
    const item: { -readonly [Field in keyof Item]: Item[Field] } = { id, title };
    if (description) item.description = description;
    const brand = cutText(text("brand"), MAX_ATTRIBUTE_CHARACTERS);
    if (brand) item.brand = brand;
    const category = readCategories(fields);
    if (category) item.category = category;
    Object.assign(item, readPrices(source));
    if (link) item.link = link;
    if (image) item.imageLink = image;
    const availability = readStock(source);
    if (availability) item.availability = availability;
    const group = text("itemGroupId");
    if (group && group.length <= MAX_ID_CHARACTERS) item.itemGroupId = group;
    const popularity = pick("popularity");
    if (popularity !== undefined) {
      const count = typeof popularity === "string" ? Number(popularity.replace(/[\s,'’]/g, "")) : popularity;
      if (typeof count === "number" && Number.isFinite(count) && count >= 0) item.popularity = count;
      else report("bad_popularity", `${id}: ${preview(popularity)}`);
    }
    const since = pick("availableSince");
    if (since !== undefined) {
      const at = readDate(since);
      if (at === undefined) report("bad_date", `${id}: ${preview(since)}`);
      else item.availableSince = at;
    }
    const attributes = readAttributes(fields, pick("attributes"));
    if (attributes) item.attributes = attributes;
    return { item, problems };

    function readLink(value: unknown, allow: "link" | "picture"): string | undefined {
      const first = textOf(value);
      if (first === "") return undefined;
      // WooCommerce lists pictures with commas; a comma inside one address stays.
      const url = readUrl(allow === "picture" ? first.split(/,\s*(?=https?:)/)[0] : first, { allow });
      if (url === undefined) report(allow === "link" ? "bad_link" : "bad_image_link", `${id}: ${first.slice(0, 100)}`);
      return url;
    }

    function readCategories(all: ReadonlyMap<string, unknown>): readonly string[] | undefined {
      for (const name of FIELD_NAMES.category) {
        let value = all.get(name);
        // WooCommerce: "Kitchen > Mugs, Gifts".
        if (name === "categories" && typeof value === "string") value = value.split(/,\s*/)[0];
        const path = readCategory(value, (part) => clean(part).text);
        if (path && name === "itemcategory") {
          const deeper = [2, 3, 4, 5].map((level) => clean(textOf(all.get(`itemcategory${level}`))).text);
          return [...path, ...deeper.filter((part) => part !== "")];
        }
        if (path) return path;
      }
      return undefined;
    }

    function readAttributes(
      all: ReadonlyMap<string, unknown>,
      own: unknown,
    ): Readonly<Record<string, string>> | undefined {
      const attributes = new Map<string, string>();
      const put = (name: string, value: unknown): void => {
        const plain = cutText(clean(textOf(value)).text, MAX_ATTRIBUTE_CHARACTERS);
        if (plain && attributes.size < 20) attributes.set(name, plain);
      };
      if (isRecord(own)) {
        for (const name of Object.keys(own).slice(0, 40)) {
          if (isMarginName(squash(name))) report("margin_dropped", name);
          else if (name !== "__proto__" && name.length <= 50) put(name, own[name]);
        }
      }
      for (const [name, value] of all) {
        if (isMarginName(name)) report("margin_dropped", name);
        else if (Object.hasOwn(ATTRIBUTE_NAMES, name)) put(ATTRIBUTE_NAMES[name], value);
      }
      return attributes.size > 0 ? Object.fromEntries(attributes) : undefined;
    }
  };
}

/** schema.org's ListItem and GraphQL's edges keep the row one level down. */
function unwrap(raw: RawRow): RawRow {
  if (isRecord(raw.item)) return raw.item;
  if (isRecord(raw.node)) return raw.node;
  return raw;
}
