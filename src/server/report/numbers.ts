/** Numbers as a reader wants them. */
import type { Interval } from "./report";

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const percentages = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** 1234567 → "1,234,567". */
export function count(value: number): string {
  return grouped.format(value);
}

export function percent(share: number): string {
  return percentages.format(share);
}

/** Metrics to four places: what lies beyond is noise. */
export function metric(value: number): string {
  return value.toFixed(4);
}

export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}

/** "+0.0032 [−0.0010, +0.0074]". */
export function interval({ mean, low, high }: Interval): string {
  return `${signed(mean)} [${signed(low)}, ${signed(high)}]`;
}

/** kB = 1000 bytes. */
export function bytes(value: number): string {
  if (value < 1000) return `${count(value)} B`;
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(2)} MB`;
}

/** "31 October 2026", UTC. */
export function day(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(at);
}

export function price(value: number, currency: string | undefined): string {
  try {
    return new Intl.NumberFormat("en", currency ? { style: "currency", currency } : {}).format(value);
  } catch {
    // A feed's currency may be no ISO 4217 code.
    return `${grouped.format(value)} ${currency}`;
  }
}

/** `ndcg@10` → "NDCG@10". */
export function metricName(name: string): string {
  return name
    .replace(/^(ndcg|mrr|auc)/, (word) => word.toUpperCase())
    .replace(/^[a-z]/, (first) => first.toUpperCase());
}
