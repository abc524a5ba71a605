/** A small value in web storage: a denied or full storage, or a value somebody else wrote, never breaks the shop. */

export interface KeptValue<T> {
  get(): T | undefined;
  /** `undefined` removes it. */
  set(value: T | undefined): void;
}

/** `read` checks what comes back: storage may hold anything. */
export function keptValue<T>(area: () => Storage, key: string, read: (value: unknown) => T | undefined): KeptValue<T> {
  let current: T | undefined;
  let known = false;
  return {
    get() {
      if (!known) {
        known = true;
        try {
          const text = area().getItem(key);
          current = text === null ? undefined : read(JSON.parse(text));
        } catch {
          current = undefined;
        }
      }
      return current;
    },
    set(value) {
      known = true;
      current = value;
      try {
        if (value === undefined) area().removeItem(key);
        else area().setItem(key, JSON.stringify(value));
      } catch {
        // Kept for this page's life only; the shop works the same.
      }
    },
  };
}
