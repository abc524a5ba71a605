#!/usr/bin/env node
/**
 * Compiles src/server/train/dense.as.ts into a committed TypeScript file, the module as base64.
 * `node scripts/buildTrainKernels.mjs`; the same source gives the same bytes.
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = "src/server/train/dense.as.ts";
export const generatedFile = "src/server/train/dense.generated.ts";

/** The generated file's text. */
export async function generateTrainKernels() {
  let module;
  const { error, stderr } = await asc.main(
    [
      source,
      "--outFile",
      "dense.wasm",
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
        if (name === "dense.wasm") module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return `// Written by scripts/buildTrainKernels.mjs from dense.as.ts; do not edit. ${module.length} bytes.
export const kernels: string =
  "${Buffer.from(module).toString("base64")}";
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(join(root, generatedFile), await generateTrainKernels());
  console.log(generatedFile);
}
