#!/usr/bin/env node
/**
 * Milliseconds per text and GOP/s of the wasm forward pass on MiniLM's shape (random weights), in headless Chromium:
 * `node bench/kernels.mjs [--chromium PATH] [--lengths 8,16,32] [--profile]`. Lengths in random order, medians after
 * warm-up. `--profile` adds each operator's share.
 */
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values: options } = parseArgs({
  options: {
    chromium: { type: "string", default: process.env.AISLE_CHROMIUM ?? "/usr/bin/chromium" },
    lengths: { type: "string", default: "8,16,32,64,128" },
    variants: { type: "string", default: "simd128,relaxed:fused,relaxed:paired" },
    rounds: { type: "string", default: "40" },
    profile: { type: "boolean", default: false },
  },
});

const bundle = await build({
  stdin: {
    contents: `
      export { randomEncoder, MINILM_SHAPE } from "./src/format/encoder/randomEncoder";
      export { sourceOf } from "./src/format/encoder/tensors";
      export { createWasmForward } from "./src/encoder/tiers/wasm/createWasmForward";`,
    resolveDir: root,
  },
  bundle: true,
  format: "esm",
  write: false,
});
const server = createServer((request, response) => {
  const isModule = request.url === "/kernels.js";
  response.setHeader("content-type", isModule ? "text/javascript" : "text/html");
  // Cross-origin isolation sharpens performance.now from 100 µs to 5 µs.
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  response.end(isModule ? bundle.outputFiles[0].text : "<!doctype html>");
}).listen(0);
const browser = await chromium.launch({ executablePath: options.chromium, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  const results = await page.evaluate(measure, {
    lengths: options.lengths.split(",").map(Number),
    variants: options.variants.split(","),
    rounds: Number(options.rounds),
    profile: options.profile,
  });
  console.log(
    `Chromium ${browser.version()}, MiniLM shape, one thread; median ms per text (GOP/s of the linear layers)`,
  );
  for (const { variant, createMs, bytes, rows } of results) {
    console.log(`${variant}  made in ${createMs.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB`);
    for (const { length, ms, gops, shares } of rows) {
      console.log(
        `  ${String(length).padStart(4)} tokens  ${ms.toFixed(2).padStart(7)} ms  ${gops.toFixed(0).padStart(4)}  ${shares}`,
      );
    }
  }
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page. */
async function measure({ lengths, variants, rounds, profile }) {
  const spent = new Map();
  if (profile) {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...args) => {
      const { instance } = await instantiate.apply(WebAssembly, args);
      const timed = Object.entries(instance.exports).map(([name, kernel]) => [
        name,
        typeof kernel !== "function"
          ? kernel
          : (...operands) => {
              const started = performance.now();
              kernel(...operands);
              spent.set(name, (spent.get(name) ?? 0) + performance.now() - started);
            },
      ]);
      return { instance: { exports: Object.fromEntries(timed) } };
    };
  }
  const { randomEncoder, MINILM_SHAPE, sourceOf, createWasmForward } = await import("/kernels.js");
  const weights = randomEncoder(MINILM_SHAPE);
  const { layers, hidden, intermediate } = MINILM_SHAPE;
  const multiplyAdds = layers * (4 * hidden * hidden + 2 * hidden * intermediate);
  const forwards = [];
  for (const variant of variants) {
    const [build, dot] = variant.split(":");
    const started = performance.now();
    const forward = await createWasmForward(sourceOf(weights), { build, dot });
    forwards.push({ variant, forward, createMs: performance.now() - started, times: new Map(), shares: new Map() });
  }
  const text = (length) => [Int32Array.from({ length }, (_, i) => (i * 7919 + length * 31) % MINILM_SHAPE.vocabulary)];
  const jobs = forwards.flatMap((entry) => lengths.map((length) => ({ entry, length })));
  for (const { entry } of jobs) {
    const until = performance.now() + 150;
    while (performance.now() < until) await entry.forward.forward(text(16));
  }
  for (let round = 0; round < rounds; round++) {
    for (const { entry, length } of jobs.sort(() => Math.random() - 0.5)) {
      spent.clear();
      const started = performance.now();
      await entry.forward.forward(text(length));
      const elapsed = performance.now() - started;
      const shares = entry.shares.get(length) ?? new Map();
      for (const [name, ms] of spent) shares.set(name, (shares.get(name) ?? 0) + ms / rounds);
      entry.shares.set(length, shares);
      entry.times.set(length, [...(entry.times.get(length) ?? []), elapsed]);
    }
  }
  return forwards.map(({ variant, forward, createMs, times, shares }) => ({
    variant,
    createMs,
    bytes: forward.bytes,
    rows: lengths.map((length) => {
      const ms = times.get(length).sort((a, b) => a - b)[rounds >> 1];
      return {
        length,
        ms,
        gops: (2 * multiplyAdds * length) / ms / 1e6,
        shares: Array.from(shares.get(length), ([name, ms]) => `${name} ${ms.toFixed(2)}`).join("  "),
      };
    }),
  }));
}
