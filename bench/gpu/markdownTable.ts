type Cells = readonly (string | number)[];

/** The first column to the left, numbers to the right. */
export function markdownTable(head: readonly string[], rows: readonly Cells[]): string {
  const row = (cells: Cells) => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(row)].join("\n");
}
