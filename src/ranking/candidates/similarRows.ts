import type { InterestPoint } from "../interestPoints";
import { topRows } from "../topRows";
import { centred, roughDots, type VectorSpace } from "../vectorSpace";

/** The rows closest in meaning to all points together, by one pass over the vectors. */
export function similarRows(
  space: VectorSpace,
  points: readonly InterestPoint[],
  options: { readonly rows: number; readonly count: number; readonly allowed: Uint8Array },
): Int32Array {
  const direction = new Float32Array(space.table.dimensions);
  const pointRows = points.map((point) => point.row);
  const { norms } = centred(space, pointRows);
  points.forEach((point, p) => {
    if (!(norms[p] > 1e-6)) return;
    const weight = point.weight / norms[p];
    const start = point.row * space.table.dimensions;
    const scale = space.table.scales[point.row];
    for (let d = 0; d < direction.length; d++) {
      direction[d] += weight * (space.table.values[start + d] * scale - space.center[d]);
    }
  });
  if (!direction.some((value) => value !== 0)) return new Int32Array(0);
  const dots = roughDots(space.table, direction, options.rows);
  return topRows(dots, options.count, { allowed: options.allowed, above: Number.NEGATIVE_INFINITY });
}
