// Dot products of one query with every row of a table, 16 dimensions a step. One row after the other: reading in order is
// what the memory likes best, and beats sharing each load of the query among several rows.

@inline
function step(row: usize, query: usize, sum: v128): v128 {
  const low = i32x4.dot_i16x8_s(v128.load_ext<i8>(row), v128.load(query));
  const high = i32x4.dot_i16x8_s(v128.load_ext<i8>(row, 8), v128.load(query, 16));
  return i32x4.add(sum, i32x4.add(low, high));
}

@inline
function total(sum: v128): i32 {
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
}

/**
 * scores[row] = f32(Σ values[row, d] · query[d]) · scales[row]; the sums are exact.
 * @param values int8 `[rows × dimensions]`
 * @param query int16 `[dimensions]`, small enough that no sum leaves i32
 * @param scores f32 `[rows]`
 */
export function scoreRows(
  values: usize, scales: usize, query: usize, scores: usize, rows: usize, dimensions: usize,
): void {
  const whole = query + ((dimensions & ~15) << 1);
  const end = query + (dimensions << 1);
  let value = values;
  for (let row: usize = 0; row < rows; row++) {
    let lanes = i32x4.splat(0);
    let at = query;
    for (; at < whole; at += 32) {
      lanes = step(value, at, lanes);
      value += 16;
    }
    let sum = total(lanes);
    for (; at < end; at += 2) {
      sum += <i32>load<i8>(value) * <i32>load<i16>(at);
      value++;
    }
    store<f32>(scores + (row << 2), <f32>sum * load<f32>(scales + (row << 2)));
  }
}

/** The first byte free for the table. */
export const tableStart: usize = __heap_base;
