#!/usr/bin/env node
/**
 * Compiles the AssemblyScript kernels of src/server/train into committed TypeScript files, each module as base64.
 * `node scripts/buildTrainKernels.mjs`; the same sources give the same bytes.
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = "src/server/train";
export const trainKernels = ["dense", "products"];

export const generatedTrainFile = (name) => `${folder}/${name}.generated.ts`;

/** The generated file's text. */
export async function generateTrainKernels(name) {
  let module;
  const { error, stderr } = await asc.main(
    [
      `${folder}/${name}.as.ts`,
      "--outFile",
      "train.wasm",
      "--runtime",
      "stub",
      "--noAssert",
      "-O3",
      "--converge",
      "--enable",
      "simd",
    ].concat(["--zeroFilledMemory", "--use", "abort="]),
    {
      readFile: (file, base) => readFile(join(root, relative(".", join(base, file))), "utf8").catch(() => null),
      writeFile: (file, contents) => {
        if (file === "train.wasm") module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return `// Written by scripts/buildTrainKernels.mjs from ${name}.as.ts; do not edit. ${module.length} bytes.
export const kernels: string =
  "${Buffer.from(module).toString("base64")}";
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const name of trainKernels) {
    await writeFile(join(root, generatedTrainFile(name)), await generateTrainKernels(name));
    console.log(generatedTrainFile(name));
  }
}
