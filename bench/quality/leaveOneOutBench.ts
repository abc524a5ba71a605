/** Leave-one-out of one seed: models fitted on train, everything chosen on validation, the test looked at once. */
import { quantizeVector } from "../../src/encoder/quantizeVector";
import { readItemItem, writeItemItem } from "../../src/format/behaviour/itemItem";
import { readTextHead, writeTextHead } from "../../src/format/behaviour/textHead";
import { type Exposure, exposure } from "../../src/server/evaluate/exposure";
import { leaveOneOut } from "../../src/server/evaluate/leaveOneOut";
import { type Blend, rankBlends } from "../../src/server/evaluate/rankBlends";
import { constantSignal, denseSignal, type Signal, sparseSignal } from "../../src/server/evaluate/signals";
import { standardised } from "../../src/server/evaluate/standardised";
import { topLists } from "../../src/server/evaluate/topLists";
import { bestOf, quality, spread, tuneBlend } from "../../src/server/evaluate/tuneBlend";
import type { Matrix } from "../../src/server/train/dense";
import { coOccurrences, cosineWeights, easeWeights, markovWeights } from "../../src/server/train/itemItem";
import { pruneRows } from "../../src/server/train/pruneRows";
import { fitTextHead, headSimilarity, textMoments } from "../../src/server/train/textHead";
import { tfIdfSimilarity, vectorSimilarity } from "../../src/server/train/textSimilarity";
import type { EmbeddedTexts } from "./embedTexts";

const LAMBDAS = [50, 100, 200, 500, 1000];
const DECAYS = [1, 0.9, 0.8, 0.6, 0.4];
const HEAD_RIDGES = [0.1, 0.03, 0.01];
const PER_ROW = 50;
/** Validation cases that decays, λ and ridges are chosen on, and that blends are. */
const GRID_CASES = 1500;
const BLEND_CASES = 5000;
const EXPOSURE_CASES = 2000;

export interface SeedResult {
  /** Ranks of the test's targets by row of the table. */
  readonly ranks: ReadonlyMap<string, Float64Array>;
  /** The same with all item-item weights, in float32: what pruning and rounding cost. */
  readonly unpruned: ReadonlyMap<string, Float64Array>;
  /** What was chosen, for the report. */
  readonly chosen: Readonly<Record<string, unknown>>;
  /** How many cases of training hold each test target: 0 is a cold item. */
  readonly targetCounts: readonly number[];
  readonly historyLengths: readonly number[];
  readonly itemItemBytes: number;
  /** Of the first ten items, on some of the test's cases. */
  readonly exposure: Readonly<Record<string, Exposure>>;
}

export interface SeedInput {
  readonly histories: readonly Int32Array[];
  readonly texts: readonly string[];
  readonly embedded: EmbeddedTexts;
  readonly log: (line: string) => void;
}

export function benchSeed({ histories, texts, embedded, log }: SeedInput): SeedResult {
  const items = texts.length;
  const { train, validation, test } = leaveOneOut(histories);
  const few = spread(validation, GRID_CASES);
  const choose = (name: string, make: (decay: number) => Signal) => {
    const best = bestOf(
      few,
      DECAYS.map((decay) => ({ ...standardised(make(decay)), name: `${name}, decay ${decay}`, decay })),
      items,
    );
    log(`chosen: ${best.name}`);
    return best;
  };
  const counts = coOccurrences(train, items);
  let itemItemBytes = 0;
  const shipped = (weights: Matrix) => {
    const bytes = writeItemItem(pruneRows(weights, { perRow: PER_ROW, catalogDigest: new Uint8Array(16) }));
    itemItemBytes = bytes.length;
    return readItemItem(bytes);
  };

  const eases = LAMBDAS.flatMap((lambda) => {
    const weights = shipped(easeWeights(counts, lambda));
    return DECAYS.map((decay) => ({
      ...standardised(sparseSignal("", weights, decay)),
      name: `EASE λ ${lambda}, decay ${decay}`,
      lambda,
      decay,
    }));
  });
  const ease = bestOf(few, eases, items);
  log(`chosen: ${ease.name}`);
  const easeBytes = itemItemBytes;
  const neighbours = shipped(cosineWeights(counts));
  const followers = shipped(markovWeights(train, items, { steps: 2, decay: 0.6 }));
  const knn = choose("item-kNN", (decay) => sparseSignal("", neighbours, decay));
  const markov = choose("Markov", (decay) => sparseSignal("", followers, decay));
  const similarity = tfIdfSimilarity(texts);
  const words = choose("TF-IDF", (decay) => denseSignal("", similarity, decay));
  const vectors = storedVectors(embedded);
  const raw = vectorSimilarity(vectors, embedded.dimensions);
  const frozen = choose("frozen BERT", (decay) => denseSignal("", raw, decay));
  const moments = textMoments(vectors, embedded.dimensions, train, { decay: frozen.decay });
  const heads = HEAD_RIDGES.map((ridge) => {
    const fitted = fitTextHead(moments, { ridge, spread: ridge });
    const head = readTextHead(writeTextHead({ modelId: embedded.modelId, ...fitted }));
    const adapted = headSimilarity(head, vectors);
    return choose(`adapted BERT, ridge ${ridge}`, (decay) => denseSignal("", adapted, decay));
  });
  const head = bestOf(few, heads, items);
  const held = Float64Array.from({ length: items }, (_, item) => counts.values[item * items + item]);
  const popularity = standardised(constantSignal("popularity", held.map(Math.log1p)));

  const signals = [ease, words, head, frozen, markov, knn, popularity];
  const tuned = (start: Blend, free: readonly number[]) => {
    const fixed = signals.map((_, s) => s).filter((s) => !free.includes(s));
    return tuneBlend(validation, signals, { items, start, fixed, maxCases: BLEND_CASES });
  };
  const easeWords = tuned([1, 1, 0, 0, 0, 0, 0], [1]);
  const easeFrozen = tuned([1, 0, 0, 1, 0, 0, 0], [3]);
  const aisle = tuned(easeWords.blend.with(2, 0.5), [1, 2, 3, 4, 5, 6]);
  const rows: Record<string, Blend> = {
    popularity: [0, 0, 0, 0, 0, 0, 1],
    "item-kNN": [0, 0, 0, 0, 0, 1, 0],
    Markov: [0, 0, 0, 0, 1, 0, 0],
    "TF-IDF kNN": [0, 1, 0, 0, 0, 0, 0],
    "frozen BERT": [0, 0, 0, 1, 0, 0, 0],
    "adapted BERT": [0, 0, 1, 0, 0, 0, 0],
    EASE: [1, 0, 0, 0, 0, 0, 0],
    "EASE + TF-IDF": easeWords.blend,
    "EASE + frozen BERT": easeFrozen.blend,
    aisle: aisle.blend,
  };
  const names = Object.keys(rows);
  const onValidation = rankBlends(spread(validation, BLEND_CASES), signals, Object.values(rows), items).map(quality);
  const found = rankBlends(test, signals, Object.values(rows), items);
  const whole = Float32Array.from(easeWeights(counts, ease.lambda).values);
  const unpruned = rankBlends(
    test,
    signals.with(0, standardised(denseSignal("", whole, ease.decay))),
    [rows.EASE, rows.aisle],
    items,
  );
  return {
    ranks: new Map(names.map((name, i) => [name, found[i]])),
    unpruned: new Map(["EASE", "aisle"].map((name, i) => [name, unpruned[i]])),
    chosen: {
      signals: signals.map(({ name }) => name),
      blends: rows,
      blendsTried: aisle.tried,
      validation: Object.fromEntries(names.map((name, i) => [name, onValidation[i]])),
    },
    targetCounts: test.map(({ target }) => counts.values[target * items + target]),
    historyLengths: test.map(({ history }) => history.length),
    itemItemBytes: easeBytes,
    exposure: Object.fromEntries(
      Object.entries(rows).map(([name, blend]) => {
        const lists = topLists(spread(test, EXPOSURE_CASES), signals, blend, { items, count: 10 });
        return [name, exposure(lists, held, train.length)];
      }),
    ),
  };
}

/** Vectors as the page stores them: int8 and one scale a row. */
function storedVectors({ vectors, dimensions }: EmbeddedTexts): Float32Array {
  const stored = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = quantizeVector(vectors.subarray(start, start + dimensions));
    row?.values.forEach((value, d) => {
      stored[start + d] = value * row.scale;
    });
  }
  return stored;
}
