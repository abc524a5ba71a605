/** `aisle evaluate --off-policy LOG… --policy P`: what policy P would have earned, from logs of another. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { AisleError } from "../../../errors";
import { type Estimate, estimate, type OffPolicyEstimates } from "./estimators";
import { readLog } from "./readLog";
import { readTargetPolicy } from "./targetPolicy";

/** Below this many effective decisions an estimate is shown and not to be used. */
export const LEAST_EFFECTIVE = 100;

export const OFF_POLICY_FLAGS = { "off-policy": { type: "boolean" }, policy: { type: "string" } } as const;

export interface OffPolicyFlags {
  readonly policy?: string;
}

/** @returns the exit status: 1 where the log is worth too little to say anything */
export function offPolicyCommand(paths: readonly string[], { policy = "greedy" }: OffPolicyFlags): number {
  const target = readTargetPolicy(policy);
  const decisions = paths.flatMap((path) => readLog(read(path), basename(path)));
  if (decisions.length === 0) {
    throw new AisleError("LOG_UNREADABLE", "The logs hold no explored place.", {
      fix: "Turn exploration on for a placement: without it nothing can be learned of other policies.",
    });
  }
  const found = estimate(decisions, target);
  process.stdout.write(offPolicyTable(policy, found));
  return found.effectiveSampleSize < LEAST_EFFECTIVE ? 1 : 0;
}

export function offPolicyTable(policy: string, found: OffPolicyEstimates): string {
  const line = (name: string, { value, low, high }: Estimate) =>
    `  ${name.padEnd(28)}${value.toFixed(5)}  (${low.toFixed(5)} to ${high.toFixed(5)})\n`;
  const effective = found.effectiveSampleSize;
  const warning =
    effective < LEAST_EFFECTIVE
      ? `Too few: below ${LEAST_EFFECTIVE} effective decisions these estimates say nothing.\n`
      : "";
  return (
    `policy ${policy}: ${found.decisions} decisions of ${found.units} units, worth ${effective.toFixed(1)} ` +
    `(effective sample size), largest weight ${found.largestWeight.toFixed(2)}\n` +
    line("as logged", found.logged) +
    line("inverse propensity (IPS)", found.ips) +
    line("self-normalised (SNIPS)", found.snips) +
    line("doubly robust (DR)", found.dr) +
    warning
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new AisleError("OPTIONS_INVALID", `There is no file ${JSON.stringify(path)}.`, {
      fix: "Name a file that exists.",
    });
  }
}
