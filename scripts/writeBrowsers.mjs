/**
 * `npm run browsers`: runs the suite of `e2e/browsers` in every browser that is here, after a build, and writes
 * docs/browsers.md from what came out, versions included.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { release, type } from "node:os";
import { join } from "node:path";
import { buildLibrary } from "./build.mjs";
import { ensureChromium, ensureNodeModules, ensureOtherBrowsers, root, run } from "./ensure.mjs";

ensureNodeModules();
process.env.AISLE_CHROMIUM = ensureChromium();
ensureOtherBrowsers();
await buildLibrary();
mkdirSync(join(root, "test-results"), { recursive: true });
const reportFile = join(root, "test-results/browsers.json");
run(
  process.execPath,
  ["node_modules/@playwright/test/cli.js", "test", "--config=playwright.browsers.config.ts", "--reporter=line,json"],
  { allowFailure: true, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile } },
);

const versions = new Map();
/** Title → browser → what its cell says. */
const rows = new Map();
const visit = (suite) => {
  for (const inner of suite.suites ?? []) visit(inner);
  for (const { title, tests } of suite.specs ?? []) {
    for (const { projectName, annotations, status } of tests) {
      if (status === "skipped") continue;
      const note = (kind) => annotations.find((one) => one.type === kind)?.description;
      versions.set(projectName, note("browser"));
      const outcome = note("outcome");
      const cell = status === "expected" ? `yes${outcome ? `: ${outcome}` : ""}` : "**no**";
      if (!rows.has(title)) rows.set(title, new Map());
      rows.get(title).set(projectName, cell);
    }
  }
};
for (const suite of JSON.parse(readFileSync(reportFile, "utf8")).suites) visit(suite);

const names = [...versions.keys()].sort();
const line = (cells) => `| ${cells.join(" | ")} |`;
const day = new Date().toISOString().slice(0, 10);
writeFileSync(
  join(root, "docs/browsers.md"),
  `# Browsers

## What was run

\`npm run browsers\`, ${day}, ${type()} ${release().split("-")[0]}: the built files under the same tests (\`e2e/browsers\`) in ${names.map((name) => versions.get(name)).join(", ")}.
\`npm test\` runs them in Firefox and WebKitGTK each time; Chromium has the whole of \`e2e\` besides. WebKitGTK is the engine of
Safari on Linux; under its driver it is always a private window.

${[
  line(["", ...names.map((name) => versions.get(name) ?? name)]),
  line(["---", ...names.map(() => "---")]),
  ...[...rows].map(([title, cells]) => line([cellText(title), ...names.map((name) => cells.get(name) ?? "–")])),
].join("\n")}

## What each part needs

| Part | Chrome, Edge | Firefox | Safari | Without it |
| --- | --- | --- | --- | --- |
| script tag, shelves, profile | 93 | 92 | 16.4 | the shop's own content stays in the shelf |
| module worker | 80 | 114 | 15 | the engine runs on the main thread, in slices |
| wasm encoder: SIMD128 | 91 | 89 | 16.4 | WebGPU, else ranking by words |
| wasm encoder: relaxed SIMD, faster | 114 | 145 | releases after July 2026 | SIMD128 |
| WebGPU for catalogues in bulk | 113 | 141 on Windows, 145 on Apple silicon | 26 | wasm |
| IndexedDB, Cache Storage, Web Locks | 69 | 96 | 15.4 | memory until the page is left; downloads in IndexedDB; every tab embeds for itself |

Versions are those in which the feature was first on by default; each is looked for when Aisle starts, never guessed from the
browser's name.
`,
);
console.log("docs/browsers.md");

function cellText(text) {
  return text.replaceAll("<", "&lt;").replaceAll("|", "\\|");
}
