import type { History } from "../itemItem";
import type { Cases } from "./closenessEngine";

export interface CasesOptions {
  /** Weight of each item of a history, to the next newer one. */
  readonly decay: number;
  /** Newest items of a history that are looked at. */
  readonly historyCut: number;
  /** Cases taken, spread evenly. */
  readonly most: number;
}

/** Multiples of it fill [0, 1) evenly, and fall in step with no pattern of the histories. */
const GOLDEN = 0.618033988749895;
/** A weight below it changes nothing. */
const NEGLIGIBLE = 1e-3;

/** A history and what came next. */
export interface Continuation {
  /** Oldest first. */
  readonly history: History;
  readonly target: number;
}

/** Every item but the first of each history, as what followed the items before it. */
export function trainingCases(histories: readonly History[], options: CasesOptions): Cases {
  const pairs = histories.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  const share = options.most / Math.max(1, pairs);
  function* continuations(): Generator<Continuation> {
    let pair = 0;
    for (const history of histories) {
      for (let end = 1; end < history.length; end++) {
        if ((++pair * GOLDEN) % 1 >= share) continue;
        const from = Math.max(0, end - options.historyCut);
        yield { history: Array.prototype.slice.call(history, from, end), target: history[end] };
      }
    }
  }
  return casesOf(continuations(), options.decay);
}

export function casesOf(continuations: Iterable<Continuation>, decay: number): Cases {
  const starts = [0];
  const items: number[] = [];
  const weights: number[] = [];
  const targets: number[] = [];
  for (const { history, target } of continuations) {
    for (let i = 0; i < history.length; i++) {
      const weight = decay ** (history.length - 1 - i);
      if (weight < NEGLIGIBLE) continue;
      items.push(history[i]);
      weights.push(weight);
    }
    starts.push(items.length);
    targets.push(target);
  }
  return {
    starts: Uint32Array.from(starts),
    items: Uint32Array.from(items),
    weights: Float32Array.from(weights),
    targets: Uint32Array.from(targets),
  };
}
