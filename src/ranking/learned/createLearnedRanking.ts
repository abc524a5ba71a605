/**
 * Shelves by what a build has learned: every eligible row is scored with the placement's terms, then diversity and
 * reasons as for any other shelf. The evaluation of a build calls the same `blendScores`.
 */
import type { AssetParts } from "../../format/assets/assetParts";
import type { PlacementBlend } from "../../format/behaviour/blend";
import { repeatInterval } from "../../profile/buyAgain";
import type { Placement, Reason, Signal } from "../../types";
import { TOO_SOON_MS } from "../historyShelf";
import type { InterestPoint } from "../interestPoints";
import type { CatalogView, LearnedRanking, RankContext } from "../rankContext";
import { emptyList, type RankedList, rankedList, withoutSeen } from "../rankedList";
import type { ReadQuery } from "../readQuery";
import { DIVERSITY, diversify } from "../rerank/diversity";
import type { Eligible } from "../rerank/eligible";
import { adjusted, arranged, rowsOf } from "../rerank/takeSteps";
import { rungOf } from "../rungOf";
import { byScore, type Scored, scored } from "../scored";
import { topRows } from "../topRows";
import { usableVectors } from "../usableVectors";
import type { VectorTable } from "../vectorTable";
import { wordIndexOf } from "../words/wordIndexOf";
import { explainLearned } from "./explainLearned";
import { type AddedVectors, alignModel, type LearnedModel } from "./learnedModel";
import { type LearnedSources, learnedSources } from "./learnedSources";
import { type PastItem, pastItems } from "./pastItems";
import { SIGNAL_OF } from "./signalOf";
import { type BlendScores, blendScores } from "./termScores";

/**
 * Of a shopper of whom nothing is known the blend's personal terms say nothing, and what is left of it was weighed to
 * stand beside them: what sells leads, with some of what is new.
 */
const UNKNOWN_SHOPPER: PlacementBlend = {
  terms: [
    { signal: "popularity", weight: 1 },
    { signal: "freshness", weight: 0.2 },
  ],
};
/** Share of its buyers who came back for it, below which an item is one that lasts. */
const LEAST_REPEATED = 0.05;
/** Rows kept for diversity to choose from, where the shelf needs fewer. */
const KEPT_ROWS = 200;

/** @param prepare what is made of the sources before they are used: who ranks for many shoppers may keep more at hand */
export function createLearnedRanking(
  parts: AssetParts,
  prepare: (sources: LearnedSources) => LearnedSources = (sources) => sources,
): LearnedRanking {
  let added: AddedVectors = {};
  const modelOf = createModelCache(parts);
  const sourcesOf = createSourcesCache(prepare);
  return {
    ranks: (placement) => blendOf(parts, placement) !== undefined,
    rank(query, context, rows, given) {
      const weights = blendOf(parts, query.placement) as PlacementBlend;
      const model = modelOf(context.catalog, added);
      return learnedShelf({ query, context, rows, given, weights, sources: sourcesOf(context, model) });
    },
    extend(space, vectors) {
      added = { ...added, [space]: vectors };
    },
  };
}

/** A search ranks by its words, `recent` by time: no build speaks for them. */
function blendOf({ blend }: AssetParts, placement: Placement): PlacementBlend | undefined {
  if (placement === "search" || placement === "recent") return undefined;
  const found = blend?.[placement];
  return found?.terms.some(({ weight }) => weight > 0) ? found : undefined;
}

interface ShelfInput {
  readonly query: ReadQuery;
  readonly context: RankContext;
  readonly rows: Eligible;
  readonly given: readonly InterestPoint[] | undefined;
  readonly weights: PlacementBlend;
  readonly sources: LearnedSources;
}

function learnedShelf({ query, context, rows, given, weights, sources }: ShelfInput): RankedList | undefined {
  const { placement, collection, offset, limit } = query;
  const needed = offset + limit;
  const past = given ? given.map((point) => asPast(point, context.now)) : pastItems(context, collection);
  const isAgain = placement === "again";
  const blend = past.length === 0 ? UNKNOWN_SHOPPER : weights;
  const allowed = isAgain ? againRows(past, rows, sources.model, context.now) : withoutSeen(rows, needed);
  const options = { now: context.now, historyCut: blend.historyCut };
  const scores = blendScores(blend.terms, past, sources, options);
  const best = bestRows(scores, blend, { allowed, count: Math.max(KEPT_ROWS, needed), also: rowsOf(rows.steps) });
  // A newcomer to a blend of personal terms: every row is worth the same, and the order would be the feed's.
  if (best.length > 1 && best[0].score === best[best.length - 1].score) return undefined;
  const ranked = rows.steps.length === 0 ? best : [...adjusted(best, rows.steps)].sort(byScore);
  if (ranked.length === 0) return emptyList(query, isAgain ? "no_history" : "no_match");
  const placed = diversify(ranked, {
    items: sources.items,
    words: sources.words,
    space: sources.vectors?.space,
    strength: blend.diversity ?? DIVERSITY[placement] ?? 0,
    needed,
  });
  const shown = arranged(placed, rows.steps, needed).slice(offset, needed);
  const reasons =
    context.reasons === "none" ? undefined : explainLearned(shown, { blend, past, sources, options, scores });
  const rung = isAgain ? "personal" : rungOf(placement, shown, { byMeaning: false });
  return rankedList(query, context, shown, rung, (entry) => {
    const why = reasons?.get(entry.row) ?? [];
    return isAgain ? ownFirst(why, sources.items[entry.row].id) : why;
  });
}

/** Whatever else speaks for it: on a shelf of what was bought, that it was bought comes first. */
function ownFirst(why: readonly Reason[], id: string): Reason[] {
  const isOwn = ({ evidence }: Reason) => "itemId" in evidence && evidence.itemId === id;
  return [...why.filter(isOwn), ...why.filter((reason) => !isOwn(reason))];
}

function asPast({ row, weight, evidence }: InterestPoint, now: number): PastItem {
  return { row, strength: weight, at: now, purchases: [], evidence };
}

/**
 * Rows the shopper has bought, but not just now: of these, where the build knows, the ones that people buy again. A tent
 * was bought too, and nobody needs to hear of it on a shelf of what has run out.
 */
function againRows(
  past: readonly PastItem[],
  { allowed }: Eligible,
  { repeat }: LearnedModel,
  now: number,
): Uint8Array {
  const bought = new Uint8Array(allowed.length);
  const repeated = new Uint8Array(allowed.length);
  for (const { row, purchases } of past) {
    const last = purchases.at(-1);
    if (last === undefined || now - last < TOO_SOON_MS || !allowed[row]) continue;
    bought[row] = 1;
    if (repeatInterval(purchases, now) || (repeat && repeat.shares[row] >= LEAST_REPEATED)) repeated[row] = 1;
  }
  return repeat && repeated.includes(1) ? repeated : bought;
}

/** Best first, each with the parts its score is the sum of; terms of one kind add up to one part. */
export function bestRows(
  { total, parts }: BlendScores,
  { terms }: PlacementBlend,
  options: { readonly allowed: Uint8Array; readonly count: number; readonly also?: readonly number[] },
): Scored[] {
  const { allowed, count, also = [] } = options;
  const rows = new Set(topRows(total, count, { allowed, above: Number.NEGATIVE_INFINITY }));
  for (const row of also) if (allowed[row]) rows.add(row);
  return Array.from(rows, (row, candidate) => {
    const bySignal: Partial<Record<Signal, number>> = {};
    terms.forEach(({ signal }, t) => {
      const name = SIGNAL_OF[signal];
      bySignal[name] = (bySignal[name] ?? 0) + parts[t][row];
    });
    return scored(row, candidate, bySignal);
  });
}

/** Alignment costs a pass over the weights, and holds as long as the catalogue's rows. */
function createModelCache(parts: AssetParts): (catalog: CatalogView, added: AddedVectors) => LearnedModel {
  let known: { readonly key: readonly unknown[]; readonly model: LearnedModel } | undefined;
  return (catalog, added) => {
    const key = [catalog.revision, catalog.items.length, added];
    if (!known?.key.every((part, i) => part === key[i])) known = { key, model: alignModel(parts, catalog, added) };
    return known.model;
  };
}

interface KnownSources {
  readonly catalog: CatalogView;
  readonly table: VectorTable | undefined;
  readonly covered: number;
  readonly sources: LearnedSources;
}

function createSourcesCache(
  prepare: (sources: LearnedSources) => LearnedSources,
): (context: RankContext, model: LearnedModel) => LearnedSources {
  let known: KnownSources | undefined;
  return (context, model) => {
    const { catalog, sensitiveCategories } = context;
    const vectors = usableVectors(context);
    const covered = vectors?.covered ?? 0;
    const same =
      known?.catalog === catalog &&
      known.table === vectors?.table &&
      known.covered === covered &&
      known.sources.model === model;
    if (!known || !same) {
      const sources = prepare(
        learnedSources({
          items: catalog.items,
          model,
          words: wordIndexOf(catalog),
          vectors: vectors?.table,
          sensitiveCategories,
        }),
      );
      known = { catalog, table: vectors?.table, covered, sources };
    }
    return known.sources;
  };
}
