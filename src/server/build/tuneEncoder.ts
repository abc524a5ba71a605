/**
 * `--tune-layers`: the encoder's own last layers tuned to the shop's orders, and kept only where the head on the tuned
 * vectors ranks orders that neither has seen better than the head on the vectors as they were. What is kept is an encoder
 * of its own: the page embeds queries and new items with it, in the space of the items that the build embedded.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { itemText } from "../../encoder/itemText";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { AisleError, throwIfAborted } from "../../errors";
import { readEncoderFolder, writeTableInto } from "../encoder/encoderFolder";
import { floatLayerOf } from "../encoder/float/floatEncoderOf";
import { tokenStates } from "../encoder/tokenStates";
import { writeTunedEncoder } from "../encoder/writeTunedEncoder";
import { continuationsOf } from "../evaluate/evaluateDataset";
import { ndcgAt } from "../evaluate/metrics";
import { type Interval, pairedBootstrap } from "../evaluate/pairedBootstrap";
import { splitsOf } from "../evaluate/protocols";
import { spread } from "../evaluate/tuneBlend";
import type { Dataset, ItemVectors } from "../ingest/dataset";
import { type AdaptedModel, type EpochReport, fitAdapted } from "../train/adapt/fitAdapted";
import { tunableItems } from "../train/adapt/layers/tunableItems";
import { TUNE_DEFAULTS, type TuneOptions, tuneLayers } from "../train/adapt/layers/tuneLayers";
import { rankContinuations } from "../train/adapt/rankContinuations";
import type { Continuation } from "../train/adapt/trainingCases";
import { plainVectors } from "../train/fitModels";
import { sampleAdaptOptions } from "../train/sampleAdaptOptions";
import { seededRandom } from "../train/seededRandom";
import { embedItems } from "../vectors/embedItems";
import { reduceVectors } from "../vectors/reduceVectors";
import { MOST_ADAPTED } from "./learnAssets";
import type { LoadedVectors } from "./loadVectors";
import type { Progress } from "./progress";

export interface TuneEncoderInput {
  readonly dataset: Dataset;
  readonly loaded: LoadedVectors;
  /** Earliest and latest event. */
  readonly span?: readonly [number, number];
  /** How many of the last layers. */
  readonly layers: number;
  readonly cacheFolder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly options?: Partial<TuneOptions>;
  /** Made-up texts that the tuned encoder's table is fitted to; default `aisle encoder table`'s. */
  readonly tableTexts?: number;
}

export interface Tuning {
  /** The tuned encoder and its vectors where it won; else what was given. */
  readonly loaded: LoadedVectors;
  readonly result: TuningResult;
}

export interface TuningResult {
  readonly layers: number;
  readonly won: boolean;
  /** Ranks, steps, seed. */
  readonly budget: string;
  /** Of texts alone, under the head that stood still. */
  readonly curve: readonly EpochReport[];
  /** Continuations that had no part in choosing the epoch. */
  readonly cases: number;
  /** NDCG@10 over these, of the head on the vectors as they were, and of a head on the tuned ones. */
  readonly headAlone: number;
  readonly tuned: number;
  readonly difference: Interval;
}

/** Scores that comparing may compute for one item of each history; all are kept until it is done. */
const MOST_SCORES = 2e7;
const LEAST_COMPARED = 100;

/** @throws AisleError `OPTIONS_INVALID` where there is nothing to tune, or nothing to tune on */
export async function tuneEncoder(input: TuneEncoderInput): Promise<Tuning> {
  const { dataset, loaded, span, layers, cacheFolder, progress, signal } = input;
  const { vectors, encoderFolder } = loaded;
  if (!vectors || !encoderFolder) throw nothingToTune("there are no vectors of an encoder");
  if (!span) throw nothingToTune("there are no orders");
  const encoder = await readEncoderFolder(encoderFolder);
  const { manifest, weights, vocabulary } = encoder;
  if (vectors.modelId !== manifest.modelId) throw nothingToTune("the vectors are not the encoder's own");
  if (dataset.items.length > MOST_ADAPTED) throw nothingToTune(`vectors of over ${MOST_ADAPTED} items are not adapted`);
  if (layers > weights.layers.length) throw nothingToTune(`the encoder's layers are ${weights.layers.length} in all`);

  const { fit, cases } = splitsOf(dataset, "temporal", { split: span[1] + 1 }).validation;
  const held = continuationsOf(cases);
  const [{ decay }] = sampleAdaptOptions(1, { protocol: "temporal" });
  const options = { ...TUNE_DEFAULTS, decay: decay ?? TUNE_DEFAULTS.decay, ...input.options };
  const choosing = held.filter((_, i) => i % 2 === 0);
  const most = Math.max(LEAST_COMPARED, Math.floor(MOST_SCORES / dataset.items.length));
  const compared = spread(
    held.filter((_, i) => i % 2 === 1),
    most,
  );
  if (compared.length === 0) throw nothingToTune("no shopper came back in the last weeks");
  const headOf = (from: ItemVectors) =>
    fitAdapted(
      { vectors: plainVectors(from), dimensions: from.dimensions, histories: fit.histories, validation: choosing },
      { decay: options.decay },
    );
  progress.tell("tuning: head alone");
  const alone = headOf(vectors);

  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const sequences = dataset.items.map((item) => tokenizer.encode(itemText(item)));
  const part = tunableItems(sequences, fit.histories);
  progress.tell(`tuning: ${part.rows.length} texts through the frozen layers`);
  const depth = weights.layers.length - layers;
  const states = await tokenStates(
    weights,
    part.rows.map((row) => sequences[row]),
    { depth, signal },
  );
  const tuned = await tuneLayers(
    {
      ...{ states, config: manifest.config, layers: weights.layers.slice(depth).map(floatLayerOf) },
      vectors: rowsOf(plainVectors(vectors), part.rows, vectors.dimensions),
      model: { ...alone, priors: Float32Array.from(part.rows, (row) => alone.priors[row]) },
      histories: fit.histories.map(part.within),
      validation: part.continuations(choosing),
      signal,
      onEpoch: ({ epoch }) => progress.tell("tuning the last layers", epoch / options.epochs),
    },
    options,
  );

  const gains = (model: AdaptedModel) => gainsOf(model, compared, options.decay);
  const before = gains(alone);
  // Tomorrow's orders tune another encoder: nothing of today's is of use then.
  const place = join(cacheFolder, "tuned");
  const folder = join(place, "encoder");
  rmSync(place, { recursive: true, force: true });
  let after = before;
  let better: ItemVectors | undefined;
  if (tuned.chosenEpoch > 0) {
    await writeTunedEncoder(encoderFolder, folder, tuned.layers);
    const onProgress = (done: number, total: number) => progress.tell(`embedding ${total} texts anew`, done / total);
    better = reduceVectors(
      await embedItems(dataset.items, { encoderFolder: folder, cacheFolder: place, signal, onProgress }),
    );
    progress.tell("tuning: head on the tuned vectors");
    after = gains(headOf(better));
  }
  const difference = pairedBootstrap(after, before, { random: seededRandom(1) });
  const won = better !== undefined && difference.low > 0;
  if (won) await addTable(folder, input);
  else rmSync(place, { recursive: true, force: true });
  const { rank, batch, stepsPerEpoch, seed } = options;
  const result: TuningResult = {
    ...{ layers, won, curve: tuned.curve, cases: compared.length, difference },
    budget: `adapters of rank ${rank}, ${tuned.curve.length - 1} epochs of ${stepsPerEpoch} steps of ${Math.min(batch, part.rows.length)} texts, seed ${seed}`,
    headAlone: mean(before),
    tuned: mean(after),
  };
  return { loaded: won ? { ...loaded, vectors: better, encoderFolder: folder } : loaded, result };
}

/** The first answers of a page come from the table: it has to be of the same space. */
async function addTable(folder: string, { dataset, progress, signal, tableTexts }: TuneEncoderInput): Promise<void> {
  const { buildTable } = await import("../encoder/table/buildTable");
  const { bytes } = await buildTable(await readEncoderFolder(folder), {
    count: tableTexts,
    texts: dataset.items.map(itemText),
    onProgress: (done) => {
      throwIfAborted(signal);
      progress.tell(`table of the tuned encoder: ${done}`);
    },
  });
  await writeTableInto(folder, bytes);
}

function rowsOf(values: Float32Array, rows: readonly number[], columns: number): Float32Array {
  const result = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) result.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  return result;
}

function gainsOf(model: AdaptedModel, held: readonly Continuation[], decay: number): Float64Array {
  const ranks = rankContinuations(model, held, { decay, priorWeight: 1 });
  return ranks.map((rank) => ndcgAt(rank, 10));
}

/** For the log. */
export function printTuning({ layers, won, budget, cases, headAlone, tuned, difference }: TuningResult): string {
  const [mean, low, high] = [difference.mean, difference.low, difference.high].map((value) => value.toFixed(4));
  return (
    `tuning the last ${layers === 1 ? "layer" : `${layers} layers`}: ${won ? "won, ships" : "did not win, the head ships alone"}\n` +
    `  NDCG@10 ${tuned.toFixed(4)} against ${headAlone.toFixed(4)} of the head alone, difference ${mean} [${low}, ${high}], ` +
    `${cases} validation cases; ${budget}\n`
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function nothingToTune(why: string): AisleError {
  return new AisleError("OPTIONS_INVALID", `--tune-layers cannot be done: ${why}.`, {
    fix: "It takes Aisle's encoder or one of `aisle encoder`, and orders of shoppers who come back; or leave it out.",
  });
}
