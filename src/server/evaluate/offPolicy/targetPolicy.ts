import { AisleError } from "../../../errors";
import { propensities } from "../../../ranking/rerank/explore/propensities";
import type { TargetPolicy } from "./decision";

/**
 * `greedy`, `uniform`, `softmax:0.05` (temperature in units of the shelf's best score) or `epsilon:0.1`.
 * @throws AisleError `OPTIONS_INVALID`
 */
export function readTargetPolicy(text: string): TargetPolicy {
  const [name, parameter] = text.split(":");
  const number = parameter === undefined ? Number.NaN : Number(parameter);
  if (name === "greedy" && parameter === undefined) return ({ scores }) => scores.map((_, i) => (i === 0 ? 1 : 0));
  if (name === "uniform" && parameter === undefined) return ({ scores }) => scores.map(() => 1 / scores.length);
  if (name === "softmax" && number > 0) {
    return ({ scores, best }) => propensities(scores, { kind: "softmax", temperature: number }, best);
  }
  if (name === "epsilon" && number >= 0 && number <= 1) {
    return ({ scores, best }) => propensities(scores, { kind: "epsilon-greedy", epsilon: number }, best);
  }
  throw new AisleError("OPTIONS_INVALID", `There is no policy ${JSON.stringify(text)}.`, {
    seen: text,
    fix: "Use greedy, uniform, softmax:<temperature> or epsilon:<share from 0 to 1>.",
  });
}
