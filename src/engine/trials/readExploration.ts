import { AisleError, shown } from "../../errors";
import type { Exploration, ExplorationPlan } from "../../types";

const SHARES = ["places", "budget", "width"] as const;

/** @throws AisleError `OPTIONS_INVALID` naming the field */
export function readExploration(value: unknown): ExplorationPlan {
  if (typeof value !== "object" || value === null) throw invalid("exploration", value);
  for (const [placement, exploration] of Object.entries(value) as [string, Partial<Exploration> | undefined][]) {
    const { policy } = exploration ?? {};
    const fits =
      policy?.kind === "softmax"
        ? policy.temperature > 0 && policy.temperature <= 100
        : policy?.kind === "epsilon-greedy" && policy.epsilon >= 0 && policy.epsilon <= 1;
    if (!fits) throw invalid(`exploration.${placement}.policy`, policy);
    for (const name of SHARES) {
      const share = exploration?.[name];
      if (share !== undefined && !(share >= 0 && share <= 1)) throw invalid(`exploration.${placement}.${name}`, share);
    }
  }
  return value;
}

function invalid(field: string, seen: unknown): AisleError {
  return new AisleError("OPTIONS_INVALID", `${field} is ${shown(seen)}.`, {
    seen,
    fix: 'Like { home: { policy: { kind: "softmax", temperature: 0.05 }, budget: 0.01 } }; shares are from 0 to 1.',
  });
}
