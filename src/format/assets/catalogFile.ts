/**
 * The items themselves, for pages that bring no catalogue of their own: `catalog.json`, UTF-8 JSON.
 *
 * ```json
 * { "kind": "aisle-catalog", "schemaVersion": 1, "items": [{ "id": "mug-3", "title": "Blue mug", "price": 12.5 }] }
 * ```
 *
 * Variants are items of their own, as in the feed. Only the public fields of `Item` are written, whatever the objects
 * hold. The reader hands rows on unchecked: they go through the reader of feeds (`../feed/readItem.ts`) like any other.
 */
import { AisleError } from "../../errors";
import type { Item } from "../../types";
import { corruptAsset, newerAsset } from "../behaviour/assetHeader";

const KIND = { magic: "", schemaVersion: 1, name: "catalogue" };

const FIELDS = [
  "id",
  "title",
  "description",
  "brand",
  "category",
  "price",
  "salePrice",
  "currency",
  "link",
  "imageLink",
  "availability",
  "itemGroupId",
  "popularity",
  "availableSince",
  "attributes",
] as const satisfies readonly (keyof Item)[];

/** @throws AisleError `OPTIONS_INVALID` for an item without id or title */
export function writeCatalogFile(items: readonly Item[]): Uint8Array<ArrayBuffer> {
  for (const { id, title } of items) {
    if (typeof id !== "string" || id === "" || typeof title !== "string" || title === "") {
      throw new AisleError("OPTIONS_INVALID", "This catalogue cannot be written: an item has no id or no title.", {
        seen: id,
      });
    }
  }
  const rows = items.map((item) => JSON.stringify(publicItem(item)));
  const { schemaVersion } = KIND;
  return new TextEncoder().encode(
    `{"kind":"aisle-catalog","schemaVersion":${schemaVersion},"items":[\n${rows.join(",\n")}\n]}\n`,
  );
}

/**
 * @returns rows for the reader of feeds
 * @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know
 */
export function readCatalogFile(bytes: Uint8Array): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw corruptAsset(KIND, "it is not JSON");
  }
  const { kind, schemaVersion, items } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (kind !== "aisle-catalog") throw corruptAsset(KIND, "it is another kind of file");
  if (typeof schemaVersion === "number" && schemaVersion > KIND.schemaVersion) throw newerAsset(KIND, schemaVersion);
  if (schemaVersion !== KIND.schemaVersion || !Array.isArray(items)) throw corruptAsset(KIND, "it holds no items");
  return items;
}

/** The fields a shop shows anyway, attributes by name; nothing that a feed may hold besides. */
function publicItem(item: Item): Item {
  const kept = FIELDS.filter((field) => item[field] !== undefined).map((field) => [field, item[field]] as const);
  const attributes = Object.entries(item.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    kept.map(([field, value]) => (field === "attributes" ? [field, Object.fromEntries(attributes)] : [field, value])),
  ) as unknown as Item;
}
