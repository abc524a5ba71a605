/**
 * How a data set is cut into what models may see and what they are asked:
 *
 * - `temporal`: shoppers with a past before a moment and an order after it; asked for that order. Validation is cut the
 *   same way a month earlier, with models that end there.
 * - `loo`: leave-one-out of each shopper's history, the last item for the test, the one before it for validation.
 * - `basket`: the same of each order, its lines in a seeded random order: completing a basket.
 */
import { DAY_MS } from "../../profile/decay";
import { HISTORY_CUT } from "../../ranking/learned/pastItems";
import { type Dataset, NO_ORDER, PURCHASE } from "../ingest/dataset";
import type { Purchase } from "../train/repeatIntervals";
import { seededRandom } from "../train/seededRandom";
import { leaveOneOut } from "./leaveOneOut";
import { type TemporalCase, temporalCases, validationSplit } from "./temporalCases";
import { pastRows } from "./termSignal";

export type Protocol = "temporal" | "loo" | "basket";

export interface EvaluationCase extends Omit<TemporalCase, "user"> {
  /** Absent where a case is an order. */
  readonly user?: number;
}

/** What a model is fitted on. */
export interface FitData {
  /** Items of each shopper, oldest first. */
  readonly histories: readonly Int32Array[];
  /** Items of each order; the histories themselves where the data know no more. */
  readonly baskets: readonly Int32Array[];
  /** Of shoppers who may come back and of others; empty where times are not known. */
  readonly purchases: readonly Purchase[];
  /** End of what is known, epoch milliseconds. */
  readonly asOf: number;
}

export interface Split {
  readonly fit: FitData;
  readonly cases: readonly EvaluationCase[];
}

export interface ProtocolSplits {
  readonly validation: Split;
  readonly test: Split;
  /** For a report: enough to repeat it. */
  readonly text: string;
}

export interface ProtocolOptions {
  /** Of `temporal`, epoch milliseconds; default four weeks before the end, or the last fifth of a shorter span. */
  readonly split?: number;
  /** Of the order within baskets. */
  readonly seed?: number;
}

const VALIDATION_DAYS = 30;

export function splitsOf(dataset: Dataset, protocol: Protocol, options: ProtocolOptions = {}): ProtocolSplits {
  if (protocol === "temporal") return temporalSplits(dataset, options.split ?? validationSplit(spanOf(dataset)));
  const histories = protocol === "loo" ? historiesOf(dataset) : basketsOf(dataset);
  const given = protocol === "loo" ? histories : shuffleWithin(histories, seededRandom(options.seed ?? 1));
  return heldOutSplits(given, protocol);
}

function temporalSplits(dataset: Dataset, at: number): ProtocolSplits {
  const [first] = spanOf(dataset);
  const before = at - Math.min(VALIDATION_DAYS * DAY_MS, (at - first) / 3);
  // Validation ends where the test begins: what comes after is not looked at.
  const validation = temporalCases(dataset, before).filter((one) => one.at < at);
  return {
    validation: { fit: fitDataOf(dataset, before), cases: validation },
    test: { fit: fitDataOf(dataset, at), cases: temporalCases(dataset, at) },
    text: `Shoppers with a past before ${dayOf(at)} and an order after it; asked for the first such order. Chosen on the same of ${dayOf(before)} to ${dayOf(at)}, with models that end there.`,
  };
}

function heldOutSplits(histories: readonly Int32Array[], protocol: Protocol): ProtocolSplits {
  const { train, validation, test } = leaveOneOut(histories);
  const fit: FitData = { histories: train, baskets: train, purchases: [], asOf: 0 };
  const asCases = (heldOut: typeof test): EvaluationCase[] =>
    heldOut.map(({ history, target }) => {
      const past = pastRows(history);
      return {
        past,
        target: new Set([target]),
        owned: new Set(past.map(({ row }) => row)),
        at: history.length * DAY_MS,
      };
    });
  return {
    validation: { fit, cases: asCases(validation) },
    test: { fit, cases: asCases(test) },
    text: `Leave-one-out of each ${protocol === "loo" ? "shopper's history" : "order, its lines in a seeded random order"}: the last item is asked for, the one before it in validation; models see neither. Histories are cut to ${HISTORY_CUT}.`,
  };
}

function fitDataOf(dataset: Dataset, before: number): FitData {
  const { events } = dataset;
  const purchases: Purchase[] = [];
  for (let event = 0; event < events.length; event++) {
    if (events.kind[event] === PURCHASE && events.at[event] < before) {
      purchases.push({ user: events.user[event], row: events.item[event], at: events.at[event] });
    }
  }
  return { histories: historiesOf(dataset, before), baskets: basketsOf(dataset, before), purchases, asOf: before - 1 };
}

/** Purchases of each shopper; of shops that sell nothing, whatever showed interest. */
function historiesOf(dataset: Dataset, before = Number.POSITIVE_INFINITY): Int32Array[] {
  const { events, userStarts, users } = dataset;
  const bought = events.kind.includes(PURCHASE);
  return Array.from({ length: users }, (_, user) => {
    const rows: number[] = [];
    for (let event = userStarts[user]; event < userStarts[user + 1] && events.at[event] < before; event++) {
      if (!bought || events.kind[event] === PURCHASE) rows.push(events.item[event]);
    }
    return Int32Array.from(rows);
  }).filter(({ length }) => length > 0);
}

function basketsOf({ events, orders }: Dataset, before = Number.POSITIVE_INFINITY): Int32Array[] {
  const rows: number[][] = Array.from({ length: orders }, () => []);
  for (let event = 0; event < events.length; event++) {
    if (events.order[event] !== NO_ORDER && events.kind[event] === PURCHASE && events.at[event] < before) {
      rows[events.order[event]].push(events.item[event]);
    }
  }
  return rows.filter(({ length }) => length > 0).map((basket) => Int32Array.from(basket));
}

/** The same histories with the items of each in a random order: which of them are held out changes with it. */
export function shuffleWithin(histories: readonly Int32Array[], random: () => number): Int32Array[] {
  return histories.map((history) => {
    const shuffled = history.slice();
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    return shuffled;
  });
}

function spanOf({ events }: Dataset): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let event = 0; event < events.length; event++) {
    first = Math.min(first, events.at[event]);
    last = Math.max(last, events.at[event]);
  }
  return [first, last];
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
