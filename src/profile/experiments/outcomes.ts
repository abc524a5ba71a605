/** What became of a shopper after an experiment was first seen, counted on the device from its own log. */
import type { Outcome } from "../../types";
import { DAY_MS } from "../decay";

/** A return is undefined while it cannot be known yet; clicks and orders count within thirty days. */
export type Outcomes = Readonly<Record<Outcome, boolean | undefined>>;

/** One act of the log; impressions are none, yet they show that somebody was there. */
export interface LoggedAct {
  readonly at: number;
  readonly name: string;
  readonly transactionId?: string;
}

/** Half a day between two acts makes another visit: whoever shops around midnight has not returned. */
export const VISIT_GAP_MS = DAY_MS / 2;
const WINDOW_MS = 30 * DAY_MS;

/** Days after the first exposure until a yes and a no are known alike: before, answering at all would tell which it is. */
export const DAYS_UNTIL_KNOWN: Readonly<Record<Outcome, number>> = {
  returned1: 1,
  returned7: 7,
  returned30: 30,
  clicked: 30,
  purchased: 30,
  repeated: 30,
};

/**
 * @param seenAt first exposure, epoch milliseconds
 * @param acts in any order; earlier ones do not count, nor do those of clocks that ran ahead of `now`
 */
export function outcomesOf(seenAt: number, acts: readonly LoggedAct[], now: number): Outcomes {
  const later = acts.filter(({ at }) => at >= seenAt && at <= now && at < seenAt + WINDOW_MS);
  const returned = (days: number) => {
    if (later.some(({ at }) => at >= seenAt + VISIT_GAP_MS && at < seenAt + days * DAY_MS)) return true;
    return now < seenAt + days * DAY_MS ? undefined : false;
  };
  const orders = new Set(
    later.filter(({ name }) => name === "purchase").map(({ transactionId, at }) => transactionId ?? `at ${at}`),
  );
  return {
    returned1: returned(1),
    returned7: returned(7),
    returned30: returned(30),
    clicked: later.some(({ name }) => name === "select_item"),
    purchased: orders.size > 0,
    repeated: orders.size > 1,
  };
}
