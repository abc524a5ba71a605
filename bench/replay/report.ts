import { average, type Interval, type Quality } from "./metrics";

export function table(title: string, rows: readonly (readonly [string, readonly Quality[]])[]): string {
  const lines = rows.map(([name, values]) => {
    const ndcg = average(values.map((value) => value.ndcg)).toFixed(4);
    const hit = average(values.map((value) => value.hit)).toFixed(3);
    return `  ${name.padEnd(46)}${ndcg.padStart(8)}${hit.padStart(8)}`;
  });
  return [`${title}`, `  ${"".padEnd(46)} NDCG@10  Hit@10`, ...lines, ""].join("\n");
}

export function difference(name: string, interval: Interval): string {
  const signed = (value: number) => `${value >= 0 ? "+" : ""}${value.toFixed(4)}`;
  const verdict = interval.low > 0 ? "above 0" : interval.high < 0 ? "below 0" : "includes 0";
  return `  ${name}: ${signed(interval.mean)} NDCG@10, paired 95% interval [${signed(interval.low)}, ${signed(interval.high)}], ${verdict}`;
}
