/**
 * Price and stock since the build: `availability.json`, UTF-8 JSON, written as often as the shop likes, without
 * building again. It lists every item whose price or stock differs from the build's catalogue, or has differed: a page
 * that is open keeps what it was last told of an item until it is loaded anew.
 *
 * ```json
 * { "kind": "aisle-availability", "schemaVersion": 1, "items": [{ "id": "mug-3", "availability": "out_of_stock" }] }
 * ```
 *
 * The reader hands changes on unchecked: the catalogue checks each like one of `catalog.update()`.
 */
import type { ItemUpdate } from "../../types";
import { corruptAsset, newerAsset } from "../behaviour/assetHeader";

const KIND = { magic: "", schemaVersion: 1, name: "availability file" };

/** Sorted by id, so that the same state is the same bytes. */
export function writeAvailability(changes: readonly ItemUpdate[]): Uint8Array<ArrayBuffer> {
  const rows = changes
    .map(({ id, price, salePrice, availability, popularity }) => ({ id, price, salePrice, availability, popularity }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map((change) => JSON.stringify(change));
  const { schemaVersion } = KIND;
  return new TextEncoder().encode(
    `{"kind":"aisle-availability","schemaVersion":${schemaVersion},"items":[\n${rows.join(",\n")}\n]}\n`,
  );
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readAvailability(value: unknown): readonly unknown[] {
  const { kind, schemaVersion, items } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (kind !== "aisle-availability") throw corruptAsset(KIND, "it is another kind of file");
  if (typeof schemaVersion === "number" && schemaVersion > KIND.schemaVersion) throw newerAsset(KIND, schemaVersion);
  if (schemaVersion !== KIND.schemaVersion || !Array.isArray(items)) throw corruptAsset(KIND, "it holds no items");
  return items;
}
