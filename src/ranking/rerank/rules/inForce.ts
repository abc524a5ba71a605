import { momentOf } from "../../../format/moment";
import type { Rule, RulesFile, Segment } from "../../../format/rules/rulesFile";
import { affinity } from "../../../profile/affinity";
import { tasteKey } from "../../../profile/keys";
import type { ProfileState } from "../../../profile/profileState";
import { isSensitive } from "../../../profile/sensitive";
import type { Placement } from "../../../types";

export interface RuleScope {
  readonly placement: Placement;
  readonly collection: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly profile: ProfileState;
  /** Declared by the shopper. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly sensitiveCategories: readonly string[];
}

/** The rules for this shelf, this moment and this shopper, in the file's order. */
export function rulesInForce(file: RulesFile, scope: RuleScope): Rule[] {
  if (file.enabled === false) return [];
  return file.rules.filter((rule) => isMeant(rule, scope) && belongs(rule.segment, scope));
}

/** Whether a rule is for this shelf at this moment, whoever looks. */
export function isMeant(rule: Rule, scope: Pick<RuleScope, "placement" | "collection" | "now">): boolean {
  if (rule.enabled === false) return false;
  if (rule.placements && !rule.placements.includes(scope.placement)) return false;
  if (!(rule.collections ?? ["products"]).includes(scope.collection)) return false;
  const from = momentOf(rule.from) ?? Number.NEGATIVE_INFINITY;
  return scope.now >= from && scope.now < (momentOf(rule.to) ?? Number.POSITIVE_INFINITY);
}

/** Whether the shopper is one of those a rule is for. Nobody is by an interest that is sensitive. */
export function belongs(segment: Segment | undefined, scope: RuleScope): boolean {
  if (!segment) return true;
  const { attributes, interest, shopper } = segment;
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (!Object.hasOwn(scope.attributes, name) || scope.attributes[name] !== value) return false;
  }
  if (!interest && !shopper) return true;
  const known = affinity(scope.profile, scope.now);
  if (shopper && (shopper === "known") !== known.evidence > 0) return false;
  if (!interest) return true;
  if (interest.kind === "category" && isSensitive([interest.value], scope.sensitiveCategories)) return false;
  const shares = interest.kind === "category" ? known.categories : known.brands;
  return (shares.get(tasteKey(interest.value)) ?? 0) >= interest.atLeast;
}
