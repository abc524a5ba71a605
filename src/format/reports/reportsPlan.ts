/**
 * What a shop may ask of its shoppers' devices, published before anybody is asked: `reports.json`, UTF-8 JSON. Nothing is
 * sent unless the shop has turned reports on and the shopper has agreed, and then only bits that are partly noise.
 *
 * ```json
 * { "kind": "aisle-reports", "schemaVersion": 1, "url": "https://shop.example/reports", "p": 0.75, "q": 0.25,
 *   "budget": { "epsilon": 6.6, "days": 30 },
 *   "questions": [{ "id": "rules-7d", "experiment": "rules-or-not", "outcome": "returned7", "buckets":
 *     ["with/no", "with/yes", "without/no", "without/yes", "holdout/no", "holdout/yes"] }] }
 * ```
 */
import * as v from "valibot";
import { AisleError } from "../../errors";

const Id = v.pipe(v.string(), v.regex(/^[\w./-]{1,64}$/));
/** Far from 0 and 1: a bit that is never noise gives its owner away. */
const Probability = v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.99));

const Question = v.strictObject({
  id: Id,
  /** What happens on the shelves of this experiment … */
  experiment: Id,
  /** … until this can be known. */
  outcome: v.picklist(["returned1", "returned7", "returned30", "clicked", "purchased", "repeated"]),
  /** `arm/no` and `arm/yes` of every arm. */
  buckets: v.pipe(v.array(Id), v.minLength(2), v.maxLength(64)),
});

export const ReportsSchema = v.strictObject({
  kind: v.literal("aisle-reports"),
  schemaVersion: v.literal(1),
  url: v.pipe(v.string(), v.url(), v.regex(/^https?:/), v.maxLength(500)),
  /** Probability that the bit of the true bucket is sent as 1, and that any other is. */
  p: Probability,
  q: Probability,
  /** Privacy loss of one shopper in a rolling window, over all questions together. */
  budget: v.strictObject({
    epsilon: v.pipe(v.number(), v.minValue(0.01), v.maxValue(50)),
    days: v.pipe(v.number(), v.minValue(1), v.maxValue(365)),
  }),
  questions: v.pipe(v.array(Question), v.minLength(1), v.maxLength(50)),
});

export type ReportsPlan = v.InferOutput<typeof ReportsSchema>;
export type ReportQuestion = v.InferOutput<typeof Question>;

/** @throws AisleError `REPORTS_INVALID` naming the field, or `ASSET_SCHEMA_NEWER` */
export function readReportsPlan(value: unknown): ReportsPlan {
  const version = typeof value === "object" && value !== null && "schemaVersion" in value && value.schemaVersion;
  if (typeof version === "number" && version > 1) {
    throw new AisleError("ASSET_SCHEMA_NEWER", `The reports have schema version ${version}.`, {
      seen: version,
      fix: "This Aisle reads up to 1: update it, or write the reports in the older schema.",
    });
  }
  const checked = v.safeParse(ReportsSchema, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw invalid(`${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`.slice(0, 300));
  }
  const plan = checked.output;
  if (!(plan.p > plan.q)) throw invalid(`p (${plan.p}) is not above q (${plan.q}): nothing could be learned`);
  const epsilon = epsilonOf(plan);
  if (epsilon > plan.budget.epsilon) {
    throw invalid(`one answer costs ${epsilon.toFixed(2)}, more than the budget of ${plan.budget.epsilon}`);
  }
  const ids = plan.questions.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw invalid(`two questions are called ${JSON.stringify(twice)}`);
  for (const { id, buckets } of plan.questions) {
    if (new Set(buckets).size < buckets.length) throw invalid(`question ${id} has a bucket twice`);
  }
  return plan;
}

/** Privacy loss of one answer: two shoppers' answers differ in two bits (Erlingsson et al. 2014, Wang et al. 2017). */
export function epsilonOf({ p, q }: { readonly p: number; readonly q: number }): number {
  return Math.log((p * (1 - q)) / ((1 - p) * q));
}

function invalid(what: string): AisleError {
  return new AisleError("REPORTS_INVALID", `The reports cannot be used: ${what}.`, {
    fix: "Correct the file; docs/experiments.md says what it may hold.",
  });
}
