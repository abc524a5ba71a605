/**
 * The merchandiser's rules as steps of the ranking: filters before anything is scored, boosts in units of the best score,
 * then group limits and pins on the finished order. A shelf is never left empty by a rule: the rule gives way, and is named.
 */
import type { Rule, RulesFile } from "../../../format/rules/rulesFile";
import type { Item, Reason } from "../../../types";
import type { RankContext } from "../../rankContext";
import type { ReadQuery } from "../../readQuery";
import { type Scored, scored } from "../../scored";
import type { ShelfSteps } from "../../shelfSteps";
import { rulesInForce } from "./inForce";
import { matcherOf } from "./matches";
import { type GroupLimit, type Pin, placeRules } from "./placeRules";

/** Rows that one boost may bring among the candidates: those with the most demand. */
const BOOSTED_ROWS = 100;

export interface RulesOptions {
  readonly attributes: Readonly<Record<string, string>>;
}

/** @returns one step, or none where no rule is in force */
export function rulesSteps(
  file: RulesFile,
  query: ReadQuery,
  context: RankContext,
  { attributes }: RulesOptions,
): readonly ShelfSteps[] {
  const { placement, collection } = query;
  const { now, profile, sensitiveCategories } = context;
  const scope = { placement, collection, now, profile, attributes, sensitiveCategories };
  const inForce = rulesInForce(file, scope);
  return inForce.length === 0 ? [] : [new RulesOfShelf(file.version, inForce, context)];
}

interface Boost {
  readonly rule: string;
  /** Points in units of the best score; 0 where the rule says nothing of the item. */
  readonly strengthOf: (item: Item) => number;
}

class RulesOfShelf implements ShelfSteps {
  readonly rows: readonly number[];
  readonly #version: string;
  readonly #rules: readonly Rule[];
  readonly #items: readonly Item[];
  readonly #boosts: readonly Boost[];
  readonly #pins: readonly Pin[];
  readonly #limits: readonly GroupLimit[];
  readonly #now: number;
  readonly #applied = new Set<string>();
  readonly #overruled = new Set<string>();

  constructor(version: string, rules: readonly Rule[], { catalog, now }: RankContext) {
    this.#version = version;
    this.#rules = rules;
    this.#items = catalog.items;
    this.#now = now;
    this.#boosts = rules.flatMap((rule) => boostOf(rule, now));
    this.#pins = rules.flatMap((rule): Pin[] =>
      rule.kind === "pin" ? [{ rule: rule.id, position: rule.position, matches: matcherOf(rule.where, now) }] : [],
    );
    this.#limits = rules.flatMap((rule): GroupLimit[] =>
      rule.kind === "limit"
        ? [{ rule: rule.id, groupOf: groupOf(rule.per), most: rule.most, within: rule.within }]
        : [],
    );
    this.rows = [
      ...this.#pins.flatMap(({ matches }) => mostWanted(this.#items, matches)),
      ...this.#boosts.flatMap(({ strengthOf }) => mostWanted(this.#items, (item) => strengthOf(item) > 0)),
    ];
  }

  /** Filters in order; one that would leave nothing is passed over. */
  allow(allowed: Uint8Array): void {
    let left = 0;
    for (const value of allowed) left += value;
    if (left === 0) return;
    for (const rule of this.#rules) {
      if (rule.kind !== "filter") continue;
      const matches = matcherOf(rule.where, this.#now);
      const kept = allowed.slice();
      let remaining = 0;
      for (let row = 0; row < kept.length; row++) {
        if (kept[row] && matches(this.#items[row]) !== (rule.show === "only")) kept[row] = 0;
        remaining += kept[row];
      }
      if (remaining === 0) {
        this.#overruled.add(rule.id);
        continue;
      }
      if (remaining < left) this.#applied.add(rule.id);
      left = remaining;
      allowed.set(kept);
    }
  }

  adjust(ranked: readonly Scored[]): readonly Scored[] {
    if (this.#boosts.length === 0 || ranked.length === 0) return ranked;
    const best = ranked.reduce((most, { score }) => Math.max(most, score), 0);
    const unit = best > 0 ? best : 1;
    return ranked.map((entry) => this.#boosted(entry, unit));
  }

  #boosted(entry: Scored, unit: number): Scored {
    let points = 0;
    const reasons: Reason[] = [];
    for (const { rule, strengthOf } of this.#boosts) {
      const contribution = unit * strengthOf(this.#items[entry.row]);
      if (contribution === 0) continue;
      points += contribution;
      this.#applied.add(rule);
      reasons.push({ signal: "rule", contribution, evidence: { kind: "rule", id: rule } });
    }
    if (points === 0) return entry;
    return {
      ...scored(entry.row, entry.candidate, { ...entry.parts, rule: points }),
      reasons: [...(entry.reasons ?? []), ...reasons],
    };
  }

  arrange(placed: readonly Scored[], needed: number): readonly Scored[] {
    if (this.#pins.length === 0 && this.#limits.length === 0) return placed;
    const result = placeRules(placed, {
      items: this.#items,
      pins: this.#pins.filter(({ position }) => position < needed),
      limits: this.#limits,
      needed,
    });
    for (const rule of result.applied) this.#applied.add(rule);
    for (const rule of result.overruled) this.#overruled.add(rule);
    return result.placed;
  }

  report() {
    const inOrder = (found: ReadonlySet<string>) => this.#rules.map(({ id }) => id).filter((id) => found.has(id));
    return {
      rules: {
        version: this.#version,
        applied: inOrder(this.#applied),
        overruled: inOrder(this.#overruled),
      },
    };
  }
}

function boostOf(rule: Rule, now: number): Boost[] {
  if (rule.kind === "bands") {
    const strengths = new Map(rule.bands.flatMap(({ strength, ids }) => ids.map((id) => [id, strength])));
    const strengthOf = ({ id, itemGroupId }: Item) => strengths.get(id) ?? strengths.get(itemGroupId ?? "") ?? 0;
    return [{ rule: rule.id, strengthOf }];
  }
  if (rule.kind !== "boost" && rule.kind !== "bury") return [];
  const matches = matcherOf(rule.where, now);
  const strength = rule.kind === "boost" ? rule.strength : -rule.strength;
  return [{ rule: rule.id, strengthOf: (item) => (matches(item) ? strength : 0) }];
}

function groupOf(per: Extract<Rule, { kind: "limit" }>["per"]): GroupLimit["groupOf"] {
  if (typeof per === "object") return (item) => item.attributes?.[per.attribute];
  switch (per) {
    case "brand":
      return (item) => item.brand;
    case "category":
      return (item) => item.category?.at(-1);
    case "department":
      return (item) => item.category?.[0];
  }
}

function mostWanted(items: readonly Item[], wanted: (item: Item) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < items.length; row++) if (wanted(items[row])) rows.push(row);
  if (rows.length <= BOOSTED_ROWS) return rows;
  return rows.sort((a, b) => (items[b].popularity ?? 0) - (items[a].popularity ?? 0) || a - b).slice(0, BOOSTED_ROWS);
}
