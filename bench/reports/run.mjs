/**
 * `npm run bench:reports [-- --runs 60] [-- --write]`: 10,000 clients answer the built `aisle reports` over HTTP, in noise; prints the
 * recovered histogram beside the truth, and with `--write` puts it into bench/results/reports.md. `npm run build` comes first.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/ensure.mjs";
import { runTypeScript } from "../runTypeScript.mjs";

if (!existsSync(join(root, "dist/cli.js"))) {
  console.error("dist/ is missing: npm run build first.");
  process.exit(1);
}
const { runReports } = await runTypeScript("bench/reports/cli.ts");
process.exitCode = await runReports({ root, arguments: process.argv.slice(2) });
