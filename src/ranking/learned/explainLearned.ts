import type { BlendTerm, PlacementBlend } from "../../format/behaviour/blend";
import type { Evidence, Reason, Signal } from "../../types";
import { MAX_POINT_REASONS, orderedReasons, signalReasons } from "../explain";
import { purchaseEvidence } from "../historyShelf";
import type { InterestPoint } from "../interestPoints";
import type { Scored } from "../scored";
import type { LearnedSources } from "./learnedSources";
import type { PastItem } from "./pastItems";
import { SIGNAL_OF } from "./signalOf";
import { addSignal, IMPERSONAL, type SignalOptions, termWeights } from "./signalScores";
import { type BlendScores, blendScores } from "./termScores";

export interface ExplainLearnedOptions {
  readonly blend: PlacementBlend;
  readonly past: readonly PastItem[];
  readonly sources: LearnedSources;
  readonly options: SignalOptions;
  readonly scores: BlendScores;
}

/**
 * Why each item has its score, by row. As in `explain`, each reason states the points that would vanish if its own
 * evidence were removed and everything computed again: spreads, the weights of older items, and the item in reserve that
 * moves up included.
 */
export function explainLearned(shown: readonly Scored[], input: ExplainLearnedOptions): Map<number, Reason[]> {
  const byRow = pointReasons(shown, input);
  const points = input.past.map(
    ({ row, strength, evidence }): InterestPoint => ({ row, weight: strength, evidence: evidence ?? { kind: "feed" } }),
  );
  const { items } = input.sources;
  return new Map(
    shown.map((entry) => {
      const own = byRow.get(entry.row) ?? [];
      return [entry.row, orderedReasons(entry, [...own, ...signalReasons(entry, { items, points })])];
    }),
  );
}

/** The strongest few items of the history for each row: found cheaply, then measured. */
function pointReasons(shown: readonly Scored[], input: ExplainLearnedOptions): Map<number, Reason[]> {
  const { past, blend, sources, options, scores } = input;
  const rows = Int32Array.from(shown, ({ row }) => row);
  const wanted = likelyCauses(rows, input);
  const measured = union(rows, sources.spreadRows);
  const reasons = new Map<number, Reason[]>();
  const terms = blend.terms.filter(({ signal }) => !IMPERSONAL.has(signal));
  const whole = blend.terms.flatMap((term, t) => (IMPERSONAL.has(term.signal) ? [] : [scores.parts[t]]));
  for (const [cause, effects] of wanted) {
    const rest = blendScores(terms, past.toSpliced(cause, 1), sources, { ...options, rows: measured });
    for (const row of effects) {
      const { signal, lost } = loss(terms, whole, rest.parts, row);
      if (!(lost > 0)) continue;
      const evidence = evidenceOf(past[cause], row, options.now);
      if (evidence) reasons.set(row, [...(reasons.get(row) ?? []), { signal, contribution: lost, evidence }]);
    }
  }
  return reasons;
}

/** For each item of the history the rows that it may have done most for, all spreads held as they are. */
function likelyCauses(rows: Int32Array, { past, blend, sources, options, scores }: ExplainLearnedOptions) {
  const effects = past.map(() => new Float64Array(rows.length));
  const alone = new Float32Array(sources.items.length);
  blend.terms.forEach((term, t) => {
    if (!(scores.spreads[t] > 0) || IMPERSONAL.has(term.signal)) return;
    const weights = termWeights(term, past, options);
    past.forEach((one, p) => {
      if (weights[p] === 0) return;
      alone.fill(0);
      addSignal({ ...options, term, past: [one], weights: weights.subarray(p, p + 1), sources, rows }, alone);
      rows.forEach((row, r) => {
        effects[p][r] += (term.weight * alone[row]) / scores.spreads[t];
      });
    });
  });
  const causes = new Map<number, number[]>();
  rows.forEach((row, r) => {
    const strongest = [...effects.keys()]
      .filter((p) => effects[p][r] > 0)
      .sort((a, b) => effects[b][r] - effects[a][r] || a - b)
      .slice(0, MAX_POINT_REASONS);
    for (const p of strongest) causes.set(p, [...(causes.get(p) ?? []), row]);
  });
  return causes;
}

function loss(
  terms: readonly BlendTerm[],
  whole: readonly Float32Array[],
  rest: readonly Float32Array[],
  row: number,
): { readonly signal: Signal; readonly lost: number } {
  const bySignal = new Map<Signal, number>();
  let lost = 0;
  terms.forEach((term, t) => {
    const difference = whole[t][row] - rest[t][row];
    const name = SIGNAL_OF[term.signal];
    bySignal.set(name, (bySignal.get(name) ?? 0) + difference);
    lost += difference;
  });
  const [[signal]] = [...bySignal].sort((a, b) => b[1] - a[1]);
  return { signal, lost };
}

/** Of the item itself: that it was bought, and how often it is. */
function evidenceOf({ row, purchases, evidence }: PastItem, effect: number, now: number): Evidence | undefined {
  if (row !== effect || purchases.length === 0 || evidence?.kind !== "event") return evidence;
  const { itemId, title } = evidence;
  return purchaseEvidence({ id: itemId, title }, { purchases }, now);
}

function union(rows: Int32Array, more: Int32Array): Int32Array {
  return Int32Array.from(new Set([...rows, ...more]));
}
