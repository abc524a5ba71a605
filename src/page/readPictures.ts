/** `pictures.json` of the asset folder: pictures of the catalogue in files that every shopper downloads whole. */
import { AisleError } from "../errors";
import type { SharedPicture } from "./aisle";

/** More tiles in one file are more than a browser decodes. */
const MAX_TILES = 4_096;

/**
 * ```json
 * { "schemaVersion": 1, "files": [{ "url": "pictures-0.4f1c.webp", "columns": 20, "ids": ["mug-3", "bowl-1"] }] }
 * ```
 * Tiles stand row after row, square and of one size, in the order of `ids`; the last row may be short.
 * @param base where relative URLs start
 * @throws AisleError `ASSET_CORRUPT`
 */
export function readPictures(value: unknown, base: string): ReadonlyMap<string, SharedPicture> {
  const { schemaVersion, files } = (value ?? {}) as { readonly schemaVersion?: unknown; readonly files?: unknown };
  if (schemaVersion !== 1 || !Array.isArray(files)) throw corrupt("it has no files of schema version 1");
  const pictures = new Map<string, SharedPicture>();
  for (const file of files as readonly unknown[]) {
    const { url, columns, ids } = (file ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof url !== "string" || !URL.canParse(url, base)) throw corrupt("a file has no URL");
    if (!Number.isInteger(columns) || !((columns as number) > 0)) throw corrupt(`${url} has no columns`);
    if (!Array.isArray(ids) || ids.length > MAX_TILES) throw corrupt(`${url} has no list of up to ${MAX_TILES} ids`);
    const across = columns as number;
    const address = new URL(url, base);
    if (!/^https?:$/.test(address.protocol)) throw corrupt("a file is not fetched by http");
    ids.forEach((id: unknown, index) => {
      if (typeof id !== "string") return;
      pictures.set(id, {
        url: address.href,
        columns: across,
        rows: Math.ceil(ids.length / across),
        column: index % across,
        row: Math.floor(index / across),
      });
    });
  }
  return pictures;
}

function corrupt(what: string): AisleError {
  return new AisleError("ASSET_CORRUPT", `pictures.json cannot be used: ${what}.`, {
    fix: 'Write it as docs/privacy.md shows, or leave out images: "shared".',
  });
}
