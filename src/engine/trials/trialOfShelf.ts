/** One shelf under exploration, fairness and the arm of an experiment: what is asked of the ranking, and what is said of it. */
import type { Arm } from "../../format/experiments/experimentsFile";
import type { FairnessFile } from "../../format/fairness/fairnessFile";
import { emptyProfile } from "../../profile/emptyProfile";
import type { ProfileState } from "../../profile/profileState";
import type { RankContext } from "../../ranking/rankContext";
import { emptyList, type RankedList } from "../../ranking/rankedList";
import { readQuery } from "../../ranking/readQuery";
import { exploreSteps } from "../../ranking/rerank/explore/exploreSteps";
import { fairSteps } from "../../ranking/rerank/fair/fairSteps";
import type { ExplorationPlan, Placement, RecommendQuery, Shelf } from "../../types";

export interface Trial {
  /** What to ask the ranking. */
  readonly query: RecommendQuery;
  context(plain: RankContext): RankContext;
  finish(list: RankedList): RankedList;
}

export interface TrialOptions {
  readonly query: RecommendQuery;
  readonly experiment?: NonNullable<Shelf["experiment"]>;
  readonly arm?: Arm;
  readonly fairness?: FairnessFile;
  readonly exploration?: ExplorationPlan;
  /** Of the session. */
  readonly seed: number;
}

/** What the shopper asked for, or did, is shown as it is. */
const NOT_BENT: ReadonlySet<Placement> = new Set(["search", "recent", "again"]);

export function trialOfShelf({ query, experiment, arm, fairness, exploration, seed }: TrialOptions): Trial {
  const { placement } = query;
  const popular = arm?.shelves === "popular";
  const fair = popular || arm?.fairness === "off" || NOT_BENT.has(placement) ? undefined : fairness;
  const explores = !popular && arm?.exploration !== "off" && query.exploration !== "off";
  const ruled = arm?.rules === "off" ? { ...query, rules: "off" as const } : query;
  return {
    query: popular ? popularQuery(ruled) : ruled,
    context(plain) {
      const steps: RankContext["steps"] = (read, context) => {
        const rules = plain.steps?.(read, context) ?? [];
        const mayReplace = (row: number, other: number) => rules.every((step) => step.mayReplace?.(row, other) ?? true);
        return [
          ...rules,
          ...(fair ? fairSteps(fair, { items: context.catalog.items, now: context.now }) : []),
          ...(explores && exploration ? exploreSteps(exploration, read, { seed, mayReplace }) : []),
        ];
      };
      return popular ? { ...plain, steps, profile: refusals(plain.profile), learned: undefined } : { ...plain, steps };
    },
    finish(list) {
      const shown = arm?.shelves === "none" ? emptyList(readQuery(query), "holdout") : list;
      return { ...shown, placement, ...(experiment && { experiment }) };
    },
  };
}

/** What sells, the same for everybody. Somebody who searches is answered. */
function popularQuery(query: RecommendQuery): RecommendQuery {
  if (query.placement === "search") return query;
  const { item, basket = [], exclude = [], ...rest } = query;
  return { ...rest, placement: "trending", exclude: [...exclude, ...basket, ...(item === undefined ? [] : [item])] };
}

/** What the shopper said no to stays away in every arm. */
function refusals({ items, edits }: ProfileState): ProfileState {
  const nothing = emptyProfile();
  const refused = Object.entries(items).filter(([, { muted }]) => muted);
  const muted = Object.entries(edits).filter(([, { strength }]) => strength === 0);
  return {
    ...nothing,
    items: Object.assign(nothing.items, Object.fromEntries(refused)),
    edits: Object.assign(nothing.edits, Object.fromEntries(muted)),
  };
}
