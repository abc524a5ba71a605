export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}

export const median = (values) => quantile(values, 0.5);

/** Ratios of pairs measured one after the other: what loads the machine for a while loads both. */
export function pairedRatios(theirs, ours) {
  const ratios = theirs.map((time, index) => time / ours[index]);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75), pairs: ratios.length };
}
