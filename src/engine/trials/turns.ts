/** Reads and writes that belong together go one after the other: in this tab, and across those of this browser. */
export interface TurnsOptions {
  readonly name: string;
  /** Where the browser has none, two tabs may act at the same moment. */
  readonly locks?: LockManager;
}

export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

export function createTurns({ name, locks }: TurnsOptions): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(() => (locks ? (locks.request(name, work) as Promise<T>) : work()));
    last = result.catch(() => undefined);
    return result;
  };
}
