/**
 * A comparison that may be looked at every day: a confidence sequence holds at all times at once, so that stopping when it
 * leaves zero is no error of its own. Normal mixture (Robbins 1970) with an estimated variance, as in Waudby-Smith et al.,
 * arXiv 2103.06476; an always-valid p-value of mSPRT is the smallest level whose sequence has left zero.
 */
export interface ArmTotals {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

export interface SequentialResult {
  /** Mean of the treatment less mean of the control. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Always valid; 1 until there is anything to say. */
  readonly p: number;
  readonly significant: boolean;
}

export interface SequentialOptions {
  readonly alpha?: number;
  /** Shoppers of both arms at which the sequence is narrowest; about the planned sample. Default 5,000. */
  readonly plannedCount?: number;
}

export function sequentialTest(
  treatment: ArmTotals,
  control: ArmTotals,
  options: SequentialOptions = {},
): SequentialResult {
  const { alpha = 0.05, plannedCount = 5_000 } = options;
  const difference = meanOf(treatment) - meanOf(control);
  const variance = varianceOfMean(treatment) + varianceOfMean(control);
  if (!(variance > 0) || !Number.isFinite(difference)) {
    return { difference, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, p: 1, significant: false };
  }
  const count = treatment.count + control.count;
  // In units of the information so far: the mixture's spread is set for the planned sample.
  const ratio = count / (plannedCount / mixtureFactor(alpha));
  const half = Math.sqrt((variance * (ratio + 1) * (Math.log(ratio + 1) - 2 * Math.log(alpha))) / ratio);
  const statistic = (difference * difference * ratio) / (variance * (ratio + 1));
  const p = Math.min(1, Math.exp((Math.log(ratio + 1) - statistic) / 2));
  return { difference, low: difference - half, high: difference + half, p, significant: p < alpha };
}

/** ρ²·n at which the sequence is narrowest: −2·ln α + ln(−2·ln α + 1) (Waudby-Smith et al., equation 57). */
function mixtureFactor(alpha: number): number {
  return -2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1);
}

function meanOf({ sum, count }: ArmTotals): number {
  return sum / count;
}

function varianceOfMean({ count, sum, sumOfSquares }: ArmTotals): number {
  if (count < 2) return Number.NaN;
  return (sumOfSquares - (sum * sum) / count) / (count - 1) / count;
}
