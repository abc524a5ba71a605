/** What a merchandiser should know before rules go live: which contradict each other, which exclude all, which do nothing. */
import { momentOf } from "../../../format/moment";
import type { Rule, RulesFile } from "../../../format/rules/rulesFile";
import type { Item, Placement } from "../../../types";
import { matcherOf } from "./matches";

export type ContradictionKind =
  /** Two pins want the same place of the same shelf at the same time. */
  | "pins_share_a_place"
  /** A filter hides every item that a pin could place. */
  | "pin_is_filtered"
  /** The same item is boosted and buried. */
  | "boosted_and_buried"
  /** Filters together leave nothing: the later gives way. */
  | "nothing_left"
  /** No item of the catalogue matches. */
  | "matches_nothing"
  /** Its last day has passed. */
  | "is_over";

export interface Contradiction {
  readonly kind: ContradictionKind;
  /** Ids of the rules concerned, in the file's order. */
  readonly rules: readonly string[];
  /** Ids of up to three items concerned. */
  readonly items: readonly string[];
}

const EXAMPLES = 3;

export function contradictions(
  file: RulesFile,
  { items, now }: { readonly items: readonly Item[]; readonly now: number },
): Contradiction[] {
  const active = file.rules.filter((rule) => rule.enabled !== false);
  const found: Contradiction[] = [];
  const matching = new Map(active.map((rule) => [rule.id, matchingItems(rule, items, now)]));
  const of = (rule: Rule) => matching.get(rule.id) ?? [];
  const say = (kind: ContradictionKind, rules: readonly Rule[], concerned: readonly Item[] = []) => {
    found.push({ kind, rules: rules.map(({ id }) => id), items: concerned.slice(0, EXAMPLES).map(({ id }) => id) });
  };
  for (const rule of active) {
    if ((momentOf(rule.to) ?? Number.POSITIVE_INFINITY) <= now) say("is_over", [rule]);
    else if (rule.kind !== "limit" && of(rule).length === 0) say("matches_nothing", [rule]);
  }
  pairs(active, (a, b) => {
    if (a.kind === "pin" && b.kind === "pin" && a.position === b.position) say("pins_share_a_place", [a, b]);
    const [up, down] = [a, b].sort((x) => (x.kind === "boost" ? -1 : 1));
    if (up.kind === "boost" && down.kind === "bury") {
      const buried = new Set(of(down));
      const both = of(up).filter((item) => buried.has(item));
      if (both.length > 0) say("boosted_and_buried", [a, b], both);
    }
    const [pin, filter] = a.kind === "pin" ? [a, b] : [b, a];
    if (pin.kind === "pin" && filter.kind === "filter" && of(pin).length > 0) {
      const visible = new Set(keptBy(filter, items, of(filter)));
      if (of(pin).every((item) => !visible.has(item))) say("pin_is_filtered", [a, b], of(pin));
    }
  });
  for (const rules of filtersByShelf(active)) {
    let left = items;
    const taken: Rule[] = [];
    for (const rule of rules) {
      const visible = new Set(keptBy(rule, items, of(rule)));
      const next = left.filter((item) => visible.has(item));
      taken.push(rule);
      if (next.length === 0 && items.length > 0) {
        const known = found.some(({ kind, rules: ids }) => kind === "nothing_left" && ids.at(-1) === rule.id);
        if (!known) say("nothing_left", taken);
        break;
      }
      left = next;
    }
  }
  return found;
}

function matchingItems(rule: Rule, items: readonly Item[], now: number): readonly Item[] {
  if (rule.kind === "limit") return [];
  if (rule.kind === "bands") {
    const ids = new Set(rule.bands.flatMap((band) => band.ids));
    return items.filter(({ id }) => ids.has(id));
  }
  const matches = matcherOf(rule.where, now);
  return items.filter(matches);
}

function keptBy(rule: Rule, items: readonly Item[], matching: readonly Item[]): readonly Item[] {
  if (rule.kind !== "filter") return items;
  if (rule.show === "only") return matching;
  const hidden = new Set(matching);
  return items.filter((item) => !hidden.has(item));
}

/** Filters for everybody that meet on one shelf at one time; those of a segment meet fewer. */
function filtersByShelf(rules: readonly Rule[]): Rule[][] {
  const filters = rules.filter((rule) => rule.kind === "filter");
  return PLACEMENTS.map((placement) =>
    filters.filter((rule) => !rule.segment && (rule.placements ?? PLACEMENTS).includes(placement)),
  ).map((some) => some.filter((rule) => some.every((other) => meet(rule, other))));
}

const PLACEMENTS: readonly Placement[] = [
  "home",
  "related",
  "complement",
  "again",
  "recent",
  "trending",
  "new",
  "search",
];

function pairs(rules: readonly Rule[], check: (a: Rule, b: Rule) => void): void {
  rules.forEach((a, i) => {
    for (const b of rules.slice(i + 1)) if (meet(a, b)) check(a, b);
  });
}

/** Whether two rules can be in force on one shelf at one time. */
function meet(a: Rule, b: Rule): boolean {
  const from = Math.max(momentOf(a.from) ?? Number.NEGATIVE_INFINITY, momentOf(b.from) ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(momentOf(a.to) ?? Number.POSITIVE_INFINITY, momentOf(b.to) ?? Number.POSITIVE_INFINITY);
  const share = <T>(x: readonly T[], y: readonly T[]) => x.some((value) => y.includes(value));
  return (
    from < to &&
    share<string>(a.placements ?? PLACEMENTS, b.placements ?? PLACEMENTS) &&
    share(a.collections ?? ["products"], b.collections ?? ["products"])
  );
}
