/**
 * A value that follows the client's changes: loaded when first subscribed to, reloaded after changes, shared by
 * everybody who looks at it. `current()` keeps its reference until `same` says that the value has really changed,
 * which is what `useSyncExternalStore` and lit need in order not to render twice.
 */
import type { Change } from "../types";

/** Changes within this window cost one reload. */
export const COALESCE_MS = 60;

export interface LiveView<T> {
  current(): T | undefined;
  subscribe(listener: () => void): () => void;
}

export interface LiveViewOptions<T> {
  readonly load: () => Promise<T>;
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  /** Milliseconds after which this change must be shown; undefined when it does not matter. */
  readonly delayAfter: (change: Change) => number | undefined;
  readonly same: (before: T, after: T) => boolean;
  /** What to show when loading failed and nothing was loaded before; undefined shows nothing. */
  readonly failed?: (error: unknown) => T | undefined;
  readonly onStart?: () => void;
  readonly onStop?: () => void;
}

/** Loads one at a time; a change during a load causes one more, so the latest state always wins. Never rejects. */
export function createLiveView<T>(options: LiveViewOptions<T>): LiveView<T> {
  const listeners = new Set<() => void>();
  let value: T | undefined;
  let leave: (() => void) | undefined;
  let loading = false;
  let stale = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = 0;
  let stopTimer: ReturnType<typeof setTimeout> | undefined;

  function show(next: T | undefined): void {
    if (next === undefined || (value !== undefined && options.same(value, next))) return;
    value = next;
    for (const listener of [...listeners]) listener();
  }

  async function reload(): Promise<void> {
    if (loading) {
      stale = true;
      return;
    }
    loading = true;
    stale = false;
    try {
      show(await options.load());
    } catch (error) {
      const substitute = options.failed?.(error);
      if (value === undefined) show(substitute);
    }
    loading = false;
    if (stale && leave) schedule(COALESCE_MS);
  }

  function schedule(delayMs: number): void {
    const due = performance.now() + delayMs;
    if (timer !== undefined) {
      if (due >= dueAt) return;
      clearTimeout(timer);
    }
    dueAt = due;
    timer = setTimeout(() => {
      timer = undefined;
      void reload();
    }, delayMs);
  }

  function stop(): void {
    stopTimer = undefined;
    if (listeners.size > 0) return;
    leave?.();
    leave = undefined;
    clearTimeout(timer);
    timer = undefined;
    options.onStop?.();
  }

  return {
    current: () => value,
    subscribe(listener) {
      // A set keeps one entry per function; a wrapper lets the same function subscribe twice.
      const entry = () => listener();
      listeners.add(entry);
      clearTimeout(stopTimer);
      stopTimer = undefined;
      if (!leave) {
        leave = options.subscribe((change) => {
          const delay = options.delayAfter(change);
          if (delay !== undefined) schedule(delay);
        });
        options.onStart?.();
        void reload();
      }
      return () => {
        if (!listeners.delete(entry) || listeners.size > 0) return;
        // Lingers for a moment: frameworks unsubscribe and subscribe again in one breath (StrictMode, moved nodes).
        stopTimer ??= setTimeout(stop, COALESCE_MS);
      };
    },
  };
}
