/**
 * Experiments that run on the shopper's device: `experiments.json`, UTF-8 JSON, public. Nobody is told who is in which arm.
 *
 * ```json
 * { "kind": "aisle-experiments", "schemaVersion": 1, "experiments": [
 *   { "id": "rules-or-not", "from": "2026-11-01", "to": "2026-12-01", "arms": [
 *     { "id": "with", "share": 45 }, { "id": "without", "share": 45, "rules": "off" },
 *     { "id": "holdout", "share": 10, "shelves": "popular" } ] } ] }
 * ```
 */
import * as v from "valibot";
import { AisleError } from "../../errors";
import { momentOf } from "../moment";

const Id = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/));
const Moment = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/));
const Placements = ["home", "related", "complement", "again", "recent", "trending", "new", "search"] as const;
const Switch = v.picklist(["on", "off"]);

const Arm = v.strictObject({
  id: Id,
  /** In proportion to the other arms'. */
  share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(1_000_000)),
  /** `popular`: what sells, the same for everybody; `none`: no shelf at all. Default `personal`. */
  shelves: v.optional(v.picklist(["personal", "popular", "none"])),
  rules: v.optional(Switch),
  exploration: v.optional(Switch),
  fairness: v.optional(Switch),
});

const Experiment = v.strictObject({
  id: Id,
  from: v.optional(Moment),
  to: v.optional(Moment),
  /** Shelves that the arms change; default all. */
  placements: v.optional(v.pipe(v.array(v.picklist(Placements)), v.minLength(1))),
  arms: v.pipe(v.array(Arm), v.minLength(2), v.maxLength(20)),
});

export const ExperimentsSchema = v.strictObject({
  kind: v.literal("aisle-experiments"),
  schemaVersion: v.literal(1),
  experiments: v.pipe(v.array(Experiment), v.maxLength(50)),
});

export type Arm = v.InferOutput<typeof Arm>;
export type Experiment = v.InferOutput<typeof Experiment>;
export type ExperimentsFile = v.InferOutput<typeof ExperimentsSchema>;

/** @throws AisleError `EXPERIMENTS_INVALID` naming the field, or `ASSET_SCHEMA_NEWER` */
export function readExperiments(value: unknown): ExperimentsFile {
  const version = typeof value === "object" && value !== null && "schemaVersion" in value && value.schemaVersion;
  if (typeof version === "number" && version > 1) {
    throw new AisleError("ASSET_SCHEMA_NEWER", `The experiments have schema version ${version}.`, {
      seen: version,
      fix: "This Aisle reads up to 1: update it, or write the experiments in the older schema.",
    });
  }
  const checked = v.safeParse(ExperimentsSchema, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw invalid(`${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`.slice(0, 300));
  }
  const { experiments } = checked.output;
  unique(experiments, "experiments");
  for (const { id, arms, from, to } of experiments) {
    unique(arms, `arms of ${id}`);
    const begins = momentOf(from) ?? Number.NEGATIVE_INFINITY;
    const ends = momentOf(to) ?? Number.POSITIVE_INFINITY;
    if (!(begins < ends)) throw invalid(`${id} ends (${to}) before it begins (${from})`);
  }
  // Two experiments that change one shelf at one time would each count the other's effect.
  experiments.forEach((a, i) => {
    for (const b of experiments.slice(i + 1))
      if (meet(a, b)) throw invalid(`${a.id} and ${b.id} change the same shelf`);
  });
  return checked.output;
}

function meet(a: Experiment, b: Experiment): boolean {
  const from = Math.max(momentOf(a.from) ?? Number.NEGATIVE_INFINITY, momentOf(b.from) ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(momentOf(a.to) ?? Number.POSITIVE_INFINITY, momentOf(b.to) ?? Number.POSITIVE_INFINITY);
  const own: readonly string[] = a.placements ?? Placements;
  return from < to && (b.placements ?? Placements).some((placement) => own.includes(placement));
}

function unique(all: readonly { readonly id: string }[], what: string): void {
  const ids = all.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw invalid(`two ${what} are called ${JSON.stringify(twice)}`);
}

function invalid(what: string): AisleError {
  return new AisleError("EXPERIMENTS_INVALID", `The experiments cannot be used: ${what}.`, {
    fix: "Correct the file; docs/experiments.md says what it may hold.",
  });
}
