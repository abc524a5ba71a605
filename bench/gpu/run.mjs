#!/usr/bin/env node
/**
 * `npm run bench:gpu`: the GPU tier in Dawn for Node, every spelling of the product, on this machine's graphics card; writes
 * bench/results/gpu.{json,md}. `npm run bench:gpu -- --bundle`: only makes `build/gpu-bench`, Node and all, under 64 MB,
 * to be carried to a Linux machine with a card and no network: `sh gpu-bench/bench.sh --out DIR`.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { ensureNodeModules, root, run } from "../../scripts/ensure.mjs";

const { values: flags } = parseArgs({ options: { bundle: { type: "boolean", default: false } } });
const MOST_BYTES = 64e6;
const out = join(root, "build/gpu-bench");
const dawnPackage = join(root, "bench/gpu/node_modules/webgpu");

ensureNodeModules();
if (!existsSync(join(dawnPackage, "index.js"))) {
  console.log("Installing WebGPU for Node (npm ci --prefix bench/gpu) …");
  run("npm", ["ci", "--prefix", "bench/gpu", "--ignore-scripts", "--no-audit", "--no-fund"]);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await bundleScript();
cpSync(join(root, "public/aisle/encoder"), join(out, "encoder"), { recursive: true });
const platform = `${process.platform}-${process.platform === "darwin" ? "universal" : process.arch}`;
for (const name of readdirSync(join(dawnPackage, "dist", platform))) {
  const bytes = readFileSync(join(dawnPackage, "dist", platform, name));
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
if (flags.bundle) {
  if (process.platform !== "linux") throw new Error("A bundle is made on Linux, for Linux.");
  writeFileSync(join(out, "node.gz"), gzipSync(readFileSync(process.execPath), { level: 9 }));
  carryVulkanLoader();
  copyFileSync(join(root, "bench/gpu/bench.sh"), join(out, "bench.sh"));
  chmodSync(join(out, "bench.sh"), 0o755);
  const bytes = sizeOf(out);
  console.log(`build/gpu-bench: ${(bytes / 1e6).toFixed(1)} MB. On the other machine: sh gpu-bench/bench.sh --out DIR`);
  if (bytes > MOST_BYTES) throw new Error(`More than ${MOST_BYTES / 1e6} MB.`);
} else {
  const results = join(root, "bench/results");
  const bench = (env) =>
    spawnSync(process.execPath, [join(out, "bench.mjs"), "--out", results], {
      stdio: "inherit",
      env: { XDG_RUNTIME_DIR: out, ...process.env, ...env },
    });
  // 3: no adapter. Chromium brings a Vulkan that needs no card: enough to see that everything works.
  const swiftShader = "/usr/lib/chromium/vk_swiftshader_icd.json";
  let { status } = bench({});
  if (status === 3 && existsSync(swiftShader)) {
    console.log("No graphics card here: SwiftShader stands in.");
    ({ status } = bench({ VK_ICD_FILENAMES: swiftShader, VK_DRIVER_FILES: swiftShader }));
  }
  process.exit(status ?? 1);
}

async function bundleScript() {
  const { build } = await import("esbuild");
  const { withoutOnnxEsbuild } = await import("../../scripts/vite/withoutOnnx.mjs");
  await build({
    entryPoints: [join(root, "bench/gpu/bench.ts")],
    outfile: join(out, "bench.mjs"),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20",
    legalComments: "none",
    logLevel: "error",
    // tfjs asks for them in Node, in case it downloads something.
    external: ["node-fetch"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    plugins: [withoutOnnxEsbuild()],
  });
}

/** The loader, which a machine made for computing may lack. */
function carryVulkanLoader() {
  const places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib/chromium"];
  const loader = places.map((folder) => join(folder, "libvulkan.so.1")).find((path) => existsSync(path));
  if (!loader) return;
  mkdirSync(join(out, "lib"), { recursive: true });
  copyFileSync(loader, join(out, "lib/libvulkan.so.1"));
}

function sizeOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
