import type { Blend } from "./rankBlends";

/** What blends have in common, computed once for each case: neighbours in a search differ in a weight or two. */
export interface BlendPlan {
  /**
   * Calls `visit` with the scores under each blend, in order; the array is used again.
   * @param parts one array a signal
   */
  each(parts: readonly Float32Array[], visit: (blend: number, scores: Float32Array) => void): void;
}

export function blendPlan(blends: readonly Blend[], items: number): BlendPlan {
  const common = (blends[0] ?? []).map((_, s) => mostFrequent(blends.map((blend) => blend[s])));
  const changes = blends.map((blend) =>
    blend.flatMap((weight, s) => (weight === common[s] ? [] : [{ s, by: weight - common[s] }])),
  );
  // What is taken away leaves its rounding behind, which would tell equal items apart: such blends are added up anew.
  const removes = blends.map((blend) => blend.some((weight, s) => weight === 0 && common[s] !== 0));
  const base = new Float32Array(items);
  const scores = new Float32Array(items);
  return {
    each(parts, visit) {
      addUp(base, common, parts);
      changes.forEach((change, b) => {
        if (removes[b]) {
          addUp(scores, blends[b], parts);
          visit(b, scores);
          return;
        }
        if (change.length === 0) scores.set(base);
        change.forEach(({ s, by }, i) => {
          addTo(scores, i === 0 ? base : scores, parts[s], by);
        });
        visit(b, scores);
      });
    },
  };
}

function addUp(into: Float32Array, blend: Blend, parts: readonly Float32Array[]): void {
  into.fill(0);
  blend.forEach((weight, s) => {
    if (weight !== 0) addTo(into, into, parts[s], weight);
  });
}

function addTo(into: Float32Array, from: Float32Array, part: Float32Array, weight: number): void {
  for (let item = 0; item < into.length; item++) into[item] = from[item] + weight * part[item];
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}
