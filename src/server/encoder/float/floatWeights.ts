/** A checkpoint's weights in full precision, all in memory: what calibration and the bench compare with. */
import type { EncoderConfig, LayerNormWeights } from "../../../format/encoder/weights";
import { BertTensors } from "../bertTensors";
import type { Checkpoint } from "../readCheckpoint";
import { openSafetensors } from "../safetensors";
import type { FloatMatrix } from "./floatProduct";

/** y = W·x + b with W = [rows = outputs][columns = inputs]. */
export interface FloatLinear {
  readonly weight: FloatMatrix;
  readonly bias: Float32Array;
}

export interface FloatLayer {
  /** Query, key and value stacked: rows = 3 × hidden. */
  readonly qkv: FloatLinear;
  readonly attentionOutput: FloatLinear;
  readonly attentionNorm: LayerNormWeights;
  readonly up: FloatLinear;
  readonly down: FloatLinear;
  readonly outputNorm: LayerNormWeights;
}

export interface FloatEncoder {
  readonly config: EncoderConfig;
  readonly wordEmbeddings: FloatMatrix;
  readonly positionEmbeddings: FloatMatrix;
  readonly typeEmbeddings: FloatMatrix;
  readonly embeddingNorm: LayerNormWeights;
  readonly layers: readonly FloatLayer[];
}

export interface ReadFloatOptions {
  /** Rows of the checkpoint's word embeddings to keep, ascending; default all of the vocabulary's. */
  readonly kept?: Int32Array;
}

/** @throws AisleError `CHECKPOINT_UNREADABLE` */
export async function readFloatEncoder(checkpoint: Checkpoint, { kept }: ReadFloatOptions = {}): Promise<FloatEncoder> {
  const config: EncoderConfig = { ...checkpoint.config, vocabulary: kept?.length ?? checkpoint.config.vocabulary };
  const encoder = emptyEncoder(config);
  const file = await openSafetensors(checkpoint.weightsPath);
  try {
    const source = new BertTensors(file);
    const { hidden, intermediate } = config;
    const tables = [
      ["word", encoder.wordEmbeddings, checkpoint.storedVocabulary],
      ["position", encoder.positionEmbeddings, checkpoint.storedPositions],
      ["token_type", encoder.typeEmbeddings, config.typeVocabulary],
    ] as const;
    for (const [name, table, storedRows] of tables) {
      const oldRows = name === "word" ? kept : undefined;
      let next = 0;
      await source.rows(`embeddings.${name}_embeddings.weight`, [storedRows, hidden], (row, index) => {
        if (next < table.rows && (oldRows?.[next] ?? next) === index) table.values.set(row, next++ * hidden);
      });
    }
    await source.norm("embeddings.LayerNorm", encoder.embeddingNorm);
    for (const [index, layer] of encoder.layers.entries()) {
      const prefix = `encoder.layer.${index}`;
      const linear = (name: string, target: FloatLinear, outputs: number, firstRow = 0) => {
        const { columns, values } = target.weight;
        const bias = target.bias.subarray(firstRow, firstRow + outputs);
        return source.linear(`${prefix}.${name}`, [outputs, columns], bias, (row, output) =>
          values.set(row, (firstRow + output) * columns),
        );
      };
      for (const [part, name] of ["query", "key", "value"].entries()) {
        await linear(`attention.self.${name}`, layer.qkv, hidden, part * hidden);
      }
      await linear("attention.output.dense", layer.attentionOutput, hidden);
      await linear("intermediate.dense", layer.up, intermediate);
      await linear("output.dense", layer.down, hidden);
      await source.norm(`${prefix}.attention.output.LayerNorm`, layer.attentionNorm);
      await source.norm(`${prefix}.output.LayerNorm`, layer.outputNorm);
    }
  } finally {
    await file.close();
  }
  return encoder;
}

function emptyEncoder(config: EncoderConfig): FloatEncoder {
  const { hidden, intermediate } = config;
  const matrix = (rows: number, columns: number): FloatMatrix => ({
    rows,
    columns,
    values: new Float32Array(rows * columns),
  });
  const linear = (outputs: number, inputs: number): FloatLinear => ({
    weight: matrix(outputs, inputs),
    bias: new Float32Array(outputs),
  });
  const norm = (): LayerNormWeights => ({ gamma: new Float32Array(hidden), beta: new Float32Array(hidden) });
  return {
    config,
    wordEmbeddings: matrix(config.vocabulary, hidden),
    positionEmbeddings: matrix(config.maxPositions, hidden),
    typeEmbeddings: matrix(config.typeVocabulary, hidden),
    embeddingNorm: norm(),
    layers: Array.from({ length: config.layers }, () => ({
      qkv: linear(3 * hidden, hidden),
      attentionOutput: linear(hidden, hidden),
      attentionNorm: norm(),
      up: linear(intermediate, hidden),
      down: linear(hidden, intermediate),
      outputNorm: norm(),
    })),
  };
}
