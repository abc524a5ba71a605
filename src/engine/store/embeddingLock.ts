/** Runs `work` while no other tab runs work of the same name; rejects with AbortError when `signal` fires first. */
export type WithEmbeddingLock = <T>(
  name: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
) => Promise<T>;

/** @param locks absent where the browser has no Web Locks: work then runs at once, and tabs may do it twice */
export function createEmbeddingLock(namespace: string, locks: LockManager | undefined): WithEmbeddingLock {
  return async (name, signal, work) => {
    signal?.throwIfAborted();
    if (!locks) return work();
    let started = false;
    const run = () => {
      started = true;
      return work();
    };
    try {
      return (await locks.request(`aisle:${namespace}:embed:${name}`, { signal }, run)) as Awaited<
        ReturnType<typeof work>
      >;
    } catch (error) {
      // Sandboxed and opaque origins refuse locks, not work.
      if (!started && error instanceof DOMException && error.name === "SecurityError") return work();
      throw error;
    }
  };
}
