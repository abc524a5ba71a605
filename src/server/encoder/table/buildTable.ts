/**
 * The table tier of an encoder: its own vectors of single pieces as a start, fitted to its vectors of whole texts, then
 * product-quantised. Same encoder, same texts, same bytes.
 */
import { createTableForward } from "../../../encoder/tiers/table/createTableForward";
import { createWasmForward } from "../../../encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../../encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../../format/encoder/tensors";
import { type TokenTable, writeTokenTable } from "../../../format/encoder/tokenTable";
import type { LoadedEncoder } from "../encoderFolder";
import { fitRows, freeRows, type TrainingTexts } from "./fitRows";
import { productTexts } from "./productTexts";
import { boundRows, quantizeRows, roundRows } from "./quantizeRows";

export interface BuildTableOptions {
  /** Texts to make up; default 60,000. */
  readonly count?: number;
  /** Further texts to fit to, such as a shop's own titles. */
  readonly texts?: readonly string[];
  readonly onProgress?: (done: string) => void;
}

export interface BuiltTable {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly table: TokenTable;
  /** Mean cosine to the encoder over texts that had no part in the fit. */
  readonly cosine: number;
}

const COUNT = 60_000;
const HELD_OUT = 1_000;
/** Frequency at which a piece counts half as much as a rare one: the smooth inverse frequency of Arora et al. 2017. */
const HALF_FREQUENCY = 1e-3;
/** Dimensions of one code. */
const GROUP = 4;
const FREE_FIT = { epochs: 5, rate: 0.05, seed: 7 } as const;
const BOUND_FIT = { epochs: 2, rate: 0.02, seed: 8 } as const;
const TEXTS_SEED = 1;
const HELD_OUT_SEED = 2;
const CLUSTER_SEED = 3;
/** Sequences of like length between two reports. */
const REPORTED_SEQUENCES = 5_000;

export async function buildTable(encoder: LoadedEncoder, options: BuildTableOptions = {}): Promise<BuiltTable> {
  const { count = COUNT, texts = [], onProgress = () => {} } = options;
  const { manifest, weights, vocabulary } = encoder;
  const { hidden: dimensions } = manifest.config;
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const encoded = (list: readonly string[]): Int32Array[] => list.map((text) => tokenizer.encode(text));
  const sequences = encoded([...productTexts({ count, seed: TEXTS_SEED, vocabulary }), ...texts]);
  const heldOut = encoded(productTexts({ count: HELD_OUT, seed: HELD_OUT_SEED, vocabulary }));
  const { classification, separator } = manifest.tokenizer;
  const alone = vocabulary.map((_, id) => Int32Array.of(classification.id, id, separator.id));

  const forward = await createWasmForward(sourceOf(weights), {});
  let targets: Float32Array;
  let heldOutTargets: Float32Array;
  let single: Float32Array;
  try {
    const embed = (list: readonly Int32Array[]) => embedSorted(list, forward, dimensions);
    onProgress(`${vocabulary.length} word pieces alone`);
    single = await embed(alone);
    targets = new Float32Array(sequences.length * dimensions);
    for (let at = 0; at < sequences.length; at += REPORTED_SEQUENCES) {
      targets.set(await embed(sequences.slice(at, at + REPORTED_SEQUENCES)), at * dimensions);
      onProgress(`${Math.min(at + REPORTED_SEQUENCES, sequences.length)} of ${sequences.length} texts`);
    }
    heldOutTargets = await embed(heldOut);
  } finally {
    forward.dispose();
  }

  const training: TrainingTexts = { sequences, targets, dimensions };
  const counts = countRows(sequences, vocabulary.length);
  const onEpoch = (loss: number): void => onProgress(`cosine ${(1 - loss).toFixed(4)}`);
  const free = freeRows(weighted(single, counts, dimensions), dimensions);
  fitRows(free, training, { ...FREE_FIT, onEpoch });
  const group = dimensions % GROUP === 0 ? GROUP : 1;
  const quantized = quantizeRows(free.vectors, { dimensions, group, counts, seed: CLUSTER_SEED });
  onProgress("quantised");
  fitRows(boundRows(quantized), training, { ...BOUND_FIT, onEpoch });
  const table = roundRows(quantized, manifest.modelId);
  const cosine = await meanCosine(table, { sequences: heldOut, targets: heldOutTargets, dimensions });
  return { bytes: writeTokenTable(table), table, cosine };
}

type Forward = Awaited<ReturnType<typeof createWasmForward>>;

/** Rows in the order given; run by length, which packs best. */
async function embedSorted(
  sequences: readonly Int32Array[],
  forward: Pick<Forward, "forward">,
  dimensions: number,
): Promise<Float32Array> {
  const order = Array.from(sequences.keys()).sort((a, b) => sequences[a].length - sequences[b].length || a - b);
  const sorted = await forward.forward(order.map((at) => sequences[at]));
  const vectors = new Float32Array(sorted.length);
  order.forEach((at, row) => {
    vectors.set(sorted.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  });
  return vectors;
}

function countRows(sequences: readonly Int32Array[], rows: number): Float64Array {
  const counts = new Float64Array(rows);
  for (const ids of sequences) for (const id of ids) counts[id]++;
  return counts;
}

/** Frequent pieces say less. */
function weighted(vectors: Float32Array, counts: Float64Array, dimensions: number): Float32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return vectors.map((value, at) => {
    const frequency = counts[Math.floor(at / dimensions)] / total;
    return (value * HALF_FREQUENCY) / (HALF_FREQUENCY + frequency);
  });
}

async function meanCosine(table: TokenTable, { sequences, targets, dimensions }: TrainingTexts): Promise<number> {
  const vectors = await createTableForward(table).forward(sequences);
  let sum = 0;
  for (let i = 0; i < sequences.length * dimensions; i++) sum += vectors[i] * targets[i];
  return sum / sequences.length;
}
