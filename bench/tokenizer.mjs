#!/usr/bin/env node
/**
 * Our tokeniser beside `BertTokenizer` of @xenova/transformers: texts a second and milliseconds to construct, in Node and in
 * headless Chromium, on Online Retail's descriptions and Scientific titles. `AISLE_SHARED=… node bench/tokenizer.mjs
 * [--encoder FOLDER] [--chromium PATH]`. Passes take turns, medians of `--rounds`.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright";
import { root } from "../scripts/ensure.mjs";
import { withoutOnnxEsbuild } from "../scripts/vite/withoutOnnx.mjs";
import { onlineRetailDescriptions, scientificTitles } from "./peers/texts.mjs";
import { readChunks } from "./readChunks.mjs";

const { values: options } = parseArgs({
  options: {
    encoder: { type: "string", default: join(root, "public/aisle/encoder") },
    chromium: { type: "string", default: process.env.AISLE_CHROMIUM ?? "/usr/bin/chromium" },
    rounds: { type: "string", default: "15" },
  },
});
const shared = process.env.AISLE_SHARED;
if (!shared) {
  console.error("Set AISLE_SHARED to the folder that holds data/.");
  process.exit(2);
}

const manifest = JSON.parse(readFileSync(join(options.encoder, "manifest.json"), "utf8"));
const vocabulary = readChunks(options.encoder, manifest.vocabulary).toString("utf8");
const input = {
  vocabulary,
  settings: manifest.tokenizer,
  maxTokens: manifest.config.maxTokens,
  rounds: Number(options.rounds),
  texts: { descriptions: onlineRetailDescriptions(shared), titles: scientificTitles(shared, 2_000) },
};

const { outputFiles } = await build({
  stdin: {
    contents: `
      export { createTokenizer } from "./src/encoder/tokenizer/createTokenizer";
      export { createXenovaTokenizer } from "./src/encoder/tokenizer/testing/xenovaTokenizer";`,
    resolveDir: root,
  },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  write: false,
  plugins: [withoutOnnxEsbuild()],
});
const [{ text: code }] = outputFiles;

console.log(`${vocabulary.split("\n").length - 1} pieces                descriptions/s     titles/s   construct, ms`);
print(
  `Node ${process.versions.node}`,
  await measure({ ...input, module: `data:text/javascript,${encodeURIComponent(code)}` }),
);
const server = createServer((request, response) => {
  const isModule = request.url === "/tokenizers.js";
  response.setHeader("content-type", isModule ? "text/javascript" : "text/html");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  response.end(isModule ? code : "<!doctype html>");
}).listen(0);
const browser = await chromium.launch({ executablePath: options.chromium, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  print(`Chromium ${browser.version()}`, await page.evaluate(measure, { ...input, module: "/tokenizers.js" }));
} finally {
  await browser.close();
  server.close();
}

function print(where, results) {
  console.log(where);
  const row = (name, { descriptions, titles, construct, firstConstruct }) =>
    `  ${name.padEnd(24)} ${descriptions.toFixed(0).padStart(12)} ${titles.toFixed(0).padStart(12)}   ${construct.toFixed(1)} (first ${firstConstruct.toFixed(1)})`;
  console.log(row("ours", results.ours));
  console.log(row("@xenova BertTokenizer", results.xenova));
  const ratio = (key) => `${(results.ours[key] / results.xenova[key]).toFixed(1)}×`;
  console.log(`  ${"ratio".padEnd(24)} ${ratio("descriptions").padStart(12)} ${ratio("titles").padStart(12)}`);
}

/** Runs in the page, too. */
async function measure({ vocabulary, settings, maxTokens, rounds, texts, module }) {
  const { createTokenizer, createXenovaTokenizer } = await import(module);
  const makers = { ours: createTokenizer, xenova: createXenovaTokenizer };
  const noTimes = () => Object.fromEntries(["construct", ...Object.keys(texts)].map((what) => [what, []]));
  const times = { ours: noTimes(), xenova: noTimes() };
  const made = {};
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 ? ["ours", "xenova"] : ["xenova", "ours"]) {
      const clock = async (what, work) => {
        const started = performance.now();
        work();
        times[name][what].push(performance.now() - started);
        await new Promise((resolve) => setTimeout(resolve));
      };
      await clock("construct", () => {
        made[name] = makers[name](vocabulary.trimEnd().split("\n"), settings, { maxTokens });
      });
      for (const [what, list] of Object.entries(texts)) {
        await clock(what, () => {
          for (const text of list) made[name].encode(text);
        });
      }
    }
  }
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
  const summary = ({ construct, ...passes }) => ({
    construct: median(construct),
    firstConstruct: construct[0],
    ...Object.fromEntries(
      Object.entries(passes).map(([what, list]) => [what, (1000 * texts[what].length) / median(list)]),
    ),
  });
  return { ours: summary(times.ours), xenova: summary(times.xenova) };
}
