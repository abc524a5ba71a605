#!/usr/bin/env node
/**
 * `npm run bench:soak [-- --wasm 50000 --webgpu 2000]`: what the worker with the shipped encoder takes of memory from its
 * first visit on, and whether anything grows over many thousand embeds. Chromium; WebGPU on SwiftShader where there is no
 * GPU. Writes bench/results/soak.{json,md}.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureChromium, ensureNodeModules, root } from "../../scripts/ensure.mjs";

const { values: flags } = parseArgs({
  options: {
    wasm: { type: "string", default: "50000" },
    webgpu: { type: "string", default: "2000" },
    starts: { type: "string", default: "7" },
    encoder: { type: "string", default: join(root, "public/aisle/encoder") },
  },
});
ensureNodeModules();
const chromiumPath = ensureChromium();
const { build } = await import("esbuild");
const { withoutOnnxEsbuild } = await import("../../scripts/vite/withoutOnnx.mjs");
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
  plugins: [withoutOnnxEsbuild()],
});
const server = await serveWorker(bundle.outputFiles[0].text, flags.encoder);
const manifest = JSON.parse(readFileSync(join(flags.encoder, "manifest.json"), "utf8"));
const measured = {
  encoder: { modelId: manifest.modelId, weights: manifest.weights.bytes, unpacked: unpackedBytes(manifest) },
  machine: { cpu: os.cpus()[0].model.trim(), cores: os.cpus().length, load: os.loadavg() },
};
try {
  measured.blank = await blank();
  measured.starts = [];
  for (let round = 0; round < Number(flags.starts); round++) measured.starts.push(await start());
  measured.wasm = await soak("wasm", { texts: Number(flags.wasm), perCall: 1, mostWords: 6, parts: 10 });
  measured.webgpu = await soak("webgpu", { texts: Number(flags.webgpu), perCall: 4, mostWords: 3, parts: 5 });
} finally {
  server.close();
}
const results = join(root, "bench/results");
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
