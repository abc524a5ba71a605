/** `node scripts/writeFaults.mjs`: docs/faults.md from what the browser tests saw; run them first. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./ensure.mjs";

const path = join(root, "docs/faults.md");
const results = join(root, "test-results/faults");
const INTRO = `# Faults

What a shop's page does when something around it fails. Written by the tests in \`e2e/engine.*.spec.ts\` that cause each fault in
Chromium (\`node scripts/writeFaults.mjs\` after a run); a line that no longer holds fails its test. *Told*: the codes in
\`status().degraded\`, explained in [errors.md](errors.md). *Shelf*: the home shelf afterwards, with the rung that answered.
*Memory*: where the next event is kept, under consent \`persistent\`. In every case nothing is thrown at the page and \`track\` and
\`recommend\` settle.
`;
const HEAD = "| Fault | Told | What Aisle does instead | Shelf | Memory |\n| --- | --- | --- | --- | --- |";

const sections = new Map();
if (existsSync(path)) {
  for (const part of readFileSync(path, "utf8").split("\n## ").slice(1)) {
    const [name, ...lines] = part.split("\n");
    sections.set(name, lines.filter((line) => line.startsWith("| ")).slice(2));
  }
}
for (const name of existsSync(results) ? readdirSync(results) : []) {
  const files = readdirSync(join(results, name));
  sections.set(
    name,
    files.map((file) => readFileSync(join(results, name, file), "utf8").trim()),
  );
}
const tables = [...sections]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, lines]) => `\n## ${name}\n\n${HEAD}\n${lines.sort().join("\n")}\n`);
writeFileSync(path, INTRO + tables.join(""));
// What was seen is in the document now: the next run begins with nothing.
rmSync(results, { recursive: true, force: true });
