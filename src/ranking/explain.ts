import { tasteKey } from "../profile/keys";
import type { Evidence, Item, Reason } from "../types";
import { type Closeness, PERSONAL_SIGNALS, type PersonalSignal } from "./closeness";
import type { InterestPoint } from "./interestPoints";
import { itemPrice } from "./itemPrice";
import { type PersonalParts, personalParts, pointWeights } from "./personalScore";
import type { BlendWeights } from "./rankContext";
import type { Scored } from "./scored";

/** Reasons given for one item, at most; of these from single acts, at most. */
const MAX_REASONS = 5;
export const MAX_POINT_REASONS = 3;
/** Less than this share of the score is no reason anybody would recognise. */
const MIN_SHARE = 0.001;

export interface ExplainOptions {
  readonly items: readonly Item[];
  readonly points: readonly InterestPoint[];
  readonly near: Closeness;
  readonly blend: BlendWeights;
  readonly prior: number;
  readonly query?: string;
}

/** What an item has whoever looks: demand, newness, and the shop's own wish. */
const IMPERSONAL: readonly Reason["signal"][] = ["popularity", "freshness", "rule", "fairness"];

/**
 * Why an item has its score, at least one reason. Each states the points that would vanish if its own evidence were
 * removed and nothing else changed, so reasons overlap: an act also feeds the category it belongs to.
 *
 * Largest first, except that several acts share what they cause, and each alone may weigh less than the popularity that
 * every item has: where the shopper's own evidence together outweighs popularity and newness, it leads.
 */
export function explain(entry: Scored, options: ExplainOptions): Reason[] {
  return orderedReasons(entry, [...pointReasons(entry, options), ...signalReasons(entry, options)]);
}

/** The ones worth telling, in the order in which they are told; never none. */
export function orderedReasons(entry: Scored, all: readonly Reason[]): Reason[] {
  const impersonal = IMPERSONAL.reduce((sum, signal) => sum + (entry.parts[signal] ?? 0), 0);
  const ownLeads = entry.score - impersonal > impersonal;
  const rank = ({ signal }: Reason) => (ownLeads && IMPERSONAL.includes(signal) ? 1 : 0);
  const reasons = [...all, ...(entry.reasons ?? [])]
    .filter((reason) => reason.contribution > MIN_SHARE * Math.max(0, entry.score))
    .sort((a, b) => rank(a) - rank(b) || b.contribution - a.contribution)
    .slice(0, MAX_REASONS);
  return reasons.length > 0 ? reasons : [{ signal: "rule", contribution: 0, evidence: { kind: "feed" } }];
}

/** What the score loses when one point is taken out of the shopper's history and everything is computed again. */
function pointReasons(entry: Scored, { points, near, blend, prior }: ExplainOptions): Reason[] {
  if (points.length === 0) return [];
  const all = pointWeights(points);
  const whole = personalParts(entry.candidate, near, all, blend, prior);
  const reasons: Reason[] = [];
  points.forEach((point, p) => {
    if (all.values[p] === 0) return;
    const rest = personalParts(entry.candidate, near, pointWeights(points, p), blend, prior);
    const { signal, lost } = loss(whole, rest);
    if (lost > 0) reasons.push({ signal, contribution: lost, evidence: point.evidence });
  });
  return reasons.sort((a, b) => b.contribution - a.contribution).slice(0, MAX_POINT_REASONS);
}

function loss(whole: PersonalParts, rest: PersonalParts): { readonly signal: PersonalSignal; readonly lost: number } {
  let signal: PersonalSignal = "text";
  let largest = Number.NEGATIVE_INFINITY;
  let lost = 0;
  for (const part of PERSONAL_SIGNALS) {
    const difference = whole[part] - rest[part];
    lost += difference;
    if (difference > largest) [signal, largest] = [part, difference];
  }
  return { signal, lost };
}

/** What follows from a whole part of the score: demand, newness, the query, and tastes that no single act makes. */
export function signalReasons(entry: Scored, options: Pick<ExplainOptions, "items" | "points" | "query">): Reason[] {
  const item = options.items[entry.row];
  const reasons: Reason[] = [];
  const add = (signal: Reason["signal"], evidence: Evidence | undefined) => {
    const contribution = entry.parts[signal];
    if (contribution !== undefined && evidence) reasons.push({ signal, contribution, evidence });
  };
  add("popularity", { kind: "popularity" });
  add("freshness", { kind: "freshness", since: item.availableSince });
  if (options.query !== undefined) add("query", { kind: "query", text: options.query });
  // Beside a single item on the page, its category and brand are no evidence of their own.
  if (options.points.some((point) => point.evidence.kind === "event")) {
    add("category", categoryEvidence(entry, options));
    if (item.brand) add("brand", { kind: "brand", value: item.brand });
    add("price", priceEvidence(options.points, options.items, item.currency));
  }
  return reasons;
}

/** The level of the item's path that most of the history shares; of equals the more specific. */
function categoryEvidence(
  entry: Scored,
  { items, points }: Pick<ExplainOptions, "items" | "points">,
): Evidence | undefined {
  const weights = pointWeights(points).values;
  let value: string | undefined;
  let most = 0;
  for (const level of items[entry.row].category ?? []) {
    let sum = 0;
    points.forEach((point, p) => {
      const shared = items[point.row].category?.some((other) => tasteKey(other) === tasteKey(level));
      if (shared && point.row !== entry.row) sum += weights[p];
    });
    if (sum > 0 && sum >= most) [value, most] = [level, sum];
  }
  return value === undefined ? undefined : { kind: "category", value };
}

/** One deviation around the mean of the logarithm of the prices looked at. */
function priceEvidence(
  points: readonly InterestPoint[],
  items: readonly Item[],
  currency: string | undefined,
): Evidence | undefined {
  let weight = 0;
  let sum = 0;
  let squares = 0;
  for (const point of points) {
    const price = itemPrice(items[point.row]);
    if (price === undefined || items[point.row].currency !== currency) continue;
    weight += point.weight;
    sum += point.weight * Math.log(price);
    squares += point.weight * Math.log(price) ** 2;
  }
  if (!(weight > 0)) return undefined;
  const mean = sum / weight;
  const deviation = Math.max(0.2, Math.sqrt(Math.max(0, squares / weight - mean * mean)));
  return { kind: "price", low: Math.exp(mean - deviation), high: Math.exp(mean + deviation), currency };
}
