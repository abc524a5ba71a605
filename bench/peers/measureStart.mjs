/** From an empty browser to the first vector: time, bytes on the wire, memory. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { launch, openCandidate, peakRendererBytes } from "./browser.mjs";
import { cacheFolder } from "./prepare.mjs";
import { shuffled } from "./texts.mjs";

/** The page's start, not the browser's, which keeps two cores busy for about a second. */
export const SETTLE_MS = 1_500;
const CODE = new Set([".js", ".mjs", ".wasm"]);

/**
 * A fresh browser profile for every measurement, candidates in random order in each round. The page is opened `settleMs`
 * after the browser. Peak memory is read after `memoryTexts` more texts.
 * @returns {Promise<Map<string, { starts: number[], peaks: number[], heaps: number[], files: Map<string, string> }>>}
 */
export async function measureStart(
  chromiumPath,
  server,
  candidates,
  { rounds, memoryTexts, random, settleMs = SETTLE_MS },
) {
  const results = new Map(candidates.map(({ key }) => [key, { starts: [], peaks: [], heaps: [], files: new Map() }]));
  for (let round = 0; round < rounds; round++) {
    for (const candidate of shuffled(candidates, random)) {
      const browser = await launch(chromiumPath);
      try {
        server.sent.clear();
        const { page, firstVectorMs } = await openCandidate(browser, server.origin, candidate, { settleMs });
        const result = results.get(candidate.key);
        result.starts.push(firstVectorMs);
        result.files = new Map(server.sent);
        await page.evaluate((texts) => globalThis.bench.timeEach(texts), memoryTexts);
        const peak = await peakRendererBytes(browser);
        if (peak !== undefined) result.peaks.push(peak);
        result.heaps.push(await page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes));
      } finally {
        await browser.close();
      }
    }
  }
  return results;
}

/** Peak of a renderer that shows an empty page. */
export async function blankPeakBytes(chromiumPath, origin) {
  const browser = await launch(chromiumPath);
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${origin}/blank`);
    return await peakRendererBytes(browser);
  } finally {
    await browser.close();
  }
}

/**
 * Bytes of what was sent, code and wasm apart from weights (vocabulary, tokenizer data and manifests count as weights).
 * Brotli at its best, 22-bit window; remembered by content, since 23 MB take a minute.
 */
export function wireBytes(files) {
  const sum = { runtime: { raw: 0, brotli: 0 }, weights: { raw: 0, brotli: 0 } };
  for (const file of files.values()) {
    const bytes = readFileSync(file);
    const part = CODE.has(extname(file)) ? sum.runtime : sum.weights;
    part.raw += bytes.length;
    part.brotli += brotliBytes(bytes);
  }
  return {
    ...sum,
    whole: { raw: sum.runtime.raw + sum.weights.raw, brotli: sum.runtime.brotli + sum.weights.brotli },
  };
}

function brotliBytes(bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 24);
  const known = join(cacheFolder, "brotli", hash);
  if (existsSync(known)) return Number(readFileSync(known, "utf8"));
  const { length } = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  mkdirSync(join(cacheFolder, "brotli"), { recursive: true });
  writeFileSync(known, String(length));
  return length;
}
