/**
 * One averaged vector, a few medoids, or every item of the history: which text affinity serves `home` best? All rows are
 * scored, with popularity and words beside, on the validation customers.
 */

import { DEFAULT_WEIGHTS } from "../../src/ranking/blend";
import { type Closeness, closeness } from "../../src/ranking/closeness";
import { type InterestPoint, interestPoints } from "../../src/ranking/interestPoints";
import { CLOSENESS_UNIT, PRIOR_WEIGHT, personalParts, pointWeights } from "../../src/ranking/personalScore";
import { popularityScale } from "../../src/ranking/popularityOf";
import { topRows } from "../../src/ranking/topRows";
import { type VectorSpace, vectorSpace } from "../../src/ranking/vectorSpace";
import type { VectorTable } from "../../src/ranking/vectorTable";
import { wordIndexOf } from "../../src/ranking/words/wordIndexOf";
import { type Quality, qualityAt } from "./metrics";
import { K, profileOf } from "./rankCustomers";
import { table } from "./report";
import type { Customer, Split } from "./splitAt";

const TEXT_WEIGHTS = [0.2, 0.4, 0.6];
const MEDOIDS = [2, 4, 8];

/** Text affinity of every row with a history, before it is weighted; all at least 0. */
type TextAffinity = (near: Closeness, points: readonly InterestPoint[]) => Float64Array;

export function compareInterests(split: Split, customers: readonly Customer[], vectors: VectorTable): string {
  const { catalog } = split;
  const rows = Int32Array.from(catalog.items.keys());
  const space = vectorSpace(vectors, rows.length);
  const sources = { items: catalog.items, words: wordIndexOf(catalog), space, sensitiveCategories: [] };
  const popularity = popularityScale(catalog.items);
  const popular = Float64Array.from(catalog.items, popularity);
  const ways: [string, TextAffinity][] = [
    ["averaged vector", (_near, points) => averaged(space, rows.length, points)],
    ...MEDOIDS.map((count): [string, TextAffinity] => [
      `${count} medoids`,
      (near, points) => meanOf(near.text, rows.length, medoids(near.text, points, count)),
    ]),
    ["every item, squared cosine", (near, points) => meanOf(near.text, rows.length, points)],
  ];
  const results = new Map<string, Quality[]>();
  for (const customer of customers) {
    const points = interestPoints(
      {
        catalog,
        profile: profileOf(customer, split),
        language: "covered",
        sensitiveCategories: [],
        now: split.at,
        random: () => 0,
      },
      "products",
    );
    const near = closeness(rows, points, sources, DEFAULT_WEIGHTS.home);
    const base = popular.slice();
    for (let row = 0; row < base.length; row++) {
      const weights = { ...DEFAULT_WEIGHTS.home, text: 0, category: 0, brand: 0, price: 0 };
      base[row] += personalParts(row, near, pointWeights(points), weights, PRIOR_WEIGHT).words;
      if (customer.owned.has(row)) base[row] = Number.NaN;
    }
    for (const [name, affinity] of ways) {
      const text = affinity(near, points);
      for (const weight of TEXT_WEIGHTS) {
        const scores = base.map((value, row) => value + weight * Math.log1p(text[row] / CLOSENESS_UNIT));
        const key = `${name}, text ${weight}`;
        const found = results.get(key) ?? [];
        found.push(qualityAt(K, topRows(scores, K), customer.discoveries));
        results.set(key, found);
      }
    }
  }
  return table(`home by kind of interest, ${customers.length} validation customers`, [...results]);
}

function averaged(space: VectorSpace, rows: number, points: readonly InterestPoint[]): Float64Array {
  const { table: vectors, center } = space;
  const unit = (row: number): Float64Array => {
    const vector = new Float64Array(vectors.dimensions);
    let squares = 0;
    for (let d = 0; d < vector.length; d++) {
      vector[d] = vectors.values[row * vector.length + d] * vectors.scales[row] - center[d];
      squares += vector[d] ** 2;
    }
    const norm = Math.sqrt(squares) || 1;
    return vector.map((value) => value / norm);
  };
  const mean = new Float64Array(vectors.dimensions);
  let total = PRIOR_WEIGHT;
  for (const point of points) {
    total += point.weight;
    unit(point.row).forEach((value, d) => {
      mean[d] += point.weight * value;
    });
  }
  return Float64Array.from({ length: rows }, (_, row) => {
    let dot = 0;
    unit(row).forEach((value, d) => {
      dot += value * mean[d];
    });
    return Math.max(0, dot / total);
  });
}

/** Weighted mean of the closeness to some of the points, given as `[rows × points]`. */
function meanOf(text: Float32Array, rows: number, points: readonly InterestPoint[]): Float64Array {
  const total = points.reduce((sum, point) => sum + point.weight, PRIOR_WEIGHT);
  const width = text.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    points.forEach((point, p) => {
      sum += point.weight * text[row * width + p];
    });
    return sum / total;
  });
}

/** K-medoids by swaps: each point's weight goes to its medoid; the others keep none. */
function medoids(text: Float32Array, points: readonly InterestPoint[], count: number): InterestPoint[] {
  const width = points.length;
  const alike = (a: number, b: number) => (a === b ? 1 : text[points[a].row * width + b]);
  let chosen = points.map((_, p) => p).slice(0, count);
  let weights = new Float64Array(width);
  for (let round = 0; round < 5; round++) {
    const members = new Map<number, number[]>(chosen.map((medoid) => [medoid, []]));
    for (let p = 0; p < width; p++) {
      const nearest = chosen.reduce((best, medoid) => (alike(p, medoid) > alike(p, best) ? medoid : best), chosen[0]);
      members.get(nearest)?.push(p);
    }
    weights = new Float64Array(width);
    chosen = [...members].map(([medoid, group]) => {
      const within = (p: number) => group.reduce((sum, other) => sum + points[other].weight * alike(p, other), 0);
      const center = group.reduce((best, p) => (within(p) > within(best) ? p : best), medoid);
      weights[center] = group.reduce((sum, p) => sum + points[p].weight, 0);
      return center;
    });
  }
  return points.map((point, p) => ({ ...point, weight: weights[p] }));
}
