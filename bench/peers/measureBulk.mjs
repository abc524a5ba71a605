/** A catalogue at once: cut into parts that the candidates take in turns. */
import { shuffled } from "./texts.mjs";

/**
 * @param settings the peers' batches, for `inBatches`; ours makes its own
 * @returns {Promise<Map<string, number[]>>} candidate key → milliseconds of each part, in the same order for all
 */
export async function measureBulk(open, texts, { parts, settings, random }) {
  const times = new Map(open.map(({ candidate }) => [candidate.key, []]));
  const mixed = shuffled(texts, random);
  for (let part = 0; part < parts; part++) {
    const list = mixed.filter((_, index) => index % parts === part);
    for (const { candidate, page } of shuffled(open, random)) {
      const elapsed = await page.evaluate(
        ([turn, batching]) => globalThis.bench.timeBulk(turn, batching),
        [list, settings],
      );
      times.get(candidate.key).push(elapsed);
    }
  }
  return times;
}
