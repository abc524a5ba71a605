/** Counts of noisy bits → an estimated histogram with its intervals. */
import { normalQuantile } from "../evaluate/normal";

export interface BucketEstimate {
  readonly bucket: string;
  /** Shoppers; may be below 0 by chance. */
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

export interface DeBiasOptions {
  readonly p: number;
  readonly q: number;
  readonly confidence?: number;
}

/**
 * n̂ = (ones − n·q) / (p − q), its variance [n̂·p(1−p) + (n − n̂)·q(1−q)] / (p − q)².
 * @param ones how many answers had each bit set
 * @param reports how many there were
 */
export function deBias(
  ones: readonly number[],
  reports: number,
  buckets: readonly string[],
  { p, q, confidence = 0.95 }: DeBiasOptions,
): BucketEstimate[] {
  const z = normalQuantile(0.5 + confidence / 2);
  return ones.map((count, i) => {
    const estimate = (count - reports * q) / (p - q);
    const inside = Math.min(reports, Math.max(0, estimate));
    const variance = (inside * p * (1 - p) + (reports - inside) * q * (1 - q)) / (p - q) ** 2;
    const half = z * Math.sqrt(variance);
    return { bucket: buckets[i], count: estimate, low: estimate - half, high: estimate + half };
  });
}
