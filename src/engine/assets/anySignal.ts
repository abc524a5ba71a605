/**
 * A signal that fires with the first of two: `AbortSignal.any`, which Safari has since 17.4, Firefox since 124 and Chrome
 * since 116 only. Made for one request each: the listeners go when it fires or when `release` is called.
 */
export function anySignal(first: AbortSignal | undefined, second: AbortSignal) {
  if (!first) return { signal: second, release() {} };
  const controller = new AbortController();
  const sources = [first, second];
  const fire = (event: Event) => abort(event.target as AbortSignal);
  const release = () => {
    for (const source of sources) source.removeEventListener("abort", fire);
  };
  const abort = (source: AbortSignal) => {
    release();
    controller.abort(source.reason);
  };
  for (const source of sources) source.addEventListener("abort", fire);
  const fired = sources.find(({ aborted }) => aborted);
  if (fired) abort(fired);
  return { signal: controller.signal, release };
}
