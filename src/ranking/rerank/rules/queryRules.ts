/** The rules of one query, read: what they hide is hidden, whatever it leaves. */
import { AisleError, shown } from "../../../errors";
import type { Item, Rule } from "../../../types";
import type { ShelfSteps } from "../../shelfSteps";
import { filterOf } from "../filterOf";
import { applyRules } from "./applyRules";

const ACTIONS: readonly Rule["action"][] = ["boost", "bury", "pin", "hide"];
const DEFAULT_AMOUNT = 0.5;

/**
 * Reads a query's rules, those in force at `now`.
 * @throws AisleError `QUERY_INVALID` naming the rule, the value seen and the fix
 */
export function queryRules(rules: readonly Rule[], items: readonly Item[], now: number): ShelfSteps {
  rules.forEach(check);
  const inForce = rules
    .filter(({ from = 0, until = Number.MAX_VALUE }) => timeOf(from) <= now && now < timeOf(until))
    .map((rule) => ({ ...rule, matches: filterOf(rule.match) }));
  const doing = (...actions: readonly Rule["action"][]) => inForce.filter(({ action }) => actions.includes(action));
  return applyRules(
    {
      hidings: doing("hide").map(({ matches }) => ({ hides: matches, givesWay: false })),
      boosts: doing("boost", "bury").map(({ action, amount = DEFAULT_AMOUNT, matches }) => ({
        strengthOf: (item) => (matches(item) ? (action === "bury" ? -amount : amount) : 0),
      })),
      pins: doing("pin").map(({ place = 0, matches }) => ({ position: place, matches })),
      limits: [],
    },
    items,
  );
}

function timeOf(time: number | string): number {
  return typeof time === "number" ? time : Date.parse(time);
}

function check(rule: Rule, index: number): void {
  const fail = (field: string, seen: unknown, fix: string) => {
    throw new AisleError("QUERY_INVALID", `rules[${index}].${field} is ${shown(seen)}.`, { seen, fix });
  };
  if (!ACTIONS.includes(rule?.action)) fail("action", rule?.action, `Use one of ${ACTIONS.join(", ")}.`);
  if (typeof rule.match !== "object" || rule.match === null) fail("match", rule.match, "Say which items.");
  for (const field of ["amount", "place"] as const) {
    const value = rule[field];
    if (value !== undefined && !(value >= 0 && value <= 1_000)) fail(field, value, "Use a number from 0.");
  }
  for (const field of ["from", "until"] as const) {
    const value = rule[field];
    if (value !== undefined && !Number.isFinite(timeOf(value))) fail(field, value, "Use milliseconds or ISO 8601.");
  }
}
