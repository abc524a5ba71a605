/** One row of weights as integers and one scale. */

export interface RowTarget {
  /** `Int8Array[columns]`, written. */
  readonly values: Int8Array;
  /** Largest magnitude written. */
  readonly clip: number;
}

/** Shares of the row's largest magnitude that are tried as the clip. */
const CLIP_SHARES = Array.from({ length: 33 }, (_, index) => 1 - index * 0.02);

/** Scale = largest magnitude / clip. @returns the scale; 0 for a row of zeros */
export function quantizeRowByAbsmax(row: Float32Array, { values, clip }: RowTarget): number {
  const scale = Math.fround(largest(row) / clip);
  fill(row, scale, { values, clip });
  return scale;
}

/**
 * The scale with the least squared error, weighted per column: a few large weights are clipped so that all the others are
 * told apart better.
 * @param importance mean square of what each column is multiplied with; same length as the row
 * @returns the scale; 0 for a row of zeros
 */
export function quantizeRowBySearch(row: Float32Array, importance: Float32Array, { values, clip }: RowTarget): number {
  const most = largest(row);
  let best = 0;
  let leastError = Number.POSITIVE_INFINITY;
  for (const share of CLIP_SHARES) {
    const scale = Math.fround((most * share) / clip);
    const error = squaredError(row, importance, scale, clip);
    if (error < leastError) {
      leastError = error;
      best = scale;
    }
  }
  fill(row, best, { values, clip });
  return best;
}

function largest(row: Float32Array): number {
  let most = 0;
  for (const value of row) most = Math.max(most, Math.abs(value));
  return most;
}

function squaredError(row: Float32Array, importance: Float32Array, scale: number, clip: number): number {
  if (scale === 0) return 0;
  let error = 0;
  for (let column = 0; column < row.length; column++) {
    const difference = row[column] - nearest(row[column] / scale, clip) * scale;
    error += importance[column] * difference * difference;
  }
  return error;
}

function fill(row: Float32Array, scale: number, { values, clip }: RowTarget): void {
  for (let column = 0; column < row.length; column++) {
    values[column] = scale === 0 ? 0 : nearest(row[column] / scale, clip);
  }
}

function nearest(value: number, clip: number): number {
  return Math.max(-clip, Math.min(clip, Math.round(value)));
}
