/** A Hugging Face BERT folder to an Aisle encoder. Same input, same bytes. */
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import type { EncoderManifest } from "../../format/encoder/manifest";
import type { EncoderWeights } from "../../format/encoder/weights";
import {
  type EncoderFiles,
  goldenEntry,
  type ModelCard,
  sealEncoder,
  writeEncoder,
} from "../../format/encoder/writeEncoder";
import { calibrationSequences } from "./calibration/calibrationSequences";
import { type CompactOptions, compactEncoder, compactPrecision } from "./calibration/compactEncoder";
import type { CheckpointTokenizer } from "./checkpointTokenizer";
import { deflate } from "./deflate";
import { fixedWidthEncoder } from "./fixedWidthEncoder";
import { readFloatEncoder } from "./float/floatWeights";
import { type PrunedVocabulary, piecesThatStay, pruneVocabulary } from "./pruneVocabulary";
import { type Checkpoint, readCheckpoint } from "./readCheckpoint";
import { sha256 } from "./sha256";

/** Fewer bits than any fixed width, for some minutes of calibration and the whole checkpoint in memory. */
export interface CompactChoice extends Pick<CompactOptions, "bits" | "embeddingBits"> {
  /** Calibration texts; default: made up, English. */
  readonly texts?: readonly string[];
}

export interface ConvertOptions {
  /** Pieces of the vocabulary to keep; `small` is 8,000, or as many as must stay. Default all. */
  readonly vocabulary?: number | "small";
  /** Default: 7 bits for linear layers, 8 for embeddings, read and written as a stream. */
  readonly compact?: CompactChoice;
  readonly onProgress?: (done: string) => void;
}

/** `--size small`: where fewer bytes begin to cost ranking (bench/results/encoderSizes.md). */
export const SMALL = { vocabulary: 8_000, bits: 3.2, embeddingBits: 3.4 } as const;

/**
 * The self-test of every start: nothing, two plain words, a title, a sentence with marks, digits and accents. Words that
 * most vocabularies have whole: with a lone word in fragments, one rounding of an activation is worth more than a wrong backend.
 */
const GOLDEN_TEXTS = [
  "",
  "Wool blanket",
  "Oak cutting board with juice groove, 40 x 30 cm",
  "crème brûlée torch – refillable, 1300 °C (gas not included)",
];

/** @throws AisleError `CHECKPOINT_UNREADABLE`, `CHECKPOINT_UNSUPPORTED`, `OPTIONS_INVALID` */
export async function convertEncoder(folder: string, options: ConvertOptions = {}): Promise<EncoderFiles> {
  const checkpoint = readCheckpoint(folder);
  const whole = checkpoint.tokenizer;
  const pruned = prune(whole, options.vocabulary);
  const { vocabulary, settings } = pruned ?? whole;
  const tokenizer = createTokenizer(vocabulary, settings, checkpoint.config);
  const { compact, onProgress } = options;
  const card: ModelCard = {
    name: checkpoint.name,
    licence: checkpoint.licence,
    derivedFrom: derivation(checkpoint, { pieces: vocabulary.length, compact }),
    tokenizer: settings,
    vocabulary,
  };
  let weights: EncoderWeights;
  let written: EncoderFiles;
  if (compact) {
    const float = await readFloatEncoder(checkpoint, { kept: pruned?.kept });
    const sequences = calibrationSequences(tokenizer, { vocabulary, settings }, compact);
    weights = compactEncoder(float, { ...compact, sequences, onProgress });
    written = await writeEncoder(weights, card, { sha256, deflate, precisionOf: compactPrecision(weights) });
  } else {
    const stream = await fixedWidthEncoder(checkpoint, { kept: pruned?.kept, onProgress });
    weights = stream.weights;
    written = await sealEncoder(stream, card, { sha256 });
  }
  const { manifest, files } = written;
  const complete: EncoderManifest = {
    ...manifest,
    vocabulary: pruned ? { ...manifest.vocabulary, prunedFrom: whole.vocabulary.length } : manifest.vocabulary,
    golden: await goldenEntries(weights, tokenizer),
  };
  return { manifest: complete, files };
}

function prune(whole: CheckpointTokenizer, pieces: ConvertOptions["vocabulary"]): PrunedVocabulary | undefined {
  if (pieces !== "small") return pieces === undefined ? undefined : pruneVocabulary(whole, pieces);
  const least = Math.max(SMALL.vocabulary, piecesThatStay(whole).size);
  return least < whole.vocabulary.length ? pruneVocabulary(whole, least) : undefined;
}

/** Of the reference engine. */
export async function goldenEntries(
  weights: EncoderWeights,
  tokenizer: ReturnType<typeof createTokenizer>,
): Promise<EncoderManifest["golden"]> {
  const sequences = GOLDEN_TEXTS.map((text) => tokenizer.encode(text));
  const vectors = await createReferenceForward(weights).forward(sequences);
  const { hidden } = weights.config;
  return GOLDEN_TEXTS.map((text, index) =>
    goldenEntry(text, sequences[index], vectors.subarray(index * hidden, (index + 1) * hidden)),
  );
}

function derivation(
  { name, baseModel, tokenizer }: Checkpoint,
  { pieces, compact }: { readonly pieces: number; readonly compact?: CompactChoice },
): string {
  const origin = baseModel && !baseModel.endsWith(`/${name}`) ? `${name} (on ${baseModel})` : name;
  const all = tokenizer.vocabulary.length;
  const vocabulary = pieces === all ? `all ${all} word pieces` : `${pieces} of ${all} word pieces kept`;
  const widths = compact
    ? `linear layers rounded to about ${compact.bits} bits a weight, errors compensated on calibration texts, ` +
      `word embeddings to about ${compact.embeddingBits} bits`
    : "linear layers quantised to 7 bits per output channel, embeddings to 8 bits per row";
  return `${origin}; changed: ${widths}, ${vocabulary}`;
}
