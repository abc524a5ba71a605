/** The merchandiser's wishes of one query: items hidden before anything is scored, scores moved, places given away. */
import { AisleError, shown } from "../../../errors";
import type { Item, Reason, Rule } from "../../../types";
import { scored } from "../../scored";
import type { ShelfSteps } from "../../shelfSteps";
import { filterOf } from "../filterOf";

const ACTIONS: readonly Rule["action"][] = ["boost", "bury", "pin", "hide"];
const DEFAULT_AMOUNT = 0.5;
/** Rows that one rule may add to the candidates: a boost of a whole department is settled by the score. */
const MAX_ADDED = 200;

/**
 * Reads a query's rules, those in force at `now`.
 * @throws AisleError `QUERY_INVALID` naming the rule, the value seen and the fix
 */
export function queryRules(rules: readonly Rule[], items: readonly Item[], now: number): ShelfSteps {
  rules.forEach(check);
  const inForce = rules.filter(({ from = 0, until = Number.MAX_VALUE }) => timeOf(from) <= now && now < timeOf(until));
  const doing = (...actions: readonly Rule["action"][]) =>
    inForce
      .filter(({ action }) => actions.includes(action))
      .map((rule) => ({ ...rule, matches: filterOf(rule.match) }));

  return {
    allow(allowed) {
      for (const { matches } of doing("hide")) {
        items.forEach((item, row) => {
          if (matches(item)) allowed[row] = 0;
        });
      }
    },
    rows: doing("boost", "pin").flatMap(({ matches }) => firstMatches(items, matches)),
    adjust(entries) {
      const moving = doing("boost", "bury");
      const best = Math.max(0, ...entries.map(({ score }) => score));
      return entries.map((entry) => {
        let moved = 0;
        for (const { action, amount = DEFAULT_AMOUNT, matches } of moving) {
          if (matches(items[entry.row])) moved += (action === "bury" ? -amount : amount) * best;
        }
        if (moved === 0) return entry;
        const reason: Reason = { signal: "rule", contribution: moved, evidence: { kind: "rule" } };
        return {
          ...scored(entry.row, entry.candidate, { ...entry.parts, rule: (entry.parts.rule ?? 0) + moved }),
          reasons: [...(entry.reasons ?? []), reason],
        };
      });
    },
    arrange(ranked) {
      const placed = [...ranked];
      const taken = new Set<number>();
      for (const { place = 0, matches } of doing("pin")) {
        const at = placed.findIndex(({ row }) => !taken.has(row) && matches(items[row]));
        if (at < 0) continue;
        const [entry] = placed.splice(at, 1);
        taken.add(entry.row);
        placed.splice(place, 0, entry);
      }
      return placed;
    },
  };
}

function firstMatches(items: readonly Item[], matches: (item: Item) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < items.length && rows.length < MAX_ADDED; row++) if (matches(items[row])) rows.push(row);
  return rows;
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
