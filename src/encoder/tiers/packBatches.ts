/**
 * Cuts sequences, in order, into batches of at most `capacity` tokens together; a longer one stands alone.
 * @yields index of the first sequence and of the one after the last
 */
export function* packBatches(
  sequences: readonly ArrayLike<number>[],
  capacity: number,
): Generator<{ readonly from: number; readonly to: number }> {
  let from = 0;
  let tokens = 0;
  for (const [index, ids] of sequences.entries()) {
    if (index > from && tokens + ids.length > capacity) {
      yield { from, to: index };
      from = index;
      tokens = 0;
    }
    tokens += ids.length;
  }
  if (from < sequences.length) yield { from, to: sequences.length };
}
