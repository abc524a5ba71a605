/** The shop's own functions cannot cross into the worker: more items than are shown are ranked there, and chosen here. */
import type { Item, RankedItem, RecommendQuery, Shelf, ShelfQuery } from "../types";

/** Items asked for at once, for each that is to be shown, within what one query may ask for. */
const SPARE = 4;
const MIN_ASKED = 40;
const MAX_ASKED = 200;
/** A filter that lets nearly nothing through ends here. */
const MAX_ROUNDS = 5;

export interface RefineOptions {
  readonly ask: (query: RecommendQuery) => Promise<Shelf>;
  /** Credits what happens to the refined shelf's items to it. */
  readonly remember: (shelf: Shelf) => Promise<void>;
  readonly newId: () => string;
}

/**
 * Answers a query that has a `filter` or a `boost` function. `filter` leaves out; `boost` adds its share of the best score,
 * as the part `rule`. A function that throws is reported to the page and taken to have said nothing.
 */
export async function refine(query: ShelfQuery, options: RefineOptions): Promise<Shelf> {
  const { filter, boost, repeats: _, limit = 8, offset = 0, ...rest } = query;
  // What is chosen here makes other places of what was drawn there: no logged probability would be true.
  const drawn = { ...rest, exploration: "off" } as const;
  const plain: RecommendQuery = typeof filter === "function" ? drawn : { ...drawn, filter };
  const accepts = typeof filter === "function" ? careful(filter, true) : () => true;
  const needed = offset + limit;
  const asked = Math.min(MAX_ASKED, Math.max(MIN_ASKED, needed * SPARE));
  const kept: RankedItem[] = [];
  let first: Shelf | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const page = await options.ask({ ...plain, limit: asked, offset: round * asked });
    first ??= page;
    kept.push(...page.items.filter(({ item }) => accepts(item)));
    if (page.items.length < asked || kept.length >= needed) break;
  }
  const items = (boost ? boosted(kept, careful(boost, 0)) : kept)
    .slice(offset, needed)
    .map((ranked, index) => ({ ...ranked, position: offset + index }));
  const shelf = { ...(first as Shelf), id: options.newId(), items };
  if (items.length === 0) return { ...shelf, rung: "none", reason: shelf.reason ?? "nothing_matches_filter" };
  await options.remember(shelf);
  return shelf;
}

function boosted(items: readonly RankedItem[], boost: (item: Item) => number): readonly RankedItem[] {
  const best = Math.max(0, ...items.map(({ score }) => score));
  return items
    .map((ranked) => {
      const share = boost(ranked.item);
      const rule = Number.isFinite(share) ? share * best : 0;
      if (rule === 0) return ranked;
      const contributions = { ...ranked.contributions, rule: (ranked.contributions.rule ?? 0) + rule };
      const reason = { signal: "rule", contribution: rule, evidence: { kind: "rule" } } as const;
      const why = rule > 0 ? [...ranked.why, reason] : ranked.why;
      return { ...ranked, score: ranked.score + rule, contributions, why };
    })
    .sort((a, b) => b.score - a.score || a.position - b.position);
}

function careful<T>(ask: (item: Item) => T, otherwise: T): (item: Item) => T {
  return (item) => {
    try {
      return ask(item);
    } catch (error) {
      reportError(error);
      return otherwise;
    }
  };
}
