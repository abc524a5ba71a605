/**
 * Leave-one-out: the last item of a history is the test's target, the one before it validation's; models are fitted on
 * what precedes both. Before the test's target, the validation item belongs to the history. Histories are cut to the
 * last 50 items; items of the history are ranked like all others.
 */

export const HISTORY_CUT = 50;

export interface HeldOut {
  /** Oldest first. */
  readonly history: Int32Array;
  readonly target: number;
}

export interface LeaveOneOut {
  readonly train: readonly Int32Array[];
  readonly validation: readonly HeldOut[];
  readonly test: readonly HeldOut[];
}

/** Histories of fewer than 3 items are for training alone. */
export function leaveOneOut(histories: readonly Int32Array[]): LeaveOneOut {
  const long = histories.filter((history) => history.length >= 3);
  const heldOut = (fromEnd: number) =>
    long.map((history) => {
      const end = history.length - fromEnd;
      return { history: history.subarray(Math.max(0, end - HISTORY_CUT), end), target: history[end] };
    });
  return {
    train: histories.map((history) => (history.length >= 3 ? history.subarray(0, -2) : history)),
    validation: heldOut(2),
    test: heldOut(1),
  };
}
