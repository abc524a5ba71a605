/** Qualities of shelves beside how right they are. */
import type { ItemVectors } from "../ingest/dataset";
import type { Shelf } from "./rankModels";

export interface ShelfQualities {
  /** Mean distance, 1 − cosine, between the texts of a shelf's items; 0 all alike. Absent without vectors. */
  readonly diversity?: number;
  /**
   * How far shelves are from the popularity of what their shoppers buy: Kullback-Leibler divergence, in bits, of the mix
   * of three bands of equally many orders, from history to shelf; 0 is alike (Steck, RecSys 2018).
   */
  readonly calibration: number;
}

const BANDS = 3;
/** Share of the other mix that is mixed in, so that an empty band is no infinity. */
const SMOOTHING = 0.01;

/** @param counts histories that hold each item */
export function shelfQualities(
  shelves: readonly Shelf[],
  { vectors, counts }: { readonly vectors?: ItemVectors; readonly counts: Float64Array },
): ShelfQualities {
  const bands = bandsOf(counts);
  const mix = (rows: Iterable<number>) => {
    const shares = new Float64Array(BANDS);
    let total = 0;
    for (const row of rows) {
      shares[bands[row]]++;
      total++;
    }
    return shares.map((share) => (total > 0 ? share / total : 1 / BANDS));
  };
  let calibration = 0;
  let distance = 0;
  let pairs = 0;
  for (const { of, rows } of shelves) {
    const wanted = mix(of.past.map(({ row }) => row));
    const shown = mix(rows);
    for (let band = 0; band < BANDS; band++) {
      const smoothed = (1 - SMOOTHING) * shown[band] + SMOOTHING * wanted[band];
      if (wanted[band] > 0) calibration += wanted[band] * Math.log2(wanted[band] / smoothed);
    }
    if (!vectors) continue;
    for (let a = 0; a < rows.length; a++) {
      for (let b = a + 1; b < rows.length; b++) {
        distance += 1 - cosine(vectors, rows[a], rows[b]);
        pairs++;
      }
    }
  }
  const mean = calibration / Math.max(1, shelves.length);
  return vectors ? { calibration: mean, diversity: distance / Math.max(1, pairs) } : { calibration: mean };
}

/** Band of each item: 0 the most bought, each with about as many orders. */
function bandsOf(counts: Float64Array): Uint8Array {
  const bands = new Uint8Array(counts.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (const row of [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b)) {
    bands[row] = Math.min(BANDS - 1, Math.floor((BANDS * sum) / Math.max(1, total)));
    sum += counts[row];
  }
  return bands;
}

function cosine({ values, scales, dimensions }: ItemVectors, a: number, b: number): number {
  let dot = 0;
  for (let d = 0; d < dimensions; d++) dot += values[a * dimensions + d] * values[b * dimensions + d];
  return dot * scales[a] * scales[b];
}
