import type { History } from "../../itemItem";
import type { Continuation } from "../trainingCases";

/** Tokens whose states are kept in memory: 1,536 bytes each at a width of 384. */
const MOST_TOKENS = 600_000;

/** The part of a catalogue that tuning looks at, with rows of its own. */
export interface TunableItems {
  /** Rows of the whole catalogue, ascending. */
  readonly rows: readonly number[];
  /** A history without the other items, by rows of the part. */
  within(history: History): Int32Array;
  /** Those whose target is in the part, and something of their history. */
  continuations(all: readonly Continuation[]): Continuation[];
}

/** The whole catalogue, or as many of the items that most histories hold as fit in memory. */
export function tunableItems(
  sequences: readonly Int32Array[],
  histories: readonly History[],
  most = MOST_TOKENS,
): TunableItems {
  const held = new Uint32Array(sequences.length);
  for (const history of histories) for (const row of new Set(Array.from(history))) held[row]++;
  const order = Array.from(sequences.keys()).sort((a, b) => held[b] - held[a] || a - b);
  const rows: number[] = [];
  let tokens = 0;
  for (const row of order) {
    tokens += sequences[row].length;
    if (tokens > most) break;
    rows.push(row);
  }
  rows.sort((a, b) => a - b);
  const place = new Int32Array(sequences.length).fill(-1);
  rows.forEach((row, i) => {
    place[row] = i;
  });
  const within = (history: History) => Int32Array.from(history, (row) => place[row]).filter((row) => row >= 0);
  return {
    rows,
    within,
    continuations: (all) =>
      all.flatMap(({ history, target }) => {
        const known = within(history);
        return known.length > 0 && place[target] >= 0 ? [{ history: known, target: place[target] }] : [];
      }),
  };
}
