/** Which rows may be answered: a function of the row, or 1 for each that may. */
export type RowFilter = ((row: number) => boolean) | Uint8Array;

export interface BestRowsOptions {
  /** 1 where the row has a vector. */
  readonly present: Uint8Array;
  readonly filter?: RowFilter;
}

/**
 * The `k` rows with the highest scores, best first, equal scores in the order of rows. Scores that are not finite do not
 * count. A filter function is asked only of rows that would be among the best so far.
 */
export function bestRows(scores: Float32Array, k: number, { present, filter }: BestRowsOptions): Int32Array {
  const rows = new Int32Array(Math.min(k, scores.length));
  const allowed = typeof filter === "function" ? filter : filter && ((row: number) => filter[row] === 1);
  let filled = 0;
  let least = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row];
    if (!(score > least) || present[row] !== 1 || !Number.isFinite(score) || (allowed && !allowed(row))) continue;
    if (filled < rows.length) filled++;
    // Found from the end: equal scores stay before the newcomer.
    let at = filled - 1;
    for (; at > 0 && scores[rows[at - 1]] < score; at--) rows[at] = rows[at - 1];
    rows[at] = row;
    if (filled === rows.length) least = scores[rows[filled - 1]];
  }
  return rows.subarray(0, filled);
}
