/** How the relaxed build spells its dot product; both give the same integers. */
export type Dot = "fused" | "paired";

/** Multiply-adds run before anything is measured: the engine is still optimising the code. */
const WARM_UP_WORK = 1.5e9;
/** Multiply-adds of one sample: 1 to 2 ms, where a clock of 100 µs is just fine enough. */
const SAMPLE_WORK = 8e7;
/** Samples of each spelling. Their best counts: a sample can only be slowed, by whatever else the machine does. */
const SAMPLES = 24;

export interface DotChooser {
  /** The spelling to use for the next product. */
  current(): Dot;
  /** Reports a product just run with `current()`, in multiply-adds and milliseconds. */
  report(work: number, elapsedMs: number): void;
  readonly settled: boolean;
}

/**
 * Finds the faster spelling while doing real work: one instruction where the CPU has it (AVX-VNNI, ARM DotProd), two
 * where it does not. Takes turns, sample by sample, then stays with the faster.
 */
export function createDotChooser(): DotChooser {
  const best = { fused: Number.POSITIVE_INFINITY, paired: Number.POSITIVE_INFINITY };
  let dot: Dot = "fused";
  let warmUp = WARM_UP_WORK;
  let samples = 0;
  let work = 0;
  let elapsed = 0;
  let settled = false;
  return {
    current: () => dot,
    report(amount, elapsedMs) {
      if (settled) return;
      if (warmUp > 0) {
        warmUp -= amount;
        dot = other(dot);
        return;
      }
      work += amount;
      elapsed += elapsedMs;
      if (work < SAMPLE_WORK) return;
      best[dot] = Math.min(best[dot], elapsed / work);
      work = 0;
      elapsed = 0;
      samples++;
      settled = samples === 2 * SAMPLES;
      dot = settled ? (best.paired < best.fused ? "paired" : "fused") : other(dot);
    },
    get settled() {
      return settled;
    },
  };
}

function other(dot: Dot): Dot {
  return dot === "fused" ? "paired" : "fused";
}
