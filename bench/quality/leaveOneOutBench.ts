/** Leave-one-out of one seed: models fitted on train, everything chosen on validation, the test looked at once. */
import { quantizeVector } from "../../src/encoder/quantizeVector";
import type { BlendSignal } from "../../src/format/behaviour/blend";
import { readItemItem, writeItemItem } from "../../src/format/behaviour/itemItem";
import { readTextHead, writeTextHead } from "../../src/format/behaviour/textHead";
import type { LearnedModel } from "../../src/ranking/learned/learnedModel";
import { type LearnedSources, learnedSources } from "../../src/ranking/learned/learnedSources";
import type { CatalogView } from "../../src/ranking/rankContext";
import type { VectorTable } from "../../src/ranking/vectorTable";
import { wordIndexOf } from "../../src/ranking/words/wordIndexOf";
import { type Exposure, exposure } from "../../src/server/evaluate/exposure";
import { withKnownRows } from "../../src/server/evaluate/knownRows";
import { leaveOneOut } from "../../src/server/evaluate/leaveOneOut";
import { type Blend, rankBlends } from "../../src/server/evaluate/rankBlends";
import { constantSignal, denseSignal } from "../../src/server/evaluate/signals";
import { standardised } from "../../src/server/evaluate/standardised";
import { termSignal } from "../../src/server/evaluate/termSignal";
import { topLists } from "../../src/server/evaluate/topLists";
import { bestOf, quality, spread, tuneBlend } from "../../src/server/evaluate/tuneBlend";
import type { Matrix } from "../../src/server/train/dense";
import { coOccurrences, cosineWeights, easeWeights, markovWeights } from "../../src/server/train/itemItem";
import { pruneRows } from "../../src/server/train/pruneRows";
import { fitTextHead, textMoments } from "../../src/server/train/textHead";
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
  const counts = coOccurrences(train, items);
  const catalog = catalogOf(texts);
  const vectors = vectorTable(embedded);
  const wordIndex = wordIndexOf(catalog);
  /** What the page would rank with, were these the build's files. */
  const sourcesOf = (files: Pick<Partial<LearnedModel>, "itemItem" | "textHead">) =>
    withKnownRows(
      learnedSources({
        items: catalog.items,
        model: { placements: {}, itemItem: {}, popularity: {}, ...files },
        words: wordIndex,
        vectors,
      }),
    );
  let itemItemBytes = 0;
  const shipped = (weights: Matrix) => {
    const bytes = writeItemItem(pruneRows(weights, { perRow: PER_ROW, catalogDigest: new Uint8Array(16) }));
    itemItemBytes = bytes.length;
    return sourcesOf({ itemItem: { default: readItemItem(bytes) } });
  };

  const eases = LAMBDAS.flatMap((lambda) => {
    const sources = shipped(easeWeights(counts, lambda));
    return DECAYS.map((decay) => ({
      ...termSignal(`EASE λ ${lambda}, decay ${decay}`, { signal: "behaviour", decay }, sources),
      lambda,
      decay,
    }));
  });
  const ease = bestOf(few, eases, items);
  log(`chosen: ${ease.name}`);
  const easeBytes = itemItemBytes;
  const neighbours = shipped(cosineWeights(counts));
  const followers = shipped(markovWeights(train, items, { steps: 2, decay: 0.6 }));
  const plain = sourcesOf({});
  const choose = (name: string, signal: BlendSignal, sources: LearnedSources) => {
    const alternatives = DECAYS.map((decay) => ({
      ...termSignal(`${name}, decay ${decay}`, { signal, decay }, sources),
      decay,
    }));
    const best = bestOf(few, alternatives, items);
    log(`chosen: ${best.name}`);
    return best;
  };
  const knn = choose("item-kNN", "behaviour", neighbours);
  const markov = choose("Markov", "behaviour", followers);
  const words = choose("TF-IDF", "words", plain);
  const frozen = choose("frozen BERT", "text", plain);
  const moments = textMoments(storedVectors(vectors), embedded.dimensions, train, { decay: frozen.decay });
  const heads = HEAD_RIDGES.map((ridge) => {
    const fitted = fitTextHead(moments, { ridge, spread: ridge });
    const textHead = readTextHead(writeTextHead({ modelId: embedded.modelId, ...fitted }));
    return choose(`adapted BERT, ridge ${ridge}`, "head", sourcesOf({ textHead }));
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
