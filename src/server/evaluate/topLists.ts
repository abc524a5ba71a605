import { topRows } from "../../ranking/topRows";
import type { HeldOut } from "./leaveOneOut";
import type { Blend } from "./rankBlends";
import type { Signal } from "./signals";

/** The first rows of each case under a blend, best first. */
export function topLists(
  cases: readonly HeldOut[],
  signals: readonly Signal[],
  blend: Blend,
  { items, count }: { readonly items: number; readonly count: number },
): Int32Array[] {
  const part = new Float32Array(items);
  return cases.map(({ history }) => {
    const scores = new Float32Array(items);
    signals.forEach((signal, s) => {
      if (blend[s] === 0) return;
      part.fill(0);
      signal.score(history, part);
      for (let item = 0; item < items; item++) scores[item] += blend[s] * part[item];
    });
    return topRows(scores, count, { above: Number.NEGATIVE_INFINITY });
  });
}
