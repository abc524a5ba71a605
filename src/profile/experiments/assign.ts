/**
 * Which arm of an experiment this browser is in. The only thing kept is a number drawn for this one experiment: nothing
 * ties two experiments, or two visits elsewhere, together.
 */
import type { Arm, Experiment } from "../../format/experiments/experimentsFile";
import { momentOf } from "../../format/moment";
import type { Placement } from "../../types";

/** What the device keeps of an experiment, with the rest of the behaviour. */
export interface Assignment {
  /** Drawn once, uniform in [0, 1). */
  readonly draw: number;
  /** When a shelf of the experiment was first seen; before, the shopper is in no result. Epoch milliseconds. */
  readonly seenAt?: number;
  /** The arm at that moment: results stay with it, whatever becomes of the shares. */
  readonly seenArm?: string;
}

/** The experiment that changes this shelf now, if any. */
export function experimentOf(
  experiments: readonly Experiment[],
  { placement, now }: { readonly placement: Placement; readonly now: number },
): Experiment | undefined {
  return experiments.find(
    ({ placements, from, to }) =>
      (placements ?? [placement]).includes(placement) &&
      now >= (momentOf(from) ?? Number.NEGATIVE_INFINITY) &&
      now < (momentOf(to) ?? Number.POSITIVE_INFINITY),
  );
}

/**
 * Arms take their shares of [0, 1) in order. Shares may be changed while an experiment runs, and move few; who has seen
 * an arm stays in it while it is there.
 */
export function armOf({ arms }: Experiment, { draw, seenArm }: Assignment): Arm {
  const seen = arms.find(({ id }) => id === seenArm);
  if (seen) return seen;
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  let left = draw * total;
  for (const arm of arms) {
    left -= arm.share;
    if (left < 0) return arm;
  }
  return arms[arms.length - 1];
}

/** Notes the first time that a shelf of the experiment was seen. */
export function seen(assignment: Assignment, arm: string, at: number): Assignment {
  return assignment.seenAt === undefined ? { ...assignment, seenAt: at, seenArm: arm } : assignment;
}

/** Reads what storage holds; anything else than an assignment is none. */
export function readAssignments(value: unknown): Readonly<Record<string, Assignment>> {
  if (typeof value !== "object" || value === null) return {};
  const read = Object.entries(value).filter(([, one]) => isAssignment(one)) as [string, Assignment][];
  return Object.fromEntries(read.slice(-50));
}

function isAssignment(value: unknown): value is Assignment {
  const { draw, seenAt, seenArm } = (value ?? {}) as Partial<Record<keyof Assignment, unknown>>;
  return (
    typeof draw === "number" &&
    draw >= 0 &&
    draw < 1 &&
    (seenAt === undefined || (typeof seenAt === "number" && Number.isFinite(seenAt))) &&
    (seenArm === undefined || typeof seenArm === "string")
  );
}
