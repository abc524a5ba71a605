/** How many shoppers an experiment needs before it starts. */
import { AisleError } from "../../../errors";
import { normalQuantile } from "../normal";

export interface PowerOptions {
  /** Rate of the control, such as conversions a shopper; 0 to 1. */
  readonly rate: number;
  /** Smallest change worth finding, as a share of the rate: .05 is +5%. */
  readonly lift: number;
  /** Default .05, two-sided. */
  readonly alpha?: number;
  /** Default .8. */
  readonly power?: number;
  /** Share of the shoppers in the treatment; default .5. */
  readonly share?: number;
}

/** What looking every day costs: a confidence sequence needs about this many times the shoppers of one look. */
const SEQUENTIAL_FACTOR = 1.8;

export interface PlannedSample {
  /** Shoppers in both arms, for one look at the end. */
  readonly fixed: number;
  /** The same for a test that may be looked at every day. */
  readonly sequential: number;
}

/** @throws AisleError `OPTIONS_INVALID` for a rate or a lift that no shop has */
export function sampleSize({ rate, lift, alpha = 0.05, power = 0.8, share = 0.5 }: PowerOptions): PlannedSample {
  const other = rate * (1 + lift);
  const usable = rate > 0 && rate < 1 && other > 0 && other < 1 && lift !== 0 && share > 0 && share < 1;
  if (!usable || !(alpha > 0 && alpha < 1 && power > 0 && power < 1)) {
    throw new AisleError("OPTIONS_INVALID", `No sample finds a change of ${lift} of a rate of ${rate}.`, {
      fix: "Give a rate between 0 and 1 whose changed value is one too, and a lift that is not 0.",
    });
  }
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const variance = (other * (1 - other)) / share + (rate * (1 - rate)) / (1 - share);
  const fixed = Math.ceil((z * z * variance) / (other - rate) ** 2);
  return { fixed, sequential: Math.ceil(fixed * SEQUENTIAL_FACTOR) };
}

/** The smallest lift that a sample finds, by bisection; undefined where none up to +1,000% is found. */
export function smallestLift(shoppers: number, options: Omit<PowerOptions, "lift">): number | undefined {
  const most = Math.min(10, 0.999 / options.rate - 1);
  if (!(most > 0) || sampleSize({ ...options, lift: most }).fixed > shoppers) return undefined;
  let [low, high] = [0, most];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (sampleSize({ ...options, lift: middle }).fixed <= shoppers) high = middle;
    else low = middle;
  }
  return high;
}
