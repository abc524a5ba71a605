import type { LearnedSources } from "../../ranking/learned/learnedSources";
import { addSignal } from "../../ranking/learned/signalScores";

/** Items up to which what each item alone says is kept, `4 × items²` bytes a signal. */
const MOST_KNOWN = 10_000;

/**
 * The same sources with what each item alone says kept once computed, by the very code that computes it in the page:
 * ranking for thousands of histories then costs additions. Large catalogues would not fit and stay as they are.
 */
export function withKnownRows(sources: LearnedSources): LearnedSources {
  if (sources.items.length > MOST_KNOWN) return sources;
  const known = new Map<string, Float32Array>();
  const { items } = sources;
  return {
    ...sources,
    knownRows({ signal, of }, row) {
      const key = `${row} ${signal} ${of ?? ""}`;
      const found = known.get(key);
      if (found) return found;
      const scores = new Float32Array(items.length);
      known.set(key, scores);
      if (signal === "adapted") {
        // The page adds closeness up before its logarithm.
        sources.adapted?.add(row, 1, scores);
        return scores;
      }
      const past = [{ row, strength: 1, at: 0, purchases: [] }];
      addSignal({ term: { signal, of, weight: 1 }, past, weights: Float64Array.of(1), sources, now: 0 }, scores);
      return scores;
    },
  };
}
