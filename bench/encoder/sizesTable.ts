import type { Quality, SizeRow } from "./encoderSizes";

/** `encoderSizes.md`. */
export function sizesTable(rows: readonly SizeRow[]): string {
  const sets = Object.keys(rows[0].text);
  const mb = (bytes: number | undefined) => (bytes === undefined ? "" : (bytes / 1e6).toFixed(2));
  const loss = ({ loss: { mean, low, high } }: Quality) => `${signed(-mean)} (${signed(-high)} to ${signed(-low)})`;
  const name = ({ label, chosen }: SizeRow) => (chosen ? `**${label}**` : label);
  const table = (head: readonly string[], body: readonly (readonly string[])[]) =>
    [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...body]
      .map((cells) => `| ${cells.join(" | ")} |`)
      .join("\n");
  const quality = (of: (row: SizeRow) => SizeRow["text"], which: string) =>
    table(
      ["encoder", "MB", "R@10", "N@10", "R@50", "N@10 against fp32, % (95%)"],
      rows.map((row) => {
        const found = of(row)[which];
        const figures = [found.recall10, found.ndcg10, found.recall50].map((value) => value.toFixed(4));
        return [name(row), mb(row.brotli), ...figures, row === rows[0] ? "" : loss(found)];
      }),
    );
  return `# Encoder sizes

\`npm run bench:encoder\`: one checkpoint, all-MiniLM-L6-v2, 6 layers, in fewer and fewer bytes. MB = 1,000,000 bytes of the whole
folder, vocabulary and manifest included (of a table, its file alone), brotli 11; "bits" are the average of a weight on the wire.
The chosen one is bold.

![NDCG@10 against bytes](encoderSizes.svg)

${table(
  ["encoder", "MB as stored", "MB brotli", "mean cosine", "least"],
  rows.map((row) => [
    name(row),
    mb(row.raw),
    mb(row.brotli),
    row.cosine?.mean.toFixed(4) ?? "1",
    row.cosine?.least.toFixed(4) ?? "1",
  ]),
)}

Cosine to full precision with the same vocabulary, 300 made-up product texts that calibration did not see.

${sets
  .map(
    (set) => `## ${set}

Text alone:

${quality((row) => row.text, set)}

EASE + TF-IDF + BERT, weights tuned on validation for each encoder:

${quality((row) => row.blended, set)}
`,
  )
  .join("\n")}
Leave-one-out, all items ranked, none masked, ties at their average rank; paired bootstrap over cases.
`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}
