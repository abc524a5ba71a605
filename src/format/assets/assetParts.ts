/** Everything a build learned, in memory: parts to files and manifest, and back. Same parts, same bytes. */
import { AisleError } from "../../errors";
import type { Item } from "../../types";
import { type AdaptedItems, readAdapted, writeAdapted } from "../behaviour/adapted";
import { type BlendPlacements, readBlend, writeBlend } from "../behaviour/blend";
import { type ItemItemWeights, readItemItem, writeItemItem } from "../behaviour/itemItem";
import { type Popularity, readPopularity, writePopularity } from "../behaviour/popularity";
import { type RepeatIntervals, readRepeat, writeRepeat } from "../behaviour/repeat";
import { readTextHead, type TextHead, writeTextHead } from "../behaviour/textHead";
import { readCatalogFile, writeCatalogFile } from "./catalogFile";
import { catalogDigest, readItemIds, writeItemIds } from "./itemIds";
import {
  ASSETS_SCHEMA_VERSION,
  type AssetChunk,
  type AssetFile,
  type AssetManifest,
  type AssetRole,
  DEFAULT_NAME,
  fileOf,
  MAX_CHUNK_BYTES,
  readAssetManifest,
} from "./manifest";
import { readVectorFile, type VectorFile, writeVectorFile } from "./vectorFile";

/** Without the digest of the ids: the folder as a whole says what rows stand for. */
type Rows<T> = Omit<T, "catalogDigest">;

/** Vectors of a space of the shop's own: taken by their rows' ids, whatever the item's text. */
export type SpaceVectors = Omit<Rows<VectorFile>, "textHashes">;

/** Several files of one role, by name (`default` where there is one). */
export type Named<T> = Readonly<Record<string, T>>;

export interface AssetParts {
  /** Item id of each row of the files below: the catalogue with variants collapsed, in feed order. */
  readonly ids: readonly string[];
  readonly vectors?: Rows<VectorFile>;
  /** Beside the encoder's vectors, which are the role's `default`. */
  readonly spaces?: Named<SpaceVectors>;
  readonly textHead?: TextHead;
  readonly adapted?: Rows<AdaptedItems>;
  readonly itemItem?: Named<Rows<ItemItemWeights>>;
  readonly popularity?: Named<Rows<Popularity>>;
  readonly repeat?: Rows<RepeatIntervals>;
  readonly blend?: BlendPlacements;
}

/** What is written besides. */
export interface AssetFolderOptions extends Pick<AssetManifest, "asOf" | "language" | "encoder" | "availability"> {
  /** Default true. */
  readonly enabled?: boolean;
  /** Variants included; for pages that bring no catalogue of their own. */
  readonly catalog?: readonly Item[];
  /** SHA-256 of bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: (bytes: Uint8Array) => Promise<string>;
}

/** A folder's files by name; `manifest.json` is added by whoever writes the folder. */
export interface AssetFiles {
  readonly manifest: AssetManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Roles in the order in which a page needs them. */
const EXTENSIONS: Readonly<Record<AssetRole, string>> = {
  blend: "json",
  ids: "txt",
  popularity: "bin",
  repeat: "bin",
  "item-item": "bin",
  "text-head": "bin",
  adapted: "bin",
  vectors: "bin",
  catalog: "json",
};

/** @throws AisleError `OPTIONS_INVALID` for parts that no reader would accept */
export async function writeAssets(parts: AssetParts, options: AssetFolderOptions): Promise<AssetFiles> {
  const { sha256, asOf, language, encoder, availability, enabled = true, catalog } = options;
  const ids = writeItemIds(parts.ids);
  const digest = { catalogDigest: catalogDigest(await sha256(ids)) };
  checkRows(parts);
  const contents: [AssetRole, string, Uint8Array][] = [];
  const add = (role: AssetRole, bytes: Uint8Array, name = DEFAULT_NAME) => contents.push([role, name, bytes]);
  const addNamed = <T>(role: AssetRole, parts: Named<T> | undefined, write: (part: T) => Uint8Array) => {
    for (const [name, part] of sortedEntries(parts)) add(role, write(part), name);
  };
  if (parts.blend) add("blend", writeBlend(parts.blend));
  // An empty list has no bytes, and a file has some.
  if (ids.length > 0) add("ids", ids);
  addNamed("popularity", parts.popularity, (part) => writePopularity({ ...part, ...digest }));
  if (parts.repeat) add("repeat", writeRepeat({ ...parts.repeat, ...digest }));
  addNamed("item-item", parts.itemItem, (part) => writeItemItem({ ...part, ...digest }));
  if (parts.textHead) add("text-head", writeTextHead(parts.textHead));
  if (parts.adapted) add("adapted", writeAdapted({ ...parts.adapted, ...digest }));
  if (parts.vectors) add("vectors", writeVectorFile({ ...parts.vectors, ...digest }));
  addNamed("vectors", parts.spaces, (part) =>
    writeVectorFile({ ...part, textHashes: new Uint32Array(2 * part.scales.length), ...digest }),
  );
  if (catalog) add("catalog", writeCatalogFile(catalog));

  const files = new Map<string, Uint8Array>();
  const listed: AssetFile[] = [];
  for (const [role, name, bytes] of contents) {
    const chunks: AssetChunk[] = [];
    for (let start = 0; start < bytes.length; start += MAX_CHUNK_BYTES) {
      const chunk = bytes.subarray(start, start + MAX_CHUNK_BYTES);
      const hash = await sha256(chunk);
      const label = name === DEFAULT_NAME ? role : `${role}-${name}`;
      const file = `${label}-${String(chunks.length).padStart(2, "0")}.${hash.slice(0, 16)}.${EXTENSIONS[role]}`;
      files.set(file, chunk);
      chunks.push({ file, bytes: chunk.length, sha256: hash });
    }
    listed.push({ role, name, bytes: bytes.length, sha256: await sha256(bytes), chunks });
  }
  const described = { asOf, items: parts.ids.length, language, encoder, availability, files: listed };
  const identity = await sha256(new TextEncoder().encode(JSON.stringify(described)));
  const manifest = readAssetManifest({
    kind: "aisle-assets",
    schemaVersion: ASSETS_SCHEMA_VERSION,
    buildId: identity.slice(0, 16),
    enabled,
    ...described,
  });
  return { manifest, files };
}

/** Roles a page's ranking reads; `catalog` is asked for apart, and only where the page has none. */
export const RANKING_ROLES = [
  "blend",
  "ids",
  "popularity",
  "repeat",
  "item-item",
  "text-head",
  "adapted",
  "vectors",
] as const;

/**
 * Reads what the folder has, and checks that all of it speaks of the same rows.
 * @param bytesOf content of a listed file, already checked against its hash; undefined where it was not fetched
 * @throws AisleError `ASSET_CORRUPT`, `ASSET_SCHEMA_NEWER`
 */
export function readAssets(manifest: AssetManifest, bytesOf: (file: AssetFile) => Uint8Array | undefined): AssetParts {
  const one = <T>(role: AssetRole, read: (bytes: Uint8Array) => T): T | undefined => {
    const file = fileOf(manifest, role);
    const bytes = file && bytesOf(file);
    return bytes && read(bytes);
  };
  const all = <T>(role: AssetRole, read: (bytes: Uint8Array) => T): Named<T> => {
    const found: [string, T][] = [];
    for (const file of manifest.files) {
      const bytes = file.role === role ? bytesOf(file) : undefined;
      if (bytes) found.push([file.name, read(bytes)]);
    }
    return Object.fromEntries(found);
  };
  const ids = one("ids", readItemIds) ?? [];
  if (ids.length !== manifest.items) throw mismatch(`${manifest.items} items are announced, ${ids.length} have an id`);
  const { [DEFAULT_NAME]: vectors, ...spaces } = all("vectors", readVectorFile);
  const parts = {
    ids,
    vectors,
    spaces,
    textHead: one("text-head", readTextHead),
    adapted: one("adapted", readAdapted),
    itemItem: all("item-item", readItemItem),
    popularity: all("popularity", readPopularity),
    repeat: one("repeat", readRepeat),
    blend: one("blend", readBlend)?.placements,
  };
  checkRows(parts);
  const digest = catalogDigest(fileOf(manifest, "ids")?.sha256 ?? EMPTY_SHA256);
  for (const part of rowParts(parts)) {
    if (!("catalogDigest" in part) || !equal(part.catalogDigest as Uint8Array, digest)) {
      throw mismatch("a file was built for another catalogue");
    }
  }
  return parts;
}

/** The items, where the folder has them: rows for the reader of feeds. */
export function readCatalogAsset(
  manifest: AssetManifest,
  bytesOf: (file: AssetFile) => Uint8Array | undefined,
): readonly unknown[] | undefined {
  const file = fileOf(manifest, "catalog");
  const bytes = file && bytesOf(file);
  return bytes && readCatalogFile(bytes);
}

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function* rowParts(parts: AssetParts): Generator<object> {
  if (parts.vectors) yield parts.vectors;
  yield* Object.values(parts.spaces ?? {});
  if (parts.adapted) yield parts.adapted;
  yield* Object.values(parts.itemItem ?? {});
  yield* Object.values(parts.popularity ?? {});
  if (parts.repeat) yield parts.repeat;
}

function checkRows({ ids, vectors, spaces, adapted, itemItem, popularity, repeat }: AssetParts): void {
  const check = (what: string, rows: number | undefined) => {
    if (rows !== undefined && rows !== ids.length) throw mismatch(`${what} have ${rows} rows for ${ids.length} items`);
  };
  check("the vectors", vectors?.scales.length);
  for (const [name, { scales }] of Object.entries(spaces ?? {})) check(`the vectors ${name}`, scales.length);
  check("the adapted vectors", adapted?.scales.length);
  for (const [name, { items }] of Object.entries(itemItem ?? {})) check(`the item-item weights ${name}`, items);
  for (const [name, { orders }] of Object.entries(popularity ?? {})) check(`the popularities ${name}`, orders.length);
  check("the repeat intervals", repeat?.shares.length);
}

function mismatch(what: string): AisleError {
  return new AisleError("ASSET_CORRUPT", `The files of the asset folder do not belong together: ${what}.`, {
    fix: "Publish the folder again, whole, as `aisle build` wrote it; the last good one stays in use.",
  });
}

function sortedEntries<T>(parts: Named<T> | undefined): [string, T][] {
  return Object.entries(parts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
