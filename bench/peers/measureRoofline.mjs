/** What the dot instructions can do at most on this machine and this browser, in GOP/s (a multiply-add is two). */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { benchFolder } from "./prepare.mjs";

const DOTS_PER_STEP = 8;
const MULTIPLY_ADDS = { fused: 16, paired: 16, wide: 8 };

/** @returns {Promise<{ fused: number, paired: number, wide: number }>} `wide`: the int16 dot of plain SIMD128 */
export async function measureRoofline(page) {
  const module = await compile();
  const stepsPerMs = await page.evaluate(inPage, Buffer.from(module).toString("base64"));
  return Object.fromEntries(
    Object.entries(stepsPerMs).map(([kind, steps]) => [kind, (steps * DOTS_PER_STEP * MULTIPLY_ADDS[kind] * 2) / 1e6]),
  );
}

/** Runs in the page: best of many short samples, since a sample can only be slowed. */
async function inPage(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { runFused, runPaired, runWide } = instance.exports;
  const kinds = { fused: runFused, paired: runPaired, wide: runWide };
  const best = { fused: 0, paired: 0, wide: 0 };
  const steps = 1_000_000;
  for (let sample = 0; sample < 60; sample++) {
    for (const [kind, run] of Object.entries(kinds)) {
      const started = performance.now();
      run(steps);
      best[kind] = Math.max(best[kind], steps / (performance.now() - started));
    }
  }
  return best;
}

async function compile() {
  const source = await readFile(join(benchFolder, "peers/roofline.as.ts"), "utf8");
  let module;
  const { error, stderr } = await asc.main(
    [
      "roofline.as.ts",
      "--outFile",
      "out.wasm",
      "--runtime",
      "stub",
      "-O3",
      "--enable",
      "simd",
      "--enable",
      "relaxed-simd",
    ],
    {
      readFile: (name) => (name === "roofline.as.ts" ? source : null),
      writeFile: (name, contents) => {
        if (name === "out.wasm") module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return module;
}
