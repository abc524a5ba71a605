/**
 * The merchandiser's file of rules as steps of the ranking. A shelf is never left empty by one of its filters: the rule
 * gives way, and is named.
 */
import type { Rule, RulesFile } from "../../../format/rules/rulesFile";
import type { Item } from "../../../types";
import type { RankContext } from "../../rankContext";
import type { ReadQuery } from "../../readQuery";
import type { ShelfSteps } from "../../shelfSteps";
import { applyRules, type Boost, type Hiding } from "./applyRules";
import { rulesInForce } from "./inForce";
import { matcherOf } from "./matches";
import type { GroupLimit, Pin } from "./placeRules";

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
  const { now, profile, sensitiveCategories, catalog } = context;
  const scope = { placement, collection, now, profile, attributes, sensitiveCategories };
  const rules = rulesInForce(file, scope);
  if (rules.length === 0) return [];
  const step = applyRules(
    {
      hidings: rules.flatMap((rule) => hidingOf(rule, now)),
      boosts: rules.flatMap((rule) => boostOf(rule, now)),
      pins: rules.flatMap((rule): Pin[] =>
        rule.kind === "pin" ? [{ rule: rule.id, position: rule.position, matches: matcherOf(rule.where, now) }] : [],
      ),
      limits: rules.flatMap((rule): GroupLimit[] =>
        rule.kind === "limit"
          ? [{ rule: rule.id, groupOf: groupOf(rule.per), most: rule.most, within: rule.within }]
          : [],
      ),
      file: { version: file.version, ids: rules.map(({ id }) => id) },
    },
    catalog.items,
  );
  return [step];
}

function hidingOf(rule: Rule, now: number): Hiding[] {
  if (rule.kind !== "filter") return [];
  const matches = matcherOf(rule.where, now);
  return [{ rule: rule.id, hides: (item) => matches(item) !== (rule.show === "only"), givesWay: true }];
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
