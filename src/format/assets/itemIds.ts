/**
 * What the rows of a build stand for: `ids.txt`, UTF-8, ids joined by \n, without a final one. The first 16 bytes of its
 * SHA-256 are the `catalogDigest` of every file whose rows are these items.
 */
import { AisleError } from "../../errors";
import { corruptAsset } from "../behaviour/assetHeader";

const KIND = { magic: "", schemaVersion: 1, name: "list of item ids" };
export const CATALOG_DIGEST_BYTES = 16;
const MAX_ID_CHARACTERS = 500;

/** @throws AisleError `OPTIONS_INVALID` for ids that are empty, repeated, or hold control characters */
export function writeItemIds(ids: readonly string[]): Uint8Array<ArrayBuffer> {
  const problem = problemOf(ids);
  if (problem) throw new AisleError("OPTIONS_INVALID", `These item ids cannot be written: ${problem}.`);
  return new TextEncoder().encode(ids.join("\n"));
}

/** @throws AisleError `ASSET_CORRUPT` */
export function readItemIds(bytes: Uint8Array): string[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw corruptAsset(KIND, "it is not UTF-8");
  }
  const ids = text === "" ? [] : text.split("\n");
  const problem = problemOf(ids);
  if (problem) throw corruptAsset(KIND, problem);
  return ids;
}

/** @param sha256 of the ids' file, lower-case hexadecimal */
export function catalogDigest(sha256: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: CATALOG_DIGEST_BYTES }, (_, i) =>
    Number.parseInt(sha256.slice(2 * i, 2 * i + 2), 16),
  );
}

function problemOf(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const id of ids) {
    if (id === "" || id.length > MAX_ID_CHARACTERS) return `an id has ${id.length} characters`;
    if (/\p{Cc}|\p{Cs}/u.test(id)) return "an id holds a control character or half a character";
    if (seen.has(id)) return `${JSON.stringify(id.slice(0, 60))} is there twice`;
    seen.add(id);
  }
  return undefined;
}
