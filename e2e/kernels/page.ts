/** Runs in the page: reference and kernels on random encoders, from the very first call, before the engine optimises. */
import { checkCases } from "../../src/encoder/ops/checkCases";
import { createReferenceForward } from "../../src/encoder/tiers/reference/createReferenceForward";
import {
  createWasmForward,
  type WasmForward,
  type WasmForwardOptions,
} from "../../src/encoder/tiers/wasm/createWasmForward";
import { createWasmOperators } from "../../src/encoder/tiers/wasm/createWasmOperators";
import { type KernelBuild, loadKernels } from "../../src/encoder/tiers/wasm/loadKernels";
import { toErrorData } from "../../src/errors";
import { type RandomEncoderOptions, randomEncoder } from "../../src/format/encoder/randomEncoder";
import { sourceOf } from "../../src/format/encoder/tensors";

const SHAPES: readonly RandomEncoderOptions[] = [
  {},
  { hidden: 48, heads: 4, intermediate: 80, seed: 2 },
  { hidden: 35, heads: 7, intermediate: 51, seed: 3 },
  { hidden: 384, heads: 12, intermediate: 1536, layers: 1, seed: 4 },
];

let kept: WasmForward | undefined;

const harness = {
  /** Shape and round of each forward pass that is not the reference's in every bit. */
  async differences(options: WasmForwardOptions, rounds: number) {
    const found: { shape: RandomEncoderOptions; round: number }[] = [];
    for (const shape of SHAPES) {
      const weights = randomEncoder({ vocabulary: 500, ...shape });
      const reference = createReferenceForward(weights);
      const wasm = await createWasmForward(sourceOf(weights), options);
      for (let round = 0; round < rounds; round++) {
        const sequences = [1, 2, 5, 8, 13].map((n) =>
          Int32Array.from({ length: n + (round % 3) }, (_, i) => (i * 7919 + n * 31 + round * 101) % 500),
        );
        const expected = await reference.forward(sequences);
        const actual = await wasm.forward(sequences);
        if (!expected.every((value, i) => value === actual[i])) found.push({ shape, round });
      }
    }
    return found;
  },

  /** Cases of the operators' tables that fail in this browser. */
  async failedCases(build: KernelBuild) {
    const results = await checkCases(createWasmOperators(await loadKernels(build)));
    return { run: results.length, failed: results.filter(({ error, atol }) => !(error <= atol)) };
  },

  /** So many calls of one forward pass, kept between calls. @returns bytes of its memory */
  async callMany(calls: number) {
    kept ??= await createWasmForward(sourceOf(randomEncoder()));
    for (let call = 0; call < calls; call++) {
      await kept.forward([Int32Array.from({ length: 1 + (call % 40) }, (_, i) => (i * 7 + call) % 100)]);
    }
    return kept.bytes;
  },

  /** The build that `auto` takes here, or the code of why there is none. */
  buildOf: (wanted: KernelBuild | "auto") =>
    loadKernels(wanted).then(
      ({ build }) => build as string,
      (error) => toErrorData(error, "OPTIONS_INVALID").code as string,
    ),
};

export type KernelHarness = typeof harness;
Object.assign(globalThis, { kernelHarness: harness });
