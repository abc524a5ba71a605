/** Lets background work wait for the page's calls: a click is answered before the next batch of texts is embedded. */

export interface QuietWatch {
  /** The same object, its method calls counted until they have settled. */
  watched<T extends object>(target: T): T;
  /** Resolves when no call is under way and messages that wait have been heard, or when the signal fires. */
  quiet(signal: AbortSignal): Promise<void>;
}

export function createQuietWatch(): QuietWatch {
  let underWay = 0;
  const waiting: (() => void)[] = [];

  function leave(): void {
    underWay--;
    if (underWay === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  return {
    watched: (target) =>
      new Proxy(target, {
        get(object, name) {
          const member = Reflect.get(object, name) as unknown;
          if (typeof member !== "function") return member;
          return (...args: unknown[]) => {
            underWay++;
            const result = Promise.resolve(member.apply(object, args));
            // Settled either way; the caller hears of a failure from the promise it gets.
            result.then(leave, leave);
            return result;
          };
        },
      }),
    async quiet(signal) {
      do {
        // A timer, not a message: storage and the page's messages go first.
        await new Promise<void>((resolve) => setTimeout(resolve, 0));
        // The call under way may be the one that ends this work and waits for it.
        if (underWay > 0 && !signal.aborted) {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            signal.addEventListener("abort", () => resolve(), { once: true });
          });
        }
      } while (underWay > 0 && !signal.aborted);
    },
  };
}
