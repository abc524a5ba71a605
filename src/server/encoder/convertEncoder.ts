/** A Hugging Face BERT folder to an Aisle encoder. Same input, same bytes. */
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import type { EncoderManifest } from "../../format/encoder/manifest";
import type { EncoderConfig, EncoderWeights, LayerNormWeights, LinearWeights } from "../../format/encoder/weights";
import { allocateEncoder, type EncoderFiles, goldenEntry, sealEncoder } from "../../format/encoder/writeEncoder";
import { BertTensors } from "./bertTensors";
import { pruneVocabulary } from "./pruneVocabulary";
import { quantizeRowByAbsmax, quantizeRowBySearch } from "./quantizeRow";
import { type Checkpoint, readCheckpoint } from "./readCheckpoint";
import { openSafetensors } from "./safetensors";
import { sha256 } from "./sha256";

export interface ConvertOptions {
  /** Pieces of the vocabulary to keep; default all. */
  readonly vocabulary?: number;
  readonly onProgress?: (done: string) => void;
}

/** The self-test of every start: nothing, a plain word, a title, a sentence with marks, digits and accents. */
const GOLDEN_TEXTS = [
  "",
  "Mug",
  "Oak cutting board with juice groove, 40 x 30 cm",
  "crème brûlée torch – refillable, 1300 °C (gas not included)",
];
const LINEAR_CLIP = 63;
const EMBEDDING_CLIP = 127;

/**
 * Reads the checkpoint tensor by tensor, a few rows at a time, into the output, which is held once.
 * @throws AisleError `CHECKPOINT_UNREADABLE`, `CHECKPOINT_UNSUPPORTED`, `OPTIONS_INVALID`
 */
export async function convertEncoder(folder: string, options: ConvertOptions = {}): Promise<EncoderFiles> {
  const checkpoint = readCheckpoint(folder);
  const whole = checkpoint.tokenizer;
  const pruned = options.vocabulary === undefined ? undefined : pruneVocabulary(whole, options.vocabulary);
  const { vocabulary, settings } = pruned ?? whole;
  const config: EncoderConfig = { ...checkpoint.config, vocabulary: vocabulary.length };
  const stream = allocateEncoder(config);

  const file = await openSafetensors(checkpoint.weightsPath);
  try {
    const source = new BertTensors(file);
    await fillEmbeddings(stream.weights, source, { checkpoint, kept: pruned?.kept });
    options.onProgress?.("embeddings");
    let inputNorm = stream.weights.embeddingNorm;
    for (let layer = 0; layer < config.layers; layer++) {
      await fillLayer(stream.weights, source, { layer, inputNorm });
      inputNorm = stream.weights.layers[layer].outputNorm;
      options.onProgress?.(`layer ${layer + 1} of ${config.layers}`);
    }
  } finally {
    await file.close();
  }

  const { manifest, files } = await sealEncoder(
    stream,
    {
      name: checkpoint.name,
      licence: checkpoint.licence,
      derivedFrom: derivation(checkpoint, vocabulary.length),
      tokenizer: settings,
      vocabulary,
    },
    { sha256 },
  );
  const complete: EncoderManifest = {
    ...manifest,
    vocabulary: pruned ? { ...manifest.vocabulary, prunedFrom: whole.vocabulary.length } : manifest.vocabulary,
    golden: await goldenEntries(stream.weights, createTokenizer(vocabulary, settings, config)),
  };
  return { manifest: complete, files };
}

async function goldenEntries(
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

function derivation({ name, baseModel, tokenizer }: Checkpoint, pieces: number): string {
  const origin = baseModel && !baseModel.endsWith(`/${name}`) ? `${name} (on ${baseModel})` : name;
  const all = tokenizer.vocabulary.length;
  const vocabulary = pieces === all ? `all ${all} word pieces` : `${pieces} of ${all} word pieces kept`;
  return `${origin}; changed: linear layers quantised to 7 bits per output channel, embeddings to 8 bits per row, ${vocabulary}`;
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
