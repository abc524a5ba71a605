const TICK_MS = 250;

/**
 * Rejects with a `TimeoutError` when `work` takes longer: IndexedDB has been seen to answer never. Only time in which
 * this thread could have heard the answer counts: a busy worker is no reason to give the database up.
 */
export function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const tickMs = Math.min(TICK_MS, deadlineMs);
    let left = deadlineMs;
    const timer = setInterval(() => {
      left -= tickMs;
      if (left > 0) return;
      clearInterval(timer);
      reject(new DOMException(`No answer within ${deadlineMs} ms.`, "TimeoutError"));
    }, tickMs);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
