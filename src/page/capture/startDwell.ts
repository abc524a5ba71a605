/** Without a touch, a key or a scroll for this long nobody is reading any more. */
export const IDLE_AFTER_MS = 30_000;
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "wheel"] as const;

/** Counts the time a page is looked at: hidden tabs and absent readers do not count. `stop` returns milliseconds. */
export function startDwell(document: Document, now: () => number): { stop(): number } {
  let total = 0;
  let since = document.visibilityState === "visible" ? now() : undefined;
  let lastActive = now();
  const pause = () => {
    // What came after the last sign of life is counted for half a minute, no longer.
    if (since !== undefined) total += Math.max(0, Math.min(now(), lastActive + IDLE_AFTER_MS) - since);
    since = undefined;
  };
  const onVisibility = () => {
    if (document.visibilityState === "visible") {
      lastActive = now();
      since ??= now();
    } else pause();
  };
  const onActivity = () => {
    if (since !== undefined && now() - lastActive > IDLE_AFTER_MS) {
      pause();
      since = now();
    }
    lastActive = now();
  };
  document.addEventListener("visibilitychange", onVisibility);
  for (const name of ACTIVITY) document.addEventListener(name, onActivity, { passive: true, capture: true });
  return {
    stop() {
      pause();
      document.removeEventListener("visibilitychange", onVisibility);
      for (const name of ACTIVITY) document.removeEventListener(name, onActivity, { capture: true });
      return Math.round(total);
    },
  };
}
