/** A LockManager for tests: shared and exclusive locks, queueing, abort, and letting go as a closed tab would. */
interface Held {
  readonly name: string;
  readonly mode: LockMode;
  readonly tab: string;
}

export interface FakeLocks {
  /** The manager as one tab sees it. */
  tab(id: string): LockManager;
  /** The tab is gone, and all it held with it. */
  closeTab(id: string): void;
  held(): readonly string[];
}

export function createFakeLocks(): FakeLocks {
  let held: Held[] = [];
  let waiting: (() => void)[] = [];

  function free(name: string, mode: LockMode): boolean {
    return !held.some((lock) => lock.name === name && (mode === "exclusive" || lock.mode === "exclusive"));
  }

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const retry of woken) retry();
  }

  async function request(tab: string, name: string, options: LockOptions, work: LockGrantedCallback<unknown>) {
    const mode = options.mode ?? "exclusive";
    const lock = { name, mode, tab };
    await new Promise<void>((resolve, reject) => {
      const attempt = () => {
        if (options.signal?.aborted) reject(new DOMException("Aborted", "AbortError"));
        else if (!free(name, mode)) waiting.push(attempt);
        else {
          held.push(lock);
          resolve();
        }
      };
      options.signal?.addEventListener("abort", () => wake());
      attempt();
    });
    try {
      return await work({ name, mode } as Lock);
    } finally {
      held = held.filter((other) => other !== lock);
      wake();
    }
  }

  return {
    tab: (id) =>
      ({
        request: (name: string, ...rest: unknown[]) =>
          rest.length === 1
            ? request(id, name, {}, rest[0] as LockGrantedCallback<unknown>)
            : request(id, name, rest[0] as LockOptions, rest[1] as LockGrantedCallback<unknown>),
        query: async () => ({ held: held.map(({ name, mode }) => ({ name, mode })), pending: [] }),
      }) as unknown as LockManager,
    closeTab(id) {
      held = held.filter((lock) => lock.tab !== id);
      wake();
    },
    held: () => held.map((lock) => lock.name),
  };
}
