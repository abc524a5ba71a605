/** The encoders on the curve, from full precision down. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ConvertOptions, convertEncoder, SMALL } from "../../src/server/encoder/convertEncoder";
import { writeEncoderFolder } from "../../src/server/encoder/encoderFolder";

export interface Candidate {
  readonly label: string;
  /** Pieces kept; undefined all. */
  readonly vocabulary?: number;
  /** Absent: full precision, which has no folder. */
  readonly convert?: ConvertOptions;
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

export const CANDIDATES: readonly Candidate[] = [
  { label: "all pieces, fp32" },
  { label: "8000 pieces, fp32", vocabulary: 8000 },
  fixed(),
  fixed(12_000),
  fixed(8_000),
  compact(8_000, 4, 4),
  compact(8_000, 3.5, 3.5),
  { ...compact(SMALL.vocabulary, SMALL.bits, SMALL.embeddingBits), chosen: true },
  compact(8_000, 2.75, 3),
  compact(8_000, 2.5, 2.75),
  compact(8_000, 2.25, 2.5),
  compact(5_000, 3, 3.4),
];

/** @returns the candidate's folder, made when it is not there */
export async function encoderFolder(
  { label, convert }: Candidate,
  { checkpoint, cache, log }: { checkpoint: string; cache: string; log: (line: string) => void },
): Promise<string> {
  const folder = join(cache, label.replaceAll(/[^a-z0-9.]+/gi, "-"));
  if (!existsSync(join(folder, "manifest.json"))) {
    log(`converting: ${label}`);
    writeEncoderFolder(folder, await convertEncoder(checkpoint, convert));
  }
  return folder;
}
