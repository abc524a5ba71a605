/**
 * Rules on a shelf, wherever they come from (the shop's file, or one query): items hidden before anything is scored, boosts
 * in units of the best score, then group limits and pins on the finished order.
 */
import type { Item, Reason } from "../../../types";
import { type Scored, scored } from "../../scored";
import type { ShelfSteps } from "../../shelfSteps";
import { type GroupLimit, type Pin, placeRules } from "./placeRules";

export interface Hiding {
  /** Id of the rule, where it has one. */
  readonly rule?: string;
  readonly hides: (item: Item) => boolean;
  /** Passed over, and named, where it would leave nothing. */
  readonly givesWay: boolean;
}

export interface Boost {
  readonly rule?: string;
  /** Points in units of the best score; 0 where the rule says nothing of the item. */
  readonly strengthOf: (item: Item) => number;
}

export interface RulesToApply {
  readonly hidings: readonly Hiding[];
  readonly boosts: readonly Boost[];
  readonly pins: readonly Pin[];
  readonly limits: readonly GroupLimit[];
  /** Of a file: what the shelf reports. Ids in the file's order. */
  readonly file?: { readonly version: string; readonly ids: readonly string[] };
}

/** Rows that one rule may bring among the candidates: those with the most demand. */
const BROUGHT_ROWS = 100;

export function applyRules(rules: RulesToApply, items: readonly Item[]): ShelfSteps {
  return new RulesOfShelf(rules, items);
}

class RulesOfShelf implements ShelfSteps {
  readonly rows: readonly number[];
  readonly #rules: RulesToApply;
  readonly #items: readonly Item[];
  readonly #applied = new Set<string | undefined>();
  readonly #overruled = new Set<string | undefined>();
  #pinned: ReadonlySet<number> = new Set();

  constructor(rules: RulesToApply, items: readonly Item[]) {
    this.#rules = rules;
    this.#items = items;
    this.rows = [
      ...rules.pins.flatMap(({ matches }) => mostWanted(items, matches)),
      ...rules.boosts.flatMap(({ strengthOf }) => mostWanted(items, (item) => strengthOf(item) > 0)),
    ];
  }

  allow(allowed: Uint8Array): void {
    let left = 0;
    for (const value of allowed) left += value;
    if (left === 0) return;
    for (const { rule, hides, givesWay } of this.#rules.hidings) {
      const kept = allowed.slice();
      let remaining = 0;
      for (let row = 0; row < kept.length; row++) {
        if (kept[row] && hides(this.#items[row])) kept[row] = 0;
        remaining += kept[row];
      }
      if (remaining === 0 && givesWay) {
        this.#overruled.add(rule);
        continue;
      }
      if (remaining < left) this.#applied.add(rule);
      left = remaining;
      allowed.set(kept);
    }
  }

  adjust(ranked: readonly Scored[]): readonly Scored[] {
    if (this.#rules.boosts.length === 0 || ranked.length === 0) return ranked;
    const best = ranked.reduce((most, { score }) => Math.max(most, score), 0);
    const unit = best > 0 ? best : 1;
    return ranked.map((entry) => this.#boosted(entry, unit));
  }

  #boosted(entry: Scored, unit: number): Scored {
    let points = 0;
    const reasons: Reason[] = [];
    for (const { rule, strengthOf } of this.#rules.boosts) {
      const contribution = unit * strengthOf(this.#items[entry.row]);
      if (contribution === 0) continue;
      points += contribution;
      this.#applied.add(rule);
      reasons.push({
        signal: "rule",
        contribution,
        evidence: { kind: "rule", ...(rule !== undefined && { id: rule }) },
      });
    }
    if (points === 0) return entry;
    return {
      ...scored(entry.row, entry.candidate, { ...entry.parts, rule: (entry.parts.rule ?? 0) + points }),
      reasons: [...(entry.reasons ?? []), ...reasons],
    };
  }

  arrange(placed: readonly Scored[], needed: number): readonly Scored[] {
    const { pins, limits } = this.#rules;
    if (pins.length === 0 && limits.length === 0) return placed;
    const result = placeRules(placed, { items: this.#items, pins, limits, needed });
    for (const rule of result.applied) this.#applied.add(rule);
    for (const rule of result.overruled) this.#overruled.add(rule);
    this.#pinned = result.pinned;
    return result.placed;
  }

  /** Another item of the same groups counts the same towards every limit. */
  mayReplace(row: number, other: number): boolean {
    if (this.#pinned.has(row) || this.#pinned.has(other)) return false;
    return this.#rules.limits.every(({ groupOf }) => groupOf(this.#items[row]) === groupOf(this.#items[other]));
  }

  report() {
    const { file } = this.#rules;
    if (!file) return {};
    return {
      rules: {
        version: file.version,
        applied: file.ids.filter((id) => this.#applied.has(id)),
        overruled: file.ids.filter((id) => this.#overruled.has(id)),
      },
    };
  }
}

function mostWanted(items: readonly Item[], wanted: (item: Item) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < items.length; row++) if (wanted(items[row])) rows.push(row);
  if (rows.length <= BROUGHT_ROWS) return rows;
  return rows.sort((a, b) => (items[b].popularity ?? 0) - (items[a].popularity ?? 0) || a - b).slice(0, BROUGHT_ROWS);
}
