/** Notices acts that come faster than a person can act: a bot, or a key that is stuck. */
export interface FloodGate {
  /** Counts the act at `at`, epoch milliseconds. @returns false when it is one too many */
  admits(at: number): boolean;
}

export const FLOOD_WINDOW_MS = 10_000;

/**
 * At most `limit` acts in any ten seconds of the events' own time. What is refused counts too: a flood stays shut out
 * until it ends.
 */
export function createFloodGate(limit: number): FloodGate {
  let recent: number[] = [];
  return {
    admits(at) {
      const near = recent.filter((other) => Math.abs(at - other) < FLOOD_WINDOW_MS).length;
      recent.push(at);
      // History told out of order is judged by its neighbours in the telling.
      if (recent.length > limit) recent = recent.slice(-limit);
      return near < limit;
    },
  };
}
