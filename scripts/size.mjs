/**
 * `npm run size`: raw, gzip and brotli bytes of everything a shopper downloads, each against its budget.
 * kB = 1000 bytes; brotli quality 11. An entry counts with all it imports statically, shared chunks included; what it
 * fetches lazily is a row of its own, indented below it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./ensure.mjs";

const dist = join(root, "dist");
if (!existsSync(join(dist, "index.js"))) {
  console.error("dist/ is missing: npm run build first.");
  process.exit(1);
}
const chunks = readdirSync(join(dist, "chunks"));
const chunk = (name) => chunks.filter((file) => file.startsWith(`${name}-`)).map((file) => `chunks/${file}`);
const gpu = chunk("createWebgpuForward");
const core = staticGraph("index.js");
const worker = staticGraph("worker.js");
const table = chunk("createTableEncoder").flatMap((file) => staticGraph(file));
const wasm = ["createTokenizer", "createWasmForward"].flatMap(chunk).flatMap((file) => staticGraph(file));
const encoderFiles = ["downloadEncoder", "readEncoder"].flatMap(chunk).flatMap((file) => staticGraph(file));
const buildFiles = chunk("buildSupply").flatMap((file) => staticGraph(file));
const pictures = chunk("openPictures").flatMap((file) => staticGraph(file));
const trials = chunk("createTrials").flatMap((file) => staticGraph(file));
const shelf = ["elements.js", ...chunk("AisleShelf")].flatMap((file) => staticGraph(file));

const lazily = (name) =>
  minus(
    chunk(name).flatMap((file) => staticGraph(file)),
    shelf,
  );
const rows = [
  measure("script loader (aisle.js)", ["aisle.js"], 8_000),
  measure("  capture, consent platforms, callbacks", minus(staticGraph("onDemand.js"), core), 7_000),
  measure("npm entry (index.js)", core, 12_000),
  measure("element <aisle-shelf>, with lit", shelf, 12_000),
  measure(
    "  its cards, once there are items",
    minus(
      chunk("ShelfCards").flatMap((file) => staticGraph(file)),
      shelf,
    ),
    7_000,
  ),
  measure("element <aisle-search>, over <aisle-shelf>", lazily("AisleSearch"), 8_000),
  measure("React adapter over the npm entry", minus(staticGraph("react.js"), core), 2_000),
  measure("worker without GPU", worker, 45_000),
  measure("  table tier: tokeniser, reader", minus(table, worker), 5_000),
  measure("  wasm tier: tokeniser, both builds", minus(wasm, worker), 24_000),
  measure("  feed readers: CSV, XML, JSON", minus(["readFeed", "papaparse", "saxes"].flatMap(chunk), worker), 20_000),
  measure("  encoder's files: download, manifest, reader", minus(encoderFiles, worker), 9_000),
  measure(
    "  inflater of the weights",
    minus(
      chunk("readChunks").flatMap((file) => staticGraph(file)),
      [...worker, ...encoderFiles],
    ),
    2_500,
  ),
  measure("  a build's files: download, readers, ranking", minus(buildFiles, worker), 16_000),
  measure("  experiments, exploration, fairness, reports", minus(trials, worker), 10_000),
  measure("  pictures of new items", minus(pictures, worker), 3_000),
  measure(
    "  GPU chunk",
    minus(
      gpu.flatMap((file) => staticGraph(file)),
      [...worker, ...wasm],
    ),
    60_000,
  ),
];
const encoder = join(root, "public/aisle/encoder");
if (existsSync(encoder)) {
  const files = readdirSync(encoder).map((name) => join(encoder, name));
  const isTable = (file) => basename(file).startsWith("table-");
  rows.push(
    measure(
      "encoder (weights, vocabulary, manifest)",
      files.filter((file) => !isTable(file)),
      6_000_000,
    ),
    measure("  table tier, first answers", files.filter(isTable), 2_000_000),
  );
}

const width = Math.max(...rows.map((row) => row.name.length));
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
console.log(
  `${"".padEnd(width)}${"raw".padStart(12)}${"gzip".padStart(12)}${"brotli".padStart(12)}${"budget".padStart(12)}`,
);
for (const row of rows) {
  const mark = row.brotli > row.budget ? "  OVER" : "";
  console.log(`${row.name.padEnd(width)}${kb(row.raw)}${kb(row.gzip)}${kb(row.brotli)}${kb(row.budget)}${mark}`);
}
if (process.argv.includes("--files")) for (const row of rows) console.log(`\n${row.name}\n  ${row.files.join("\n  ")}`);
process.exit(rows.some((row) => row.brotli > row.budget || row.raw === 0) ? 1 : 0);

function measure(name, files, budget) {
  const row = { name, files, budget, raw: 0, gzip: 0, brotli: 0 };
  for (const file of new Set(files)) {
    const bytes = readFileSync(resolve(dist, file));
    row.raw += bytes.length;
    row.gzip += gzipSync(bytes, { level: 9 }).length;
    row.brotli += brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length;
  }
  return row;
}

/** The file and what it imports statically, as paths below dist/. */
function staticGraph(file, seen = new Set()) {
  if (seen.has(file)) return [...seen];
  seen.add(file);
  for (const next of importsOf(file)) staticGraph(next, seen);
  return [...seen];
}

function importsOf(file) {
  const code = readFileSync(join(dist, file), "utf8");
  return [...code.matchAll(/(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)]
    .map(([, path]) => join(dirname(file), path))
    .filter((path) => existsSync(join(dist, path)) && statSync(join(dist, path)).isFile());
}

function minus(files, others) {
  const known = new Set(others);
  return [...new Set(files)].filter((file) => !known.has(file));
}
