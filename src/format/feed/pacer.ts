/** Breaks long work into slices, so that a page without a worker stays responsive. */

export interface PaceOptions {
  /** Milliseconds, any origin. Absent: never yields. */
  readonly now?: () => number;
  /** Lets other work run, then resolves. Absent: never yields. */
  readonly yieldNow?: () => Promise<void>;
}

/** Work between two yields; half of a 60 Hz frame, so that a slice never costs the page a frame. */
export const SLICE_MS = 8;

/** @returns a function to await after each small piece of work; it yields once a slice is used up. */
export function createPacer({ now, yieldNow }: PaceOptions): () => Promise<void> | undefined {
  if (!now || !yieldNow) return () => undefined;
  let sliceStart = now();
  return () => {
    // A piece takes up to half a slice, so the check comes early.
    if (now() - sliceStart < SLICE_MS / 2) return undefined;
    return yieldNow().then(() => {
      sliceStart = now();
    });
  };
}
