/** Leave-one-out of one seed: models fitted on train, everything chosen on validation, the test looked at once. */
import { quantizeVector } from "../../src/encoder/quantizeVector";
import { readAdapted, writeAdapted } from "../../src/format/behaviour/adapted";
import type { BlendSignal } from "../../src/format/behaviour/blend";
import { readItemItem, writeItemItem } from "../../src/format/behaviour/itemItem";
import type { LearnedModel } from "../../src/ranking/learned/learnedModel";
import { type LearnedSources, learnedSources } from "../../src/ranking/learned/learnedSources";
import type { CatalogView } from "../../src/ranking/rankContext";
import type { VectorTable } from "../../src/ranking/vectorTable";
import { wordIndexOf } from "../../src/ranking/words/wordIndexOf";
import { type Exposure, exposure } from "../../src/server/evaluate/exposure";
import { withKnownRows } from "../../src/server/evaluate/knownRows";
import { leaveOneOut } from "../../src/server/evaluate/leaveOneOut";
import { type Blend, rankBlends } from "../../src/server/evaluate/rankBlends";
import { scoreCases } from "../../src/server/evaluate/scoreCases";
import { constantSignal, denseSignal, type Signal } from "../../src/server/evaluate/signals";
import { standardised } from "../../src/server/evaluate/standardised";
import { termSignal } from "../../src/server/evaluate/termSignal";
import { topLists } from "../../src/server/evaluate/topLists";
import { bestOf, climbBlend, quality, spread } from "../../src/server/evaluate/tuneBlend";
import { adaptedItems } from "../../src/server/train/adapt/adaptedItems";
import { type AdaptOptions, type EpochReport, fitAdapted } from "../../src/server/train/adapt/fitAdapted";
import type { Matrix } from "../../src/server/train/dense";
import {
  addTextNeighbours,
  coOccurrences,
  cosineWeights,
  easeWeights,
  markovWeights,
} from "../../src/server/train/itemItem";
import { pruneRows } from "../../src/server/train/pruneRows";
import { tfIdfSimilarity } from "../../src/server/train/textSimilarity";
import type { EmbeddedTexts } from "./embedTexts";
import { wholeAdapted } from "./wholeAdapted";

const LAMBDAS = [100, 200, 500, 1000];
/** What an item's text neighbours count for beside its histories: tried after λ, with λ a little lower too. */
const TEXT_SHARES = [3, 10];
const DECAYS = [1, 0.9, 0.8, 0.6, 0.4];
const PER_ROW = 50;
/** Validation cases that decays and λ are chosen on, and that blends are. */
const GRID_CASES = 2000;
const BLEND_CASES = 4000;
const BLEND_ROUNDS = 12;
const EXPOSURE_CASES = 2000;
const NO_DIGEST = new Uint8Array(16);
/** Of trained heads: temperatures tried. */
const TEMPERATURES = [0.15, 0.1];

export interface SeedResult {
  /** Ranks of the test's targets by row of the table. */
  readonly ranks: ReadonlyMap<string, Float64Array>;
  /** The same with all item-item weights and the adapted vectors in float32: what pruning and rounding cost. */
  readonly unpruned: ReadonlyMap<string, Float64Array>;
  /** What was chosen, for the report. */
  readonly chosen: Readonly<Record<string, unknown>>;
  readonly settings: SeedSettings;
  /** How many cases of training hold each test target: 0 is a cold item. */
  readonly targetCounts: readonly number[];
  readonly historyLengths: readonly number[];
  /** Of the files that aisle's blend needs; 0 where it needs none. */
  readonly itemItemBytes: number;
  readonly adaptedBytes: number;
  /** Of the first ten items, on some of the test's cases. */
  readonly exposure: Readonly<Record<string, Exposure>>;
}

/** What is costly to choose: chosen on the validation of the first seed, and kept for the others. */
export interface SeedSettings {
  readonly lambdas: readonly number[];
  /** λ and text share of the item-item weights that aisle may use. */
  readonly sided: readonly (readonly [lambda: number, share: number])[];
  readonly temperatures: Readonly<Record<"textsAlone" | "trained", readonly number[]>>;
}

export interface SeedInput {
  readonly settings?: SeedSettings;
  readonly histories: readonly Int32Array[];
  readonly texts: readonly string[];
  readonly embedded: EmbeddedTexts;
  readonly log: (line: string) => void;
}

export function benchSeed({ histories, texts, embedded, settings, log }: SeedInput): SeedResult {
  const items = texts.length;
  const { train, validation, test } = leaveOneOut(histories);
  const few = spread(validation, GRID_CASES);
  const counts = coOccurrences(train, items);
  const catalog = catalogOf(texts);
  const vectors = vectorTable(embedded);
  const wordIndex = wordIndexOf(catalog);
  /** What the page would rank with, were these the build's files. */
  const sourcesOf = (files: Pick<Partial<LearnedModel>, "itemItem" | "adapted">) =>
    withKnownRows(
      learnedSources({
        items: catalog.items,
        model: { placements: {}, itemItem: {}, popularity: {}, ...files },
        words: wordIndex,
        vectors,
      }),
    );
  const shipped = (weights: Matrix) => {
    const file = writeItemItem(pruneRows(weights, { perRow: PER_ROW, catalogDigest: NO_DIGEST }));
    return { bytes: file.length, sources: sourcesOf({ itemItem: { default: readItemItem(file) } }) };
  };
  const decayed = (name: string, signal: BlendSignal, sources: LearnedSources, decays = DECAYS) =>
    decays.map((decay) => ({ ...termSignal(`${name}, decay ${decay}`, { signal, decay }, sources), decay }));
  const choose = <T extends Signal>(alternatives: readonly T[]): T => {
    const best = bestOf(few, alternatives, items);
    log(`chosen: ${best.name}`);
    return best;
  };
  const behaviour = (name: string, weights: Matrix) => {
    const { bytes, sources } = shipped(weights);
    return decayed(name, "behaviour", sources).map((signal) => ({ ...signal, bytes }));
  };

  const eases = (settings?.lambdas ?? LAMBDAS).flatMap((lambda) =>
    behaviour(`EASE λ ${lambda}`, easeWeights(counts, lambda)).map((signal) => ({ ...signal, lambda, share: 0 })),
  );
  const ease = choose(eases);
  const similarity = tfIdfSimilarity(texts);
  const withText = (share: number) => addTextNeighbours(counts, similarity, share);
  const pairs =
    settings?.sided ??
    TEXT_SHARES.flatMap((share) =>
      [...new Set([ease.lambda, Math.min(ease.lambda, 300)])].map((lambda) => [lambda, share] as const),
    );
  const sided = pairs.flatMap(([lambda, share]) =>
    behaviour(`EASE λ ${lambda} with text ${share}`, easeWeights(withText(share), lambda)).map((signal) => ({
      ...signal,
      lambda,
      share,
    })),
  );
  const learned = choose([ease, ...sided]);
  const knn = choose(behaviour("item-kNN", cosineWeights(counts)));
  const markov = choose(behaviour("Markov", markovWeights(train, items, { steps: 2, decay: 0.6 })));
  const plain = sourcesOf({});
  const words = choose(decayed("TF-IDF", "words", plain));
  const frozen = choose(decayed("frozen BERT", "text", plain));

  const fit = (options: Partial<AdaptOptions>) => {
    const model = fitAdapted(
      { vectors: storedVectors(vectors), dimensions: embedded.dimensions, histories: train, validation: few },
      { decay: words.decay, ...options },
    );
    const file = writeAdapted({ ...adaptedItems(model, embedded.modelId), catalogDigest: NO_DIGEST });
    const best = model.curve[model.chosenEpoch].validation as NonNullable<EpochReport["validation"]>;
    log(`adapted BERT ${JSON.stringify(options)}: epoch ${model.chosenEpoch}, NDCG@10 ${best.ndcg10.toFixed(4)}`);
    return {
      ndcg: best.ndcg10,
      bytes: file.length,
      curve: model.curve,
      options,
      model,
      sources: sourcesOf({ adapted: readAdapted(file) }),
    };
  };
  const better = <T extends { readonly ndcg: number }>(a: T, b: T): T => (b.ndcg > a.ndcg ? b : a);
  const textsAlone = (settings?.temperatures.textsAlone ?? TEMPERATURES)
    .map((temperature) => fit({ temperature, ownRate: 0 }))
    .reduce(better);
  const trained = (settings?.temperatures.trained ?? TEMPERATURES)
    .map((temperature) => fit({ temperature }))
    .reduce(better);
  const adaptedTexts = choose(decayed("adapted BERT, texts alone", "adapted", textsAlone.sources));
  const adapted = choose(decayed("adapted BERT", "adapted", trained.sources));
  const prior = termSignal("prior", { signal: "prior" }, trained.sources);
  const held = Float64Array.from({ length: items }, (_, item) => counts.values[item * items + item]);
  const popularity = standardised(constantSignal("popularity", held.map(Math.log1p)));

  /** Every signal is in some row; those from `ease` on only in baselines. */
  const signals = [learned, words, adapted, prior, frozen, popularity, ease, adaptedTexts, markov, knn];
  const [LEARNED, WORDS, ADAPTED, PRIOR, FROZEN, POPULARITY, EASE, TEXTS, MARKOV, KNN] = signals.keys();
  const only = (weights: Readonly<Record<number, number>>): Blend => signals.map((_, s) => weights[s] ?? 0);
  const looked = scoreCases(spread(validation, BLEND_CASES), signals, items);
  const tuned = (start: Blend, free: readonly number[]) => {
    const fixed = signals.map((_, s) => s).filter((s) => !free.includes(s));
    const found = climbBlend((blends) => looked.ranks(blends).map(quality), { start, fixed, rounds: BLEND_ROUNDS });
    log(
      `blend ${signals.flatMap(({ name }, s) => (found.blend[s] > 0 ? [`${found.blend[s].toFixed(2)} ${name}`] : [])).join(" + ")}: ${found.quality.toFixed(4)}`,
    );
    return found;
  };
  const easeWords = tuned(only({ [EASE]: 1, [WORDS]: 1 }), [WORDS]);
  const easeFrozen = tuned(only({ [EASE]: 1, [FROZEN]: 1 }), [FROZEN]);
  const adaptedPrior = tuned(only({ [ADAPTED]: 1, [PRIOR]: 0.4 }), [PRIOR]);
  const free = [LEARNED, WORDS, ADAPTED, PRIOR, FROZEN, POPULARITY];
  // The climb may end on a hill: it starts from the best simple blends and the better end is taken.
  const aisle = [
    tuned(
      easeWords.blend.with(LEARNED, easeWords.blend[EASE]).with(EASE, 0).with(ADAPTED, 0.4).with(PRIOR, 0.15),
      free,
    ),
    tuned(adaptedPrior.blend.with(LEARNED, 0.3).with(WORDS, 0.3), free),
  ].reduce((a, b) => (b.quality > a.quality ? b : a));
  const rows: Record<string, Blend> = {
    popularity: only({ [POPULARITY]: 1 }),
    "item-kNN": only({ [KNN]: 1 }),
    Markov: only({ [MARKOV]: 1 }),
    "TF-IDF kNN": only({ [WORDS]: 1 }),
    "frozen BERT": only({ [FROZEN]: 1 }),
    "adapted BERT, texts alone": only({ [TEXTS]: 1 }),
    "adapted BERT": only({ [ADAPTED]: 1 }),
    "adapted BERT + prior": adaptedPrior.blend,
    EASE: only({ [EASE]: 1 }),
    "EASE with text neighbours": only({ [LEARNED]: 1 }),
    "EASE + TF-IDF": easeWords.blend,
    "EASE + frozen BERT": easeFrozen.blend,
    aisle: aisle.blend,
  };
  const names = Object.keys(rows);
  const onValidation = looked.ranks(Object.values(rows)).map(quality);
  const found = rankBlends(test, signals, Object.values(rows), items);
  const whole = (share: number, lambda: number) =>
    Float32Array.from(easeWeights(share > 0 ? withText(share) : counts, lambda).values);
  const unroundedRows = ["EASE", "adapted BERT", "aisle"];
  const used = (s: number) => unroundedRows.some((name) => rows[name][s] > 0);
  const unrounded = signals.map((signal, s) => {
    if (s === EASE && used(s)) return standardised(denseSignal("", whole(0, ease.lambda), ease.decay));
    if (s === LEARNED && used(s)) {
      return standardised(denseSignal("", whole(learned.share, learned.lambda), learned.decay));
    }
    if (s === ADAPTED && used(s)) return standardised(wholeAdapted(trained.model, adapted.decay));
    return signal;
  });
  const unpruned = rankBlends(
    test,
    unrounded,
    unroundedRows.map((name) => rows[name]),
    items,
  );
  return {
    ranks: new Map(names.map((name, i) => [name, found[i]])),
    unpruned: new Map(unroundedRows.map((name, i) => [name, unpruned[i]])),
    chosen: {
      signals: signals.map(({ name }) => name),
      blends: rows,
      blendsTried: aisle.tried,
      adapted: trained.options,
      curve: trained.curve,
      validation: Object.fromEntries(names.map((name, i) => [name, onValidation[i]])),
    },
    settings: {
      lambdas: [ease.lambda],
      sided: learned.share > 0 ? [[learned.lambda, learned.share]] : [],
      temperatures: {
        textsAlone: [textsAlone.options.temperature as number],
        trained: [trained.options.temperature as number],
      },
    },
    targetCounts: test.map(({ target }) => counts.values[target * items + target]),
    historyLengths: test.map(({ history }) => history.length),
    itemItemBytes: aisle.blend[LEARNED] > 0 ? learned.bytes : 0,
    adaptedBytes: aisle.blend[ADAPTED] + aisle.blend[PRIOR] > 0 ? trained.bytes : 0,
    exposure: Object.fromEntries(
      Object.entries(rows).map(([name, blend]) => {
        const lists = topLists(spread(test, EXPOSURE_CASES), signals, blend, { items, count: 10 });
        return [name, exposure(lists, held, train.length)];
      }),
    ),
  };
}

/** Vectors as the page stores them: int8 and one scale a row. */
function vectorTable({ modelId, vectors, dimensions }: EmbeddedTexts): VectorTable {
  const rows = vectors.length / dimensions;
  const values = new Int8Array(vectors.length);
  const scales = new Float32Array(rows);
  const present = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const stored = quantizeVector(vectors.subarray(row * dimensions, (row + 1) * dimensions));
    if (!stored) continue;
    values.set(stored.values, row * dimensions);
    scales[row] = stored.scale;
    present[row] = 1;
  }
  return { modelId, dimensions, values, scales, present };
}

function storedVectors({ values, scales, dimensions }: VectorTable): Float32Array {
  return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / dimensions)]);
}

function catalogOf(texts: readonly string[]): CatalogView {
  const items = texts.map((text, row) => ({ id: String(row), title: text || String(row) }));
  return { items, rowOf: new Map(items.map(({ id }, row) => [id, row])), revision: 1 };
}
