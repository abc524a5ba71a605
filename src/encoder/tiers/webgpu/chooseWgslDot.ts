import { AisleError } from "../../../errors";
import type { EncoderConfig } from "../../../format/encoder/weights";
import { EXACT_INPUTS, type WgslDot } from "../../ops/linear/dot.wgsl";
import type { ProbeLayer, ProbeRun } from "./probeLayer";

/** What decides which spellings a device can run. */
export interface DotAbilities {
  /** WGSL's `packed_4x8_integer_dot_product`. */
  readonly packedDot: boolean;
  /** The device's `shader-f16`. */
  readonly half: boolean;
}

export interface DotChoice {
  readonly dot: WgslDot;
  /** Milliseconds of the probe's layer in each spelling that was tried and is right; empty when nothing was tried. */
  readonly times: Partial<Record<WgslDot, number>>;
}

/** A sample lasts at least so long: readiness is told with a delay of a millisecond or two. */
const SAMPLE_MS = 8;
const MOST_REPEATS = 256;
const SAMPLES = 3;
/** A device that takes so long for one layer is told apart by one sample. */
const SLOW_MS = 20;
/** How much faster another spelling must be: the integer product is the reference's in every bit. */
const WORTHWHILE = 0.9;

/** Spellings worth timing on a device, the one to fall back on first. Those in floats are exact only so far. */
export function candidateDots({ hidden, intermediate }: EncoderConfig, { packedDot, half }: DotAbilities): WgslDot[] {
  const integer: WgslDot = packedDot ? "packed" : "unpacked";
  if (Math.max(hidden, intermediate) > EXACT_INPUTS) return [integer];
  return half ? [integer, "f32", "f16"] : [integer, "f32"];
}

/**
 * Times each spelling of the product on this device and takes the fastest that is right; the first unless another is
 * clearly faster. One that does not compile, or computes wrong sums, is passed over: drivers differ.
 * @param now milliseconds, as `performance.now`
 * @throws AisleError `BACKEND_WRONG` when none is right
 */
export async function chooseWgslDot(
  layer: ProbeLayer,
  candidates: readonly WgslDot[],
  now: () => number,
): Promise<DotChoice> {
  const times: Partial<Record<WgslDot, number>> = {};
  let best: { readonly dot: WgslDot; readonly ms: number } | undefined;
  let failure: unknown;
  for (const dot of candidates) {
    try {
      const probe = await layer.compile(dot);
      await probe.run(1);
      if (!(await probe.isRight())) continue;
      const ms = await timeOf(probe, now);
      times[dot] = ms;
      if (!best || ms < best.ms * WORTHWHILE) best = { dot, ms };
    } catch (error) {
      failure = error;
    }
  }
  if (best) return { dot: best.dot, times };
  throw new AisleError("BACKEND_WRONG", "No int8 product is right on this GPU.", {
    seen: candidates.join(),
    cause: failure,
    fix: "Aisle goes on with another encoder tier.",
  });
}

/** Best of a few samples, by the GPU's clock where it has one: whatever else the GPU does can only slow one. */
async function timeOf({ run }: ProbeRun, now: () => number): Promise<number> {
  const sample = async (repeats: number) => {
    const started = now();
    return (await run(repeats)) ?? now() - started;
  };
  let repeats = 1;
  let elapsed = await sample(repeats);
  if (elapsed > SLOW_MS) return elapsed;
  while (elapsed < SAMPLE_MS && repeats < MOST_REPEATS) {
    repeats *= 2;
    elapsed = await sample(repeats);
  }
  let best = elapsed;
  for (let i = 1; i < SAMPLES; i++) best = Math.min(best, await sample(repeats));
  return best / repeats;
}
