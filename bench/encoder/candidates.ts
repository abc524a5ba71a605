/** The encoders on the curve, from full precision down. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ConvertOptions, convertEncoder, SMALL } from "../../src/server/encoder/convertEncoder";
import {
  readEncoderFolder,
  readTableFile,
  writeEncoderFolder,
  writeTableInto,
} from "../../src/server/encoder/encoderFolder";
import { buildTable } from "../../src/server/encoder/table/buildTable";

export interface Candidate {
  readonly label: string;
  /** Pieces kept; undefined all. */
  readonly vocabulary?: number;
  /** Absent: full precision, which has no folder. */
  readonly convert?: ConvertOptions;
  /** The table of the encoder that `convert` makes, in its place. */
  readonly table?: true;
  /** What the demo ships. */
  readonly chosen?: boolean;
}

const compact = (vocabulary: number, bits: number, embeddingBits: number): Candidate => ({
  label: `${vocabulary} pieces, ${bits} bits, embeddings ${embeddingBits}`,
  vocabulary,
  convert: { vocabulary, compact: { bits, embeddingBits } },
});
const fixed = (vocabulary?: number): Candidate => ({
  label: `${vocabulary ?? "all"} pieces, 7 bits, embeddings 8`,
  vocabulary,
  convert: { vocabulary },
});

const shipped = compact(SMALL.vocabulary, SMALL.bits, SMALL.embeddingBits);

export const CANDIDATES: readonly Candidate[] = [
  { label: "all pieces, fp32" },
  fixed(),
  fixed(8_000),
  compact(8_000, 4, 4),
  { ...shipped, chosen: true },
  compact(8_000, 2.5, 2.75),
  { ...shipped, label: "table of the chosen one", table: true },
];

/** @returns the candidate's folder, made when it is not there; it has a table when the candidate is one */
export async function encoderFolder(
  { convert, table }: Candidate,
  { checkpoint, cache, log }: { checkpoint: string; cache: string; log: (line: string) => void },
): Promise<string> {
  const name = createHash("sha256").update(JSON.stringify(convert)).digest("hex").slice(0, 16);
  const folder = join(cache, `encoder-${name}`);
  if (!existsSync(join(folder, "manifest.json"))) {
    log(`converting: ${JSON.stringify(convert)}`);
    writeEncoderFolder(folder, await convertEncoder(checkpoint, convert));
  }
  if (table && !(await readTableFile(folder))) {
    log("fitting the table");
    await writeTableInto(folder, (await buildTable(await readEncoderFolder(folder))).bytes);
  }
  return folder;
}
