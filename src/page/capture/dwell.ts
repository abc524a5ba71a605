/** Counts the time a page is looked at: hidden tabs do not count. `stop` returns milliseconds. */
export function startDwell(document: Document, now: () => number): { stop(): number } {
  let total = 0;
  let since = document.visibilityState === "visible" ? now() : undefined;
  const pause = () => {
    if (since !== undefined) total += now() - since;
    since = undefined;
  };
  const onChange = () => {
    if (document.visibilityState === "visible") since ??= now();
    else pause();
  };
  document.addEventListener("visibilitychange", onChange);
  return {
    stop() {
      pause();
      document.removeEventListener("visibilitychange", onChange);
      return Math.round(total);
    },
  };
}
