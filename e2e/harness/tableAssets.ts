/** The encoder's folder with a table of made-up numbers, or with none: who answers when is told by both alike. */
import { createHash } from "node:crypto";
import { CENTROIDS, writeTokenTable } from "../../src/format/encoder/tokenTable";
import type { ShopServer } from "./shopServer";

const FOLDER = "/assets/encoder/";
const MANIFEST = `${FOLDER}manifest.json`;
const CHUNK_BYTES = 1_048_576;
const GROUP = 4;

/** @returns paths of the table's chunks */
export function serveTable(shop: ShopServer): readonly string[] {
  const manifest = JSON.parse(shop.file(MANIFEST).toString("utf8"));
  const { modelId, config } = manifest;
  const { vocabulary: rows, hidden: dimensions } = config;
  const groups = dimensions / GROUP;
  let state = 1;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
  const bytes = Buffer.from(
    writeTokenTable({
      modelId,
      rows,
      dimensions,
      group: GROUP,
      scales: new Float32Array(groups).fill(1),
      centroids: Int8Array.from({ length: CENTROIDS * dimensions }, () => next(255) - 127),
      sizes: new Float32Array(rows).fill(1),
      codes: Uint8Array.from({ length: rows * groups }, () => next(256)),
    }),
  );
  const chunks: { file: string; bytes: number; sha256: string }[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    const sha256 = createHash("sha256").update(chunk).digest("hex");
    const file = `table-0${chunks.length}.${sha256.slice(0, 16)}.bin`;
    chunks.push({ file, bytes: chunk.length, sha256 });
    shop.body(FOLDER + file, chunk);
  }
  shop.body(MANIFEST, JSON.stringify({ ...manifest, table: { bytes: bytes.length, chunks } }));
  return chunks.map(({ file }) => FOLDER + file);
}

export function serveNoTable(shop: ShopServer): void {
  const { table: _, ...manifest } = JSON.parse(shop.file(MANIFEST).toString("utf8"));
  shop.body(MANIFEST, JSON.stringify(manifest));
}
