/** How close each candidate stays to full precision: cosine to the golden vectors. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The golden file starts with awkward strings; product texts follow. */
const FIRST_PRODUCT = 25;
const TEXTS = 96;

/** @returns {Promise<Map<string, { mean: number, min: number }>>} */
export async function measureCosine(open, shared) {
  const golden = readFileSync(join(shared, "golden/minilm.jsonl"), "utf8")
    .trim()
    .split("\n")
    .slice(FIRST_PRODUCT, FIRST_PRODUCT + TEXTS)
    .map((line) => JSON.parse(line));
  const results = new Map();
  for (const { candidate, page } of open) {
    const cosines = [];
    for (const { text, vector } of golden) {
      const [row] = await page.evaluate((one) => globalThis.bench.vectors([one]), text);
      cosines.push(cosine(row, vector));
    }
    results.set(candidate.key, {
      mean: cosines.reduce((sum, value) => sum + value, 0) / cosines.length,
      min: Math.min(...cosines),
    });
  }
  return results;
}

function cosine(a, b) {
  let dot = 0;
  let squaresOfA = 0;
  let squaresOfB = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    squaresOfA += a[i] ** 2;
    squaresOfB += b[i] ** 2;
  }
  return dot / Math.sqrt(squaresOfA * squaresOfB);
}
