/** A report for the terminal: the same figures, in tables of fixed width. */
import { reasonText } from "../../ranking/reasonText";
import { bytes, count, day, interval, metric, metricName, percent } from "./numbers";
import type { DataReport, ExampleShopper, MetricTable, Report, RowCount } from "./report";

export interface PrintOptions {
  /** ANSI colours; for terminals. */
  readonly colours?: "ansi" | "none";
  /** Shoppers and items shown; default 3. */
  readonly examples?: number;
}

export function printReport(report: Report, { colours = "none", examples = 3 }: PrintOptions = {}): string {
  const paint = painter(colours);
  const lines: string[] = [];
  const heading = (title: string) => lines.push("", paint.bold(title));
  lines.push(paint.bold(plain(report.title)));
  const build = report.buildId === undefined ? "" : `, build ${report.buildId}`;
  lines.push(`data up to ${day(report.asOf)}${build}`);
  if (report.summary) lines.push(plain(report.summary));
  if (report.gate) {
    heading(report.gate.passed ? "Quality gate: passed" : `Quality gate: ${report.gate.forced ? "forced" : "refused"}`);
    for (const { name, passed, detail } of report.gate.checks) {
      lines.push(`  ${passed ? paint.good("ok    ") : paint.bad("FAILED")} ${plain(name)}: ${plain(detail)}`);
    }
    if (report.gate.forced) lines.push(`  published all the same: ${plain(report.gate.forced)}`);
  }
  for (const table of [...(report.tables ?? []), ...(report.slices ?? [])]) {
    heading(plain(table.name));
    lines.push(`  ${plain(table.protocol)} ${count(table.cases)} cases.`, ...metricLines(table, paint));
  }
  for (const { placement, terms } of report.blends ?? []) {
    heading(`Weights of ${plain(placement)}`);
    lines.push(
      ...columns(terms.toSorted((a, b) => b.weight - a.weight).map((term) => [term.name, term.weight.toFixed(3)])),
    );
  }
  for (const { name, text, budget, difference } of report.notWon ?? []) {
    heading(`Did not win: ${plain(name)}`);
    lines.push(`  ${plain(text)} ${plain(budget)}. ${interval(difference)} on validation.`);
  }
  if (report.data) {
    heading("Data");
    lines.push(...dataLines(report.data));
  }
  for (const shopper of (report.shoppers ?? []).slice(0, examples)) {
    heading(`Shopper: ${plain(shopper.label)}`);
    lines.push(...shopperLines(shopper, paint));
  }
  for (const { item, lists } of (report.neighbours ?? []).slice(0, examples)) {
    heading(`Beside ${plain(item.title)}`);
    for (const { by, items } of lists) {
      lines.push(
        `  by ${by}: ${items
          .slice(0, 4)
          .map(({ title }) => plain(title))
          .join(" · ")}`,
      );
    }
  }
  for (const { of, placement, groups } of report.exposure ?? []) {
    heading(`Exposure by ${plain(of)}, ${plain(placement)}`);
    const rows = groups.map(({ name, supply, exposure }) => [name, percent(supply), percent(exposure)]);
    lines.push(...columns([["", "of the catalogue", "of shelf places"], ...rows]));
  }
  if (report.sizes && report.sizes.length > 0) {
    heading("What a page downloads");
    const rows = report.sizes.map(({ role, name, bytes: raw, brotli }) => [
      name === "default" ? role : `${role} (${name})`,
      bytes(raw),
      bytes(brotli),
    ]);
    const total = (part: "bytes" | "brotli") => bytes((report.sizes ?? []).reduce((sum, size) => sum + size[part], 0));
    lines.push(...columns([["", "raw", "brotli"], ...rows, ["together", total("bytes"), total("brotli")]]));
  }
  return `${lines.join("\n")}\n`;
}

type Paint = Readonly<Record<"bold" | "good" | "bad", (text: string) => string>>;

function painter(colours: "ansi" | "none"): Paint {
  const code = (open: number, close: number) => (text: string) =>
    colours === "ansi" ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { bold: code(1, 22), good: code(32, 39), bad: code(31, 39) };
}

function metricLines(table: MetricTable, paint: Paint): string[] {
  const [first] = table.metrics;
  const rows = table.rows.map(({ name, kind, values, differences }) => {
    const difference = differences?.[first];
    const cells = [
      kind === "ablation" ? `  ${name}` : name,
      ...table.metrics.map((one) => (Number.isFinite(values[one]) ? metric(values[one]) : "–")),
      difference ? interval(difference) : "",
    ];
    return { cells, own: kind === "aisle" };
  });
  const head = [
    "",
    ...table.metrics.map(metricName),
    rows.some(({ cells }) => cells.at(-1)) ? "aisle's gain, 95%" : "",
  ];
  const printed = columns([head, ...rows.map(({ cells }) => cells)]);
  return printed.map((line, i) => (i > 0 && rows[i - 1].own ? paint.bold(line) : line));
}

function dataLines(data: DataReport): string[] {
  const lines = [
    `  ${count(data.events)} events of ${count(data.shoppers)} shoppers on ${count(data.items)} items, ${count(data.orders)} orders, ${day(data.from)} to ${day(data.to)}`,
  ];
  const part = (title: string, rows: readonly RowCount[]) => {
    if (rows.length === 0) return;
    lines.push(
      `  ${title}`,
      ...columns(
        rows.map((row) => [row.text, count(row.count)]),
        4,
      ),
    );
  };
  part("left out", data.dropped);
  part("put right", data.repaired);
  part("filled in", data.filled ?? []);
  return lines;
}

function shopperLines({ history, shelves }: ExampleShopper, paint: Paint): string[] {
  const lines = history.slice(0, 5).map(({ item, act, at }) => `  ${act} ${plain(item.title)}, ${day(at)}`);
  for (const { placement, rung, reason, items } of shelves) {
    lines.push(`  → ${placement} (${items.length === 0 ? (reason ?? "empty") : rung})`);
    for (const { item, score, why, hit } of items) {
      const words = why[0] ? reasonText(why[0]) : "";
      lines.push(
        `    ${score.toFixed(2).padStart(6)} ${plain(item.title)}${hit ? paint.good(" bought later") : ""} – ${plain(words)}`,
      );
    }
  }
  return lines;
}

/** First column to the left, the others to the right, as wide as they need to be. */
function columns(rows: readonly (readonly string[])[], indent = 2): string[] {
  const clean = rows.map((row) => row.map(plain));
  const widths = (clean[0] ?? []).map((_, c) => Math.max(...clean.map((row) => row[c]?.length ?? 0)));
  return clean.map((row) => {
    const cells = row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])));
    return `${" ".repeat(indent)}${cells.join("  ")}`.trimEnd();
  });
}

/** A title must not move the cursor, or paint the terminal. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
