#!/usr/bin/env node
/**
 * Exact top-10 among `--rows` × `--dimensions` int8 vectors in headless Chromium, beside the speed at which one wasm
 * thread reads as many bytes: `node bench/nearest.mjs [--rows 100000] [--dimensions 384]`. Writes bench/results/nearest.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import asc from "assemblyscript/asc";
import { build } from "esbuild";
import { ensureChromium, root } from "../scripts/ensure.mjs";
import { launch, machine } from "./peers/browser.mjs";

const { values: flags } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    dimensions: { type: "string", default: "384" },
    rounds: { type: "string", default: "60" },
  },
});
const [rows, dimensions, rounds] = [flags.rows, flags.dimensions, flags.rounds].map(Number);

const bundle = await build({
  stdin: { contents: `export { createNearest } from "./src/encoder/nearest/createNearest";`, resolveDir: root },
  bundle: true,
  format: "esm",
  write: false,
});
const server = createServer((request, response) => {
  const isModule = request.url === "/nearest.js";
  response.setHeader("content-type", isModule ? "text/javascript" : "text/html");
  // Cross-origin isolation sharpens performance.now from 100 µs to 5 µs.
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  response.end(isModule ? bundle.outputFiles[0].text : "<!doctype html>");
}).listen(0);
const described = machine(os);
const browser = await launch(ensureChromium());
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  const reader = Buffer.from(await compileReader()).toString("base64");
  const results = await page.evaluate(measure, { rows, dimensions, rounds, reader });
  const bytes = rows * dimensions;
  const line = (name, { median, best }) =>
    `| ${name} | ${median.toFixed(2)} | ${best.toFixed(2)} | ${(bytes / median / 1e6).toFixed(1)} | ${Math.round((100 * results.read.median) / median)}% |`;
  const markdown = `# Nearest neighbours

\`node bench/nearest.mjs\`: exact top-10 of ${rows.toLocaleString("en")} × ${dimensions} int8 (${(bytes / 1e6).toFixed(1)} MB), one thread, Chromium ${browser.version()}, ${described.cpu}, load average ${described.loadBefore.join(", ")}.
Reading alone is a wasm loop that adds up as many bytes of memory; ${rounds} rounds, taking turns.

| | ms, median | ms, best | GB/s | of the reading speed |
|---|---:|---:|---:|---:|
${line("reading alone", results.read)}
${line("top 10, wasm SIMD128", results.wasm)}
${line("top 10, half of the rows filtered out", results.filtered)}
${line("top 100, wasm SIMD128", results.wasm100)}
${line("top 10, plain JavaScript", results.plain)}
`;
  console.log(markdown);
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(join(root, "bench/results/nearest.md"), markdown);
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page. */
async function measure({ rows, dimensions, rounds, reader }) {
  const { createNearest } = await import("/nearest.js");
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 8;
  };
  const values = new Int8Array(rows * dimensions).map(() => (next() % 255) - 127);
  const scales = new Float32Array(rows).fill(1 / (73 * Math.sqrt(dimensions)));
  const table = { dimensions, values, scales, present: new Uint8Array(rows).fill(1) };
  const wasm = createNearest(table, { kernel: "wasm" });
  const plain = createNearest(table, { kernel: "plain" });
  const half = new Uint8Array(rows).map((_, row) => row & 1);

  const bytes = Uint8Array.from(atob(reader), (character) => character.charCodeAt(0));
  const { readAll, start, memory } = (await WebAssembly.instantiate(bytes, {})).instance.exports;
  memory.grow(Math.ceil((rows * dimensions) / 65_536) + 1);
  new Int8Array(memory.buffer).set(values, start.value);
  const readBytes = Math.floor((rows * dimensions) / 64) * 64;

  const vector = () => new Float32Array(dimensions).map(() => (next() % 1000) / 500 - 1);
  const jobs = {
    read: () => readAll(start.value, readBytes),
    wasm: () => wasm.nearest(vector(), 10),
    filtered: () => wasm.nearest(vector(), 10, half),
    wasm100: () => wasm.nearest(vector(), 100),
    plain: () => plain.nearest(vector(), 10),
  };
  const times = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  for (let round = -10; round < rounds; round++) {
    for (const [name, job] of Object.entries(jobs)) {
      const started = performance.now();
      job();
      if (round >= 0) times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => {
      list.sort((a, b) => a - b);
      return [name, { median: list[list.length >> 1], best: list[0] }];
    }),
  );
}

async function compileReader() {
  const source = readFileSync(join(root, "bench/readAll.as.ts"), "utf8");
  let module;
  const { error, stderr } = await asc.main(
    ["readAll.as.ts", "--outFile", "out.wasm", "--runtime", "stub", "-O3", "--enable", "simd"],
    {
      readFile: (name) => (name === "readAll.as.ts" ? source : null),
      writeFile: (name, contents) => {
        if (name === "out.wasm") module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return module;
}
