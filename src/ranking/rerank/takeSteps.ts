/** The shop's own steps, one after the other. */
import type { Scored } from "../scored";
import type { ShelfSteps } from "../shelfSteps";

type Steps = readonly ShelfSteps[];

export function rowsOf(steps: Steps): readonly number[] {
  return steps.flatMap((step) => step.rows ?? []);
}

export function adjusted(ranked: readonly Scored[], steps: Steps): readonly Scored[] {
  return steps.reduce((entries, step) => step.adjust?.(entries) ?? entries, ranked);
}

export function arranged(placed: readonly Scored[], steps: Steps, needed: number): readonly Scored[] {
  return steps.reduce((entries, step) => step.arrange?.(entries, needed) ?? entries, placed);
}
