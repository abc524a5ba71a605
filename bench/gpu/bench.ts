/** The GPU tier outside a browser: every spelling of the product, right and how fast, beside wasm on the same machine. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import type { ForwardPass } from "../../src/encoder/encoderEngine";
import goldenTexts from "../../src/encoder/golden/texts.json";
import type { WgslDot } from "../../src/encoder/ops/linear/dot.wgsl";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createWebgpuForward } from "../../src/encoder/tiers/webgpu/createWebgpuForward";
import { GOLDEN_COSINE } from "../../src/engine/choose";
import { sourceOf } from "../../src/format/encoder/tensors";
import type { EncoderWeights } from "../../src/format/encoder/weights";
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";
import { costMarkdown } from "./costMarkdown";
import { type GpuReport, gpuMarkdown } from "./gpuMarkdown";
import { measureAgreement, type Speed, textsPerSecond, timeOneText } from "./measureForward";

const NO_ADAPTER = 3;
/** How much is measured; `short` and `long` are texts of a bulk. */
const GPU_WORK = {
  goldenTokens: Number.POSITIVE_INFINITY,
  lengths: [8, 16, 32, 64, 128],
  samples: 15,
  batches: [512, 2_048, 8_192],
  bulk: { short: 4_096, long: 512 },
};
/** Seconds a text: enough to see that everything works. */
const SOFTWARE_WORK = { goldenTokens: 10, lengths: [8], samples: 1, batches: [512], bulk: { short: 4, long: 1 } };
const WASM_BATCH = 512;

interface DawnNode {
  create(options: readonly string[]): GPU;
  readonly globals: object;
}

const here = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({ options: { out: { type: "string", default: process.env.OUT ?? here } } });

/** Dawn is carried packed: its library is unpacked beside whatever it needs. */
function loadDawn(): DawnNode {
  const folder = mkdtempSync(join(tmpdir(), "aisle-dawn-"));
  for (const name of readdirSync(here).filter((file) => /\.(node|dll|txt)\.gz$/i.test(file))) {
    writeFileSync(join(folder, name.slice(0, -".gz".length)), gunzipSync(readFileSync(join(here, name))));
  }
  return createRequire(import.meta.url)(join(folder, "dawn.node"));
}

async function main(): Promise<number> {
  const { manifest, weights } = await readEncoderFolder(join(here, "encoder"));
  const { config } = weights;
  const dawn = loadDawn();
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  // tfjs looks there before it takes a device.
  if (!globalThis.navigator) Object.assign(globalThis, { navigator: {} });
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu });
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    console.log(costMarkdown(config));
    console.error("WebGPU found no graphics adapter: nothing was measured. On Linux it needs a Vulkan driver.");
    return NO_ADAPTER;
  }
  const { info } = adapter;
  const software = /swiftshader|llvmpipe|lavapipe|software/i.test(
    `${info.architecture} ${info.device} ${info.description}`,
  );
  console.log(`${info.vendor} ${info.architecture} ${info.description}${software ? " (no graphics card)" : ""}`);

  const probed = await createWebgpuForward(weights, { gpu, onLost: console.error, now: () => performance.now() });
  const { dot: chosen, times } = probed;
  probed.dispose();
  const half = adapter.features.has("shader-f16");
  const dots: WgslDot[] = half ? ["packed", "unpacked", "f32", "f16"] : ["packed", "unpacked", "f32"];
  const work = software ? SOFTWARE_WORK : GPU_WORK;
  const golden = goldenTexts.texts.filter(({ ids }) => ids.length <= work.goldenTokens);
  const spellings: GpuReport["spellings"][number][] = [];
  for (const dot of dots) {
    const open = (batchTokens?: number) =>
      createWebgpuForward(weights, { gpu, dot, batchTokens, onLost: console.error });
    const forward = await open();
    const agreement = await measureAgreement(forward, config, golden);
    console.log(`${dot}: cosine to the reference ${agreement.mean.toFixed(5)}, least ${agreement.least.toFixed(5)}`);
    const { gpuBytes, dispatches, bindGroups } = forward.costs();
    // The page's own self-test: what is wrong need not be fast. (The least above is a lone word in fragments, as a rule: one
    // rounding is worth a hundredth there.)
    const selfTest = await measureAgreement(forward, config, manifest.golden);
    if (selfTest.least < GOLDEN_COSINE) throw new Error(`${dot} answers wrongly: ${selfTest.leastText}`);
    const oneText = await timeOneText(forward, { config, ...work });
    forward.dispose();
    const bulk = await measureBulk(open, weights, work);
    spellings.push({ dot, agreement, oneText, bulk, gpuBytes, dispatches, bindGroups });
  }
  const wasm = await createWasmForward(sourceOf(weights), { now: () => performance.now() });
  const report: GpuReport = {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cpu: cpus()[0].model.trim(),
    software,
    adapter: {
      vendor: info.vendor,
      architecture: info.architecture,
      device: info.device,
      description: info.description,
    },
    features: [...adapter.features].sort(),
    modelId: manifest.modelId,
    config,
    probe: { chosen, times },
    spellings,
    wasm: {
      build: wasm.build,
      oneText: await timeOneText(wasm, { config, ...work }),
      bulk: await measureBulk((batchTokens) => createWasmForward(sourceOf(weights), { batchTokens }), weights, {
        bulk: { short: Math.min(512, work.bulk.short), long: Math.min(64, work.bulk.long) },
        batches: [WASM_BATCH],
      }),
    },
  };
  mkdirSync(flags.out, { recursive: true });
  writeFileSync(join(flags.out, "gpu.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(flags.out, "gpu.md"), gpuMarkdown(report));
  console.log(gpuMarkdown(report));
  return 0;
}

/** Texts a second by tokens of a batch; each batch size has an engine of its own. */
async function measureBulk(
  open: (batchTokens: number) => Promise<ForwardPass>,
  { config }: EncoderWeights,
  { batches, bulk }: Pick<typeof GPU_WORK, "batches" | "bulk">,
): Promise<Speed["bulk"]> {
  const speed = { short: {} as Record<number, number>, long: {} as Record<number, number> };
  for (const batchTokens of batches) {
    const forward = await open(batchTokens);
    for (const kind of ["short", "long"] as const) {
      speed[kind][batchTokens] = await textsPerSecond(forward, { config, kind, texts: bulk[kind] });
    }
    forward.dispose();
  }
  return speed;
}

// Dawn keeps the process alive with what it still has to tell.
main().then(
  (status) => process.exit(status),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
