#!/usr/bin/env node
/**
 * `npm run bench:soak [-- --starts 7 --wasm 50000 --webgpu 2000 --tiny 6000]`: what the worker with the shipped encoder takes of memory from its
 * first visit on, and whether anything grows over many thousand embeds. Chromium; WebGPU on SwiftShader where there is no
 * GPU. Writes bench/results/soak.{json,md}; a part set to 0 is kept from the last run.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureChromium, ensureNodeModules, root } from "../../scripts/ensure.mjs";

const { values: flags } = parseArgs({
  options: {
    wasm: { type: "string", default: "50000" },
    webgpu: { type: "string", default: "2000" },
    tiny: { type: "string", default: "6000" },
    starts: { type: "string", default: "7" },
    encoder: { type: "string", default: join(root, "public/aisle/encoder") },
  },
});
ensureNodeModules();
const chromiumPath = ensureChromium();
const { build } = await import("esbuild");
const { openMeasured, serveWorker } = await import("./measured.mjs");
const { report } = await import("./report.mjs");

const bundle = await build({
  entryPoints: [join(root, "bench/soak/worker.ts")],
  absWorkingDir: root,
  bundle: true,
  write: false,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
});
const server = await serveWorker(bundle.outputFiles[0].text, flags.encoder);
const manifest = JSON.parse(readFileSync(join(flags.encoder, "manifest.json"), "utf8"));
const results = join(root, "bench/results");
const last = existsSync(join(results, "soak.json")) ? JSON.parse(readFileSync(join(results, "soak.json"), "utf8")) : {};
const measured = {
  ...last,
  encoder: { modelId: manifest.modelId, weights: manifest.weights.bytes, unpacked: unpackedBytes(manifest) },
  machine: { cpu: os.cpus()[0].model.trim(), cores: os.cpus().length, load: os.loadavg() },
};
try {
  measured.blank = await blank();
  const [starts, wasm, webgpu, tiny] = ["starts", "wasm", "webgpu", "tiny"].map((part) => Number(flags[part]));
  if (starts > 0) measured.starts = [];
  for (let round = 0; round < starts; round++) measured.starts.push(await start());
  if (wasm > 0) measured.wasm = await soak("wasm", { texts: wasm, perCall: 1, mostWords: 6, parts: 10 });
  if (webgpu > 0) measured.webgpu = await soak("webgpu", { texts: webgpu, perCall: 4, mostWords: 3, parts: 5 });
  if (tiny > 0) measured.tiny = await tinyCalls(tiny, 6);
} finally {
  server.close();
}
mkdirSync(results, { recursive: true });
const markdown = report(measured);
writeFileSync(join(results, "soak.json"), `${JSON.stringify(measured, null, 2)}\n`);
writeFileSync(join(results, "soak.md"), markdown);
console.log(markdown);

/** A renderer whose worker does nothing. */
async function blank() {
  const session = await openMeasured(chromiumPath, server.origin, "/blank");
  try {
    measured.chromium = session.version;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { processBytes: session.processBytes(), ...(await session.memory()) };
  } finally {
    await session.close();
  }
}

/** A first visit in a browser of its own. */
async function start() {
  const session = await openMeasured(chromiumPath, server.origin, "/soak");
  try {
    const watch = session.watch();
    const started = performance.now();
    await session.evaluate('soak.start("wasm")');
    const ms = performance.now() - started;
    const seen = { ...(await watch()), ms, process: session.processBytes() };
    return { ...seen, settled: await session.memory(), own: await session.evaluate("soak.bytes()") };
  } finally {
    await session.close();
  }
}

async function soak(tier, { texts, perCall, mostWords, parts }) {
  const session = await openMeasured(chromiumPath, server.origin, "/soak");
  try {
    const note = (what) => process.stderr.write(`${tier}: ${what}\n`);
    note("start");
    const got = await session.evaluate(`soak.start(${JSON.stringify(tier)})`);
    if (got !== tier) throw new Error(`The ${tier} tier did not start: ${got} did.`);
    // Once round before counting: caches of the tokeniser, code and pools take their shapes.
    await session.evaluate(`soak.embed(${Math.max(perCall * 8, texts / parts / 10)}, ${perCall}, ${mostWords}, 1)`);
    const samples = [await sample(session, 0)];
    const started = performance.now();
    for (let part = 1; part <= parts; part++) {
      await session.evaluate(`soak.embed(${texts / parts}, ${perCall}, ${mostWords}, ${part + 1})`);
      samples.push(await sample(session, (texts / parts) * part));
      note(`${samples.at(-1).texts} texts, ${JSON.stringify(samples.at(-1).memory)}`);
    }
    const adapter = tier === "webgpu" ? await session.evaluate("soak.adapter()") : undefined;
    return { texts, perCall, seconds: (performance.now() - started) / 1000, adapter, samples };
  } finally {
    await session.close();
  }
}

async function tinyCalls(calls, parts) {
  const session = await openMeasured(chromiumPath, server.origin, "/soak");
  try {
    const samples = [];
    for (let part = 0; part <= parts; part++) {
      await session.evaluate(`soak.tinyCalls(${calls / parts})`);
      samples.push(await sample(session, (calls / parts) * (part + 1)));
    }
    return { samples };
  } finally {
    await session.close();
  }
}

async function sample(session, texts) {
  return {
    texts,
    memory: await session.memory(),
    own: await session.evaluate("soak.bytes()"),
    process: session.processBytes(),
  };
}

/** Bytes of the tensors as the forward pass takes them: a byte a weight, four a scale, bias or norm. */
function unpackedBytes({ tensors }) {
  return tensors.reduce((sum, { dtype, shape }) => {
    const values = shape.reduce((product, size) => product * size, 1);
    return sum + (dtype === "int" ? values + 4 * shape[0] : 4 * values);
  }, 0);
}
