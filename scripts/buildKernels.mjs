#!/usr/bin/env node
/**
 * Compiles the AssemblyScript kernels into committed TypeScript files, the module as base64: the forward pass once per
 * instruction set, nearest neighbours and the inflater once. `node scripts/buildKernels.mjs [FOLDER]`; the same sources give the same bytes.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tiers = "src/encoder/tiers/wasm";
const builds = {
  simd128: {
    entry: `${tiers}/kernels.as.ts`,
    out: `${tiers}/kernels.simd128.generated.ts`,
    features: ["--enable", "simd"],
  },
  relaxed: {
    entry: `${tiers}/kernels.as.ts`,
    out: `${tiers}/kernels.relaxed.generated.ts`,
    features: ["--enable", "simd", "--enable", "relaxed-simd"],
  },
  nearest: {
    entry: "src/encoder/nearest/nearest.as.ts",
    out: "src/encoder/nearest/nearest.generated.ts",
    features: ["--enable", "simd"],
  },
  inflate: {
    entry: "src/format/encoder/inflate/inflate.as.ts",
    out: "src/format/encoder/inflate/inflate.generated.ts",
    features: ["--shrinkLevel", "1"],
  },
};

export const buildNames = Object.keys(builds);

/** @returns {Promise<Uint8Array>} the wasm module of one build */
export async function compileKernels(build) {
  let module;
  const { error, stderr } = await asc.main(
    [
      builds[build].entry,
      "--outFile",
      "kernels.wasm",
      "--runtime",
      "stub",
      "--noAssert",
      "-O3",
      "--converge",
      "--zeroFilledMemory",
      "--use",
      "abort=",
      ...builds[build].features,
    ],
    {
      readFile: (name, base) => readFile(join(root, relative(".", join(base, name))), "utf8").catch(() => null),
      writeFile: (name, contents) => {
        if (name === "kernels.wasm") module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return module;
}

/** The generated file's text. */
export async function generateKernels(build) {
  const module = await compileKernels(build);
  return `// Written by scripts/buildKernels.mjs from *.as.ts files; do not edit. ${module.length} bytes.
export const kernels: string =
  "${Buffer.from(module).toString("base64")}";
`;
}

export const generatedFile = (build) => builds[build].out;

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? root;
  for (const build of buildNames) {
    const file = join(folder, generatedFile(build));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await generateKernels(build));
    console.log(file);
  }
}
