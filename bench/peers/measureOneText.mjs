/** One text at a time: candidates take turns, lengths in random order within a turn. */

import { median } from "./statistics.mjs";
import { LENGTHS, shuffled } from "./texts.mjs";

const REPEATS = 3;

/** Runs each to its plateau, one after the other. */
export async function warmUp(open, texts, { leastMs, mostMs }) {
  for (const { page } of open) {
    const sample = LENGTHS.map((length) => texts[length][0]);
    await page.evaluate(([list, limits]) => globalThis.bench.settle(list, limits), [sample, { leastMs, mostMs }]);
  }
}

/**
 * @returns {Promise<Map<string, Record<number, number[]>>>} candidate key → length → milliseconds, one a round (the
 * median of three texts)
 */
export async function measureOneText(open, texts, { rounds, random }) {
  const times = new Map(open.map(({ candidate }) => [candidate.key, Object.fromEntries(LENGTHS.map((n) => [n, []]))]));
  for (let round = 0; round < rounds; round++) {
    const jobs = shuffled(
      LENGTHS.flatMap((length) =>
        Array.from({ length: REPEATS }, (_, i) => ({
          length,
          text: texts[length][(round * REPEATS + i) % texts[length].length],
        })),
      ),
      random,
    );
    for (const { candidate, page } of shuffled(open, random)) {
      // The first text brings the weights back into the caches and is not counted.
      const list = [jobs[0].text, ...jobs.map(({ text }) => text)];
      const [, ...measured] = await page.evaluate((turn) => globalThis.bench.timeEach(turn), list);
      for (const length of LENGTHS) {
        const ofLength = measured.filter((_, index) => jobs[index].length === length);
        times.get(candidate.key)[length].push(median(ofLength));
      }
    }
  }
  return times;
}
