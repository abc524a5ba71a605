/** Fixed widths, 7 and 8 bits, straight from the checkpoint's file into the output, which is held once. */
import type { EncoderWeights, LayerNormWeights, LinearWeights } from "../../format/encoder/weights";
import { allocateEncoder, type EncoderStream } from "../../format/encoder/writeEncoder";
import { BertTensors } from "./bertTensors";
import { quantizeRowByAbsmax, quantizeRowBySearch } from "./quantizeRow";
import type { Checkpoint } from "./readCheckpoint";
import { openSafetensors } from "./safetensors";

export interface FixedWidthOptions {
  /** Rows of the checkpoint's word embeddings to keep, ascending; default all of the vocabulary's. */
  readonly kept?: Int32Array;
  readonly onProgress?: (done: string) => void;
}

const LINEAR_CLIP = 63;
const EMBEDDING_CLIP = 127;

/** Reads the checkpoint tensor by tensor, a few rows at a time. @throws AisleError `CHECKPOINT_UNREADABLE` */
export async function fixedWidthEncoder(
  checkpoint: Checkpoint,
  { kept, onProgress }: FixedWidthOptions,
): Promise<EncoderStream> {
  const config = { ...checkpoint.config, vocabulary: kept?.length ?? checkpoint.config.vocabulary };
  const stream = allocateEncoder(config);
  const file = await openSafetensors(checkpoint.weightsPath);
  try {
    const source = new BertTensors(file);
    await fillEmbeddings(stream.weights, source, { checkpoint, kept });
    onProgress?.("embeddings");
    let inputNorm = stream.weights.embeddingNorm;
    for (let layer = 0; layer < config.layers; layer++) {
      await fillLayer(stream.weights, source, { layer, inputNorm });
      inputNorm = stream.weights.layers[layer].outputNorm;
      onProgress?.(`layer ${layer + 1} of ${config.layers}`);
    }
  } finally {
    await file.close();
  }
  return stream;
}

async function fillEmbeddings(
  weights: EncoderWeights,
  source: BertTensors,
  { checkpoint, kept }: { readonly checkpoint: Checkpoint; readonly kept?: Int32Array },
): Promise<void> {
  const { hidden } = weights.config;
  const tables = [
    ["word", weights.wordEmbeddings, checkpoint.storedVocabulary],
    ["position", weights.positionEmbeddings, checkpoint.storedPositions],
    ["token_type", weights.typeEmbeddings, weights.config.typeVocabulary],
  ] as const;
  for (const [name, table, storedRows] of tables) {
    const oldRows = name === "word" ? kept : undefined;
    let next = 0;
    await source.rows(`embeddings.${name}_embeddings.weight`, [storedRows, hidden], (row, index) => {
      if (next >= table.rows || (oldRows && oldRows[next] !== index)) return;
      const values = table.values.subarray(next * hidden, (next + 1) * hidden);
      table.scales[next] = quantizeRowByAbsmax(row, { values, clip: EMBEDDING_CLIP });
      next++;
    });
  }
  await source.norm("embeddings.LayerNorm", weights.embeddingNorm);
}

async function fillLayer(
  weights: EncoderWeights,
  source: BertTensors,
  { layer, inputNorm }: { readonly layer: number; readonly inputNorm: LayerNormWeights },
): Promise<void> {
  const { hidden, intermediate } = weights.config;
  const target = weights.layers[layer];
  const prefix = `encoder.layer.${layer}`;
  await source.norm(`${prefix}.attention.output.LayerNorm`, target.attentionNorm);
  await source.norm(`${prefix}.output.LayerNorm`, target.outputNorm);
  for (const [part, name] of ["query", "key", "value"].entries()) {
    await fillLinear(source, `${prefix}.attention.self.${name}`, target.qkv, {
      firstRow: part * hidden,
      rows: hidden,
      inputNorm,
    });
  }
  await fillLinear(source, `${prefix}.attention.output.dense`, target.attentionOutput, { rows: hidden });
  await fillLinear(source, `${prefix}.intermediate.dense`, target.up, {
    rows: intermediate,
    inputNorm: target.attentionNorm,
  });
  await fillLinear(source, `${prefix}.output.dense`, target.down, { rows: hidden });
}

interface LinearPart {
  readonly rows: number;
  /** Where the rows go in the stacked layer. */
  readonly firstRow?: number;
  /** The LayerNorm whose output the layer reads. */
  readonly inputNorm?: LayerNormWeights;
}

async function fillLinear(
  source: BertTensors,
  name: string,
  { weight, bias: biases }: LinearWeights,
  { rows, firstRow = 0, inputNorm }: LinearPart,
): Promise<void> {
  const { columns } = weight;
  const bias = biases.subarray(firstRow, firstRow + rows);
  // What LayerNorm puts out has mean β and mean square γ² + β² in each column, whatever the text.
  const importance = inputNorm ? inputNorm.gamma.map((gamma) => gamma * gamma) : new Float32Array(columns).fill(1);
  await source.linear(name, [rows, columns], bias, (row, index) => {
    const at = firstRow + index;
    const values = weight.values.subarray(at * columns, (at + 1) * columns);
    const scale = quantizeRowBySearch(row, importance, { values, clip: LINEAR_CLIP });
    weight.scales[at] = scale;
    if (inputNorm) bias[index] += meanError(row, values, scale, inputNorm.beta);
  });
}

/** What the quantised row misses on the mean input; the bias makes up for it. */
function meanError(row: Float32Array, values: Int8Array, scale: number, mean: Float32Array): number {
  let error = 0;
  for (let column = 0; column < row.length; column++) error += (row[column] - values[column] * scale) * mean[column];
  return error;
}
