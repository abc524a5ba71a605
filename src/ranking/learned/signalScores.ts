/**
 * The signals of a learned blend, each a score for every row of the catalogue. All that is personal is a sum over the
 * items of the history, each weighted as its term says, and an item never speaks for itself:
 *
 * - `behaviour`: item-item weights of the shop's orders;
 * - `head`: the encoder's vectors through the head that adapts them to behaviour;
 * - `adapted`: closeness to the history by vectors adapted to behaviour, log(1 + mean / background);
 * - `text`: centred cosine of the encoder's vectors as they are; `vectors`: the same over a space of the shop's own, such as
 *   that of pictures;
 * - `words`: cosine of TF-IDF vectors over title, brand, category and attributes;
 * - `category`: share of a row's path that the history's item has too; `brand`: the same brand; `price`: near in price;
 * - `habit`: how often the row itself was bought; `due`: whether its personal interval, or the item's usual one, says
 *   that it is needed again; `recency`: the row itself was met;
 * - `popularity`: logarithm of decayed orders; `prior`: the same as it was learned with the adapted vectors; `freshness`: newness on sale.
 */
import type { BlendSignal, BlendTerm } from "../../format/behaviour/blend";
import { dueness, repeatInterval } from "../../profile/buyAgain";
import { DAY_MS, decay } from "../../profile/decay";
import { behaviourScores } from "../candidates/behaviourScores";
import { addWordScores } from "../candidates/wordedRows";
import { FRESHNESS_HALF_LIFE_DAYS, freshnessOf } from "../freshnessOf";
import { demandOf } from "../popularityOf";
import { fillCosines } from "./centredVectors";
import { named } from "./learnedModel";
import type { LearnedSources } from "./learnedSources";
import { HISTORY_CUT, type PastItem } from "./pastItems";
import { LATEST_VISIT_MS, pastWeights } from "./pastWeights";
import { NO_PRICE, priceCloseness } from "./priceBins";

export interface SignalOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Newest items of the history that speak for others; default `HISTORY_CUT`. What was met itself is never forgotten. */
  readonly historyCut?: number;
  /** Rows that dense signals (`head`, `text`, `vectors`) are computed for; default all. Others are always computed for all. */
  readonly rows?: Int32Array;
}

export interface WeightedSignal extends SignalOptions {
  readonly term: BlendTerm;
  readonly past: readonly PastItem[];
  /** One an item of the history. */
  readonly weights: Float64Array;
  readonly sources: LearnedSources;
}

type Fill = (scores: Float32Array, input: WeightedSignal) => void;

export const IMPERSONAL: ReadonlySet<BlendSignal> = new Set(["popularity", "prior", "freshness"]);
/** Signals about the very items of the history. */
const OWN: ReadonlySet<BlendSignal> = new Set(["habit", "due", "recency"]);
/** Signals of which every row has a value of its own: their spread may be measured on a sample. */
export const DENSE: ReadonlySet<BlendSignal> = new Set(["head", "adapted", "text", "vectors"]);
/** Signals that are plain sums of what each item of the history says, and costly. */
const KNOWN: ReadonlySet<BlendSignal> = new Set(["head", "text", "vectors", "words"]);

/**
 * Fills `scores`, one a row, with a term's signal, unweighted and in its own unit.
 * @param past oldest first
 */
export function signalScores(
  term: BlendTerm,
  past: readonly PastItem[],
  sources: LearnedSources,
  options: SignalOptions,
  scores: Float32Array,
): void {
  scores.fill(0);
  addSignal({ ...options, term, past, weights: termWeights(term, past, options), sources }, scores);
}

/** How much each item of the history counts for the term. */
export function termWeights(term: BlendTerm, past: readonly PastItem[], options: SignalOptions): Float64Array {
  const weights = pastWeights(past, term, options.now);
  if (!OWN.has(term.signal)) weights.fill(0, 0, Math.max(0, past.length - (options.historyCut ?? HISTORY_CUT)));
  return weights;
}

/** Adds what some items of the history say; for all rows, or the dense ones for those named. */
export function addSignal(input: WeightedSignal, scores: Float32Array): void {
  const { term, sources } = input;
  const { signal } = term;
  if (sources.knownRows && KNOWN.has(signal)) addKnownRows(scores, input);
  else FILL[signal](scores, input);
  const { sensitive } = sources;
  if (!sensitive || IMPERSONAL.has(signal)) return;
  for (let row = 0; row < scores.length; row++) if (sensitive[row]) scores[row] = 0;
}

function addKnownRows(scores: Float32Array, { term, past, weights, sources }: WeightedSignal): void {
  past.forEach(({ row }, i) => {
    if (weights[i] === 0) return;
    const known = sources.knownRows?.(term, row) as Float32Array;
    for (let j = 0; j < scores.length; j++) scores[j] += weights[i] * known[j];
  });
}

const FILL: Readonly<Record<BlendSignal, Fill>> = {
  behaviour(scores, { term, past, weights, sources }) {
    const matrix = named(sources.model.itemItem, term.of);
    if (!matrix) return;
    const points = past.map(({ row }, i) => ({ row, weight: weights[i] }));
    behaviourScores(matrix, points, scores);
  },

  head(scores, { past, weights, sources, rows }) {
    const adapted = sources.vectors?.adapted;
    if (!adapted) return;
    const state = new Float64Array(adapted.dimensions);
    past.forEach(({ row }, i) => {
      const vector = weights[i] === 0 ? undefined : adapted.of(row);
      if (vector) for (let d = 0; d < state.length; d++) state[d] += weights[i] * vector[d];
    });
    adapted.score(state, scores, rows);
    past.forEach(({ row }, i) => {
      const vector = weights[i] === 0 ? undefined : adapted.of(row);
      if (vector) scores[row] -= weights[i] * adapted.dot(vector, row);
    });
  },

  adapted(scores, input) {
    const { past, weights, sources, rows } = input;
    const space = sources.adapted;
    if (!space) return;
    let total = 0;
    past.forEach(({ row }, i) => {
      if (space.present[row]) total += weights[i];
    });
    if (!(total > 0)) return;
    if (sources.knownRows) addKnownRows(scores, input);
    else {
      past.forEach(({ row }, i) => {
        if (weights[i] !== 0) space.add(row, weights[i], scores, rows);
      });
    }
    const unit = 1 / (total * space.background);
    for (let row = 0; row < scores.length; row++) scores[row] = Math.log1p(scores[row] * unit);
  },

  text(scores, input) {
    const { vectors } = input.sources;
    if (vectors) fillCosines(scores, vectors, input);
  },

  vectors(scores, input) {
    const own = named(input.sources.spaces, input.term.of);
    if (own) fillCosines(scores, own, input);
  },

  words(scores, { past, weights, sources }) {
    // Items of one taste share their words: each list of rows is read once, not once an item.
    const wanted = new Map<number, number>();
    past.forEach(({ row }, i) => {
      if (weights[i] === 0) return;
      for (const [term, weight] of sources.termsOf(row))
        wanted.set(term, (wanted.get(term) ?? 0) + weights[i] * weight);
    });
    addWordScores(sources.words, wanted, 1, scores);
    // A row's cosine with itself is 1.
    past.forEach(({ row }, i) => {
      if (sources.termsOf(row).length > 0) scores[row] -= weights[i];
    });
  },

  category(scores, { past, weights, sources }) {
    const { levels } = sources;
    const wanted = new Map<number, number>();
    past.forEach(({ row }, i) => {
      for (const level of levels[row]) wanted.set(level, (wanted.get(level) ?? 0) + weights[i]);
    });
    for (let row = 0; row < scores.length; row++) {
      let sum = 0;
      for (const level of levels[row]) sum += wanted.get(level) ?? 0;
      if (sum !== 0) scores[row] = sum / levels[row].length;
    }
    // A row has its whole path in common with itself.
    past.forEach(({ row }, i) => {
      if (levels[row].length > 0) scores[row] -= weights[i];
    });
  },

  brand(scores, { past, weights, sources }) {
    const { brands } = sources;
    const wanted = new Map<number, number>();
    past.forEach(({ row }, i) => {
      if (brands[row] >= 0) wanted.set(brands[row], (wanted.get(brands[row]) ?? 0) + weights[i]);
    });
    for (let row = 0; row < scores.length; row++) scores[row] = wanted.get(brands[row]) ?? 0;
    past.forEach(({ row }, i) => {
      if (brands[row] >= 0) scores[row] -= weights[i];
    });
  },

  price(scores, { past, weights, sources }) {
    const { priceBins } = sources;
    const wanted = new Map<number, number>();
    past.forEach(({ row }, i) => {
      if (priceBins[row] !== NO_PRICE) wanted.set(priceBins[row], (wanted.get(priceBins[row]) ?? 0) + weights[i]);
    });
    if (wanted.size === 0) return;
    const known = new Map<number, number>();
    for (let row = 0; row < scores.length; row++) {
      if (priceBins[row] === NO_PRICE) continue;
      let score = known.get(priceBins[row]);
      if (score === undefined) {
        score = 0;
        for (const [bin, weight] of wanted) score += weight * priceCloseness(priceBins[row], bin);
        known.set(priceBins[row], score);
      }
      scores[row] = score;
    }
    // A row costs exactly what it costs.
    past.forEach(({ row }, i) => {
      if (priceBins[row] !== NO_PRICE) scores[row] -= weights[i];
    });
  },

  habit(scores, { term, past, weights, now }) {
    const newest = past.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
    const halfLifeMs = (term.halfLifeDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
    past.forEach(({ row, purchases }, i) => {
      if (weights[i] === 0) return;
      for (const at of purchases) {
        if (term.scope !== "latest" || newest - at <= LATEST_VISIT_MS) scores[row] += decay(now - at, halfLifeMs);
      }
    });
  },

  due(scores, { past, weights, sources, now }) {
    const { repeat } = sources.model;
    past.forEach(({ row, purchases }, i) => {
      const last = purchases.at(-1);
      if (weights[i] === 0 || last === undefined) return;
      const own = repeatInterval(purchases, now);
      if (own) scores[row] += own.dueness;
      else if (repeat && repeat.medianDays[row] > 0) {
        scores[row] += repeat.shares[row] * dueness(now - last, repeat.medianDays[row] * DAY_MS);
      }
    });
  },

  recency(scores, { past, weights }) {
    past.forEach(({ row }, i) => {
      scores[row] += weights[i];
    });
  },

  popularity(scores, { term, sources }) {
    const orders = named(sources.model.popularity, term.of);
    for (let row = 0; row < scores.length; row++) {
      // Without a file of its own the build leaves popularity to the feed.
      scores[row] = Math.log1p(orders ? orders[row] : demandOf(sources.items[row]));
    }
  },

  prior(scores, { sources }) {
    if (sources.adapted) scores.set(sources.adapted.priors);
  },

  freshness(scores, { term, sources, now }) {
    const halfLifeDays = term.halfLifeDays ?? FRESHNESS_HALF_LIFE_DAYS;
    for (let row = 0; row < scores.length; row++) scores[row] = freshnessOf(sources.items[row], now, halfLifeDays);
  },
};
