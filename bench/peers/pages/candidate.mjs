/**
 * What every measured page offers: it opens its encoder at once, embeds one text, and then waits for orders.
 * An encoder is `{ embed(texts) → number[][] or Float32Array rows, batch? }`; `embedAll` is the same for many texts, at
 * the library's best batch size.
 */
const FIRST_TEXT = "Stoneware mug with a blue glaze, dishwasher safe";

/** @param {(settings: URLSearchParams) => Promise<{ embed: (texts: string[]) => Promise<ArrayLike<number>[]>, embedAll: (texts: string[], options: { batch: number, sorted: boolean }) => Promise<void>, about?: () => object }>} open */
export function offer(open) {
  let encoder;
  const ready = (async () => {
    encoder = await open(new URLSearchParams(location.search));
    await encoder.embed([FIRST_TEXT]);
    return { firstVectorMs: performance.now() };
  })();
  ready.catch(() => {});

  /** Milliseconds of each text, one by one, in the order given. */
  async function timeEach(texts) {
    const times = [];
    for (const text of texts) {
      const started = performance.now();
      await encoder.embed([text]);
      times.push(performance.now() - started);
    }
    return times;
  }

  async function pass(texts) {
    const started = performance.now();
    for (const text of texts) await encoder.embed([text]);
    return performance.now() - started;
  }

  globalThis.bench = {
    ready,
    timeEach,
    about: () => encoder.about?.() ?? {},
    vectors: async (texts) => (await encoder.embed(texts)).map((row) => Array.from(row)),
    /** Repeats the texts until three passes in a row are no better than the best before them by 2%. */
    async settle(texts, { leastMs, mostMs }) {
      const started = performance.now();
      let best = Number.POSITIVE_INFINITY;
      for (let stale = 0; performance.now() - started < mostMs; ) {
        const elapsed = await pass(texts);
        stale = elapsed < best * 0.98 ? 0 : stale + 1;
        best = Math.min(best, elapsed);
        if (stale >= 3 && performance.now() - started > leastMs) break;
      }
      return performance.now() - started;
    },
    /** Milliseconds of the whole list. */
    async timeBulk(texts, settings) {
      const started = performance.now();
      await encoder.embedAll(texts, settings);
      return performance.now() - started;
    },
  };
}

/**
 * Batches as an engineer would make them for a library that pads: equal texts once, by length if asked, so many at a time.
 * @param {{ batch: number, sorted: boolean }} settings
 */
export async function inBatches(texts, { batch, sorted }, embed) {
  const distinct = [...new Set(texts)];
  if (sorted) distinct.sort((a, b) => a.length - b.length);
  for (let start = 0; start < distinct.length; start += batch) await embed(distinct.slice(start, start + batch));
}
