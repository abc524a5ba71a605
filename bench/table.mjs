#!/usr/bin/env node
/**
 * Texts a second of the table tier, one thread, in Node and in headless Chromium: from ids, and from texts (tokeniser
 * included), on Online Retail's descriptions and Scientific titles. `AISLE_SHARED=… node bench/table.mjs ENCODER_FOLDER
 * [--chromium PATH] [--rounds N]`. The first pass decodes the rows it meets. Of the others, in pieces of 50 texts, the best
 * of each piece counts: what slows a millisecond of plain arithmetic down is other work.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright";
import { root } from "../scripts/ensure.mjs";
import { onlineRetailDescriptions, scientificTitles } from "./peers/texts.mjs";
import { readChunks } from "./readChunks.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    chromium: { type: "string", default: process.env.AISLE_CHROMIUM ?? "/usr/bin/chromium" },
    rounds: { type: "string", default: "20" },
  },
});
const [folder] = positionals;
const shared = process.env.AISLE_SHARED;
if (!folder || !shared) {
  console.error("Usage: AISLE_SHARED=… node bench/table.mjs ENCODER_FOLDER");
  process.exit(2);
}
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
if (!manifest.table) {
  console.error(`${folder} has no table: aisle encoder table ${folder}`);
  process.exit(1);
}
const input = {
  manifest,
  vocabulary: readChunks(folder, manifest.vocabulary).toString("utf8"),
  table: readChunks(folder, manifest.table).toString("base64"),
  rounds: Number(options.rounds),
  texts: { descriptions: onlineRetailDescriptions(shared), titles: scientificTitles(shared, 2_000) },
};

const { outputFiles } = await build({
  stdin: {
    contents: `
      export { createTableEncoder } from "./src/encoder/tiers/table/createTableEncoder";
      export { createTableForward } from "./src/encoder/tiers/table/createTableForward";
      export { createTokenizer } from "./src/encoder/tokenizer/createTokenizer";
      export { readTokenTable } from "./src/format/encoder/tokenTable";`,
    resolveDir: root,
  },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  write: false,
});
const [{ text: code }] = outputFiles;

console.log(`${manifest.modelId}: ${manifest.vocabulary.pieces} pieces, table of ${manifest.table.bytes} bytes`);
print(
  `Node ${process.versions.node}`,
  await measure({ ...input, module: `data:text/javascript,${encodeURIComponent(code)}` }),
);
const server = createServer((request, response) => {
  const isModule = request.url === "/table.js";
  response.setHeader("content-type", isModule ? "text/javascript" : "text/html");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  response.end(isModule ? code : "<!doctype html>");
}).listen(0);
const browser = await chromium.launch({ executablePath: options.chromium, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  print(`Chromium ${browser.version()}`, await page.evaluate(measure, { ...input, module: "/table.js" }));
} finally {
  await browser.close();
  server.close();
}

function print(where, { makeMs, rows }) {
  console.log(`${where}: made in ${makeMs.toFixed(1)} ms`);
  for (const { name, count, tokens, firstMs, idsMs, textsMs } of rows) {
    const perSecond = (ms) => `${((1000 * count) / ms).toFixed(0)}/s`;
    console.log(
      `  ${name.padEnd(14)} ${tokens.toFixed(1)} tokens  from ids ${perSecond(idsMs)}, from texts ${perSecond(textsMs)}, first pass ${firstMs.toFixed(0)} ms for ${count}`,
    );
  }
}

/** Runs in the page, too. */
async function measure({ manifest, vocabulary, table, rounds, texts, module }) {
  const { createTableEncoder, createTableForward, createTokenizer, readTokenTable } = await import(module);
  const bytes = Uint8Array.from(atob(table), (character) => character.charCodeAt(0));
  const words = vocabulary.trimEnd().split("\n");
  const started = performance.now();
  const tokenizer = createTokenizer(words, manifest.tokenizer, manifest.config);
  const encoder = createTableEncoder({ manifest, tokenizer, bytes });
  const makeMs = performance.now() - started;
  const time = async (work) => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };
  const rows = [];
  for (const [name, list] of Object.entries(texts)) {
    const sequences = list.map((text) => tokenizer.encode(text));
    const forward = createTableForward(readTokenTable(bytes));
    const firstMs = await time(() => forward.forward(sequences));
    const pieces = Array.from({ length: Math.ceil(list.length / 50) }, (_, at) => at * 50);
    const best = async (work) => {
      let sum = 0;
      for (const from of pieces) {
        let least = Number.POSITIVE_INFINITY;
        for (let round = 0; round < rounds; round++) least = Math.min(least, await time(() => work(from, from + 50)));
        sum += least;
      }
      return sum;
    };
    const idsMs = await best((from, to) => forward.forward(sequences.slice(from, to)));
    const textsMs = await best((from, to) => encoder.embed(list.slice(from, to)));
    const tokens = sequences.reduce((sum, { length }) => sum + length, 0) / list.length;
    rows.push({ name, count: list.length, tokens, firstMs, idsMs, textsMs });
  }
  return { makeMs, rows };
}
