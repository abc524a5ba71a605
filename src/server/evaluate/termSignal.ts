import type { BlendTerm } from "../../format/behaviour/blend";
import { DAY_MS } from "../../profile/decay";
import type { LearnedSources } from "../../ranking/learned/learnedSources";
import type { PastItem } from "../../ranking/learned/pastItems";
import { termScores } from "../../ranking/learned/termScores";
import type { Signal } from "./signals";

/** A term of a blend as the page scores it, in units of its own spread, for histories that are mere lists of rows. */
export function termSignal(name: string, term: Omit<BlendTerm, "weight">, sources: LearnedSources): Signal {
  const weighted = { ...term, weight: 1 };
  return {
    name,
    score(history, scores) {
      termScores(weighted, pastRows(history), sources, { now: history.length * DAY_MS }, scores);
    },
  };
}

/** A list of rows as a history: a purchase a day, the last one yesterday. Of an item met twice the later place counts. */
export function pastRows(history: ArrayLike<number>): PastItem[] {
  const past = new Map<number, PastItem>();
  for (let i = 0; i < history.length; i++) {
    const row = history[i];
    const purchases = [...(past.get(row)?.purchases ?? []), i * DAY_MS];
    past.delete(row);
    past.set(row, { row, strength: 1, at: i * DAY_MS, purchases });
  }
  return [...past.values()];
}
