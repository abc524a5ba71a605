/** Figures of `bench/results/quality-*.md`: tables only. */
import type { QualityReport, Row } from "./qualityTable";

export interface MarkdownOptions {
  readonly title: string;
  /** How the figures came about, in a sentence or two. */
  readonly text: string;
}

const COLUMNS = ["recall@10", "ndcg@10", "recall@50", "ndcg@50", "mrr"];

export function qualityMarkdown(report: QualityReport, { title, text }: MarkdownOptions): string {
  const { aisle, baselines, unpruned, ci, slices, exposure, itemItemBytes, adaptedBytes } = report;
  const models: Readonly<Record<string, Row>> = { ...baselines, aisle };
  return [
    `# ${title}`,
    "",
    text,
    "",
    ...table(
      ["", ...COLUMNS, "aisle's NDCG@10 less this row's, 95%"],
      Object.entries(models).map(([name, row]) => {
        const gain = ci[name]?.["ndcg@10"];
        return [
          name,
          ...COLUMNS.map((key) => row[key].toFixed(4)),
          gain ? `${gain.mean.toFixed(4)} [${gain.low.toFixed(4)}, ${gain.high.toFixed(4)}]` : "",
        ];
      }),
    ),
    "",
    `Files that aisle's blend reads: item-item weights ${itemItemBytes} bytes, adapted vectors with head and priors ${adaptedBytes} bytes.`,
    ...Object.entries(unpruned).map(([name, row]) => {
      const loss = (100 * (row["ndcg@10"] - models[name]["ndcg@10"])) / row["ndcg@10"];
      return `${name}: int8 and pruning lose ${loss.toFixed(2)}% of NDCG@10 (item-item weights whole and adapted vectors in float32: ${row["ndcg@10"].toFixed(4)}).`;
    }),
    "",
    "## Slices of aisle",
    "",
    ...table(
      ["", "cases", ...COLUMNS.slice(0, 3)],
      Object.entries(slices).map(([name, rows]) => [
        name,
        String(rows.aisle.cases),
        ...COLUMNS.slice(0, 3).map((key) => rows.aisle[key].toFixed(4)),
      ]),
    ),
    "",
    "## Shelves of ten",
    "",
    ...table(
      ["", "coverage", "Gini", "novelty, bits"],
      Object.entries(exposure).map(([name, row]: [string, Row]) => [
        name,
        row.coverage.toFixed(3),
        row.gini.toFixed(3),
        row.novelty.toFixed(2),
      ]),
    ),
    "",
  ].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)];
}
