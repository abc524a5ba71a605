#!/usr/bin/env node
/**
 * Compiles the Node side's AssemblyScript into committed TypeScript files, the modules as base64.
 * `node scripts/buildTrainKernels.mjs`; the same sources give the same bytes.
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = [
  "src/server/train/dense.as.ts",
  "src/server/train/products.as.ts",
  "src/server/encoder/float/floatProduct.as.ts",
];

/** The generated files' texts by path. */
export async function generateTrainKernels() {
  const texts = new Map();
  for (const source of sources) texts.set(source.replace(".as.ts", ".generated.ts"), await generate(source));
  return texts;
}

async function generate(source) {
  let module;
  const { error, stderr } = await asc.main(
    [
      source,
      "--outFile",
      "kernel.wasm",
      "--runtime",
      "stub",
      "--noAssert",
      "-O3",
      "--converge",
      "--enable",
      "simd",
    ].concat(["--zeroFilledMemory", "--use", "abort="]),
    {
      readFile: (name, base) => readFile(join(root, relative(".", join(base, name))), "utf8").catch(() => null),
      writeFile: (name, contents) => {
        if (name === "kernel.wasm") module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return `// Written by scripts/buildTrainKernels.mjs from ${basename(source)}; do not edit. ${module.length} bytes.
export const kernels: string =
  "${Buffer.from(module).toString("base64")}";
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [file, text] of await generateTrainKernels()) {
    await writeFile(join(root, file), text);
    console.log(file);
  }
}
