/** `npm test`: installs what is missing, then types, lint, build, sizes, packaging, unit tests, tests in Chromium and in other browsers. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { ensureChromium, ensureNodeModules, ensureOtherBrowsers, root, run } from "./ensure.mjs";

ensureNodeModules();
process.env.AISLE_CHROMIUM = ensureChromium();
process.env.AISLE_SHARED ??= existsSync(join(root, "../shared/golden")) ? resolve(root, "../shared") : "";
process.env.AISLE_E2E_PORT = String(await freePort());
const strict = process.env.CI === "true";
const results = join(root, "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();
const node = process.execPath;

check("format and lint", node, ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
check("types", node, ["node_modules/typescript/bin/tsc", "-p", "."]);
check("build", node, ["scripts/build.mjs"]);
check("sizes", node, ["scripts/size.mjs"]);
check("package (publint, are-the-types-wrong)", node, ["scripts/checkPackage.mjs"]);

step("unit tests");
const unitReport = join(results, "unit.json");
run(
  node,
  ["node_modules/vitest/vitest.mjs", "run", "--reporter=dot", "--reporter=json", `--outputFile.json=${unitReport}`],
  { allowFailure: true },
);
addUnit(unitReport);

step("browser tests");
const browserReport = join(results, "browser.json");
run(node, ["node_modules/@playwright/test/cli.js", "test", "--reporter=line,json"], {
  allowFailure: true,
  env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
});
addBrowser(browserReport);

step("other browsers");
ensureOtherBrowsers();
const othersReport = join(results, "otherBrowsers.json");
const others = ["--config=playwright.browsers.config.ts", "--project=Firefox", "--project=WebKitGTK"];
run(node, ["node_modules/@playwright/test/cli.js", "test", ...others, "--reporter=line,json"], {
  allowFailure: true,
  env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: othersReport },
});
addBrowser(othersReport);

if (strict && total.skipped > 0) {
  console.error(`\nCI has everything the tests need: ${total.skipped} skipped is a failure.`);
}
console.log(`\nin ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || (strict && total.skipped > 0) || total.passed === 0 ? 1 : 0);

function freePort() {
  return new Promise((resolvePort) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolvePort(port));
    });
  });
}

function step(name) {
  console.log(`\n── ${name} (${Math.round((Date.now() - started) / 1000)} s)`);
}

/** A check counts as one test. */
function check(name, command, args) {
  step(name);
  const { status } = run(command, args, { allowFailure: true });
  total[status === 0 ? "passed" : "failed"]++;
  if (status !== 0) console.error(`FAILED: ${name}`);
}

function addUnit(path) {
  if (!existsSync(path)) {
    total.failed++;
    return;
  }
  const report = JSON.parse(readFileSync(path, "utf8"));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot be loaded holds no test, yet it failed.
  for (const file of report.testResults) {
    if (file.status !== "failed") continue;
    if (file.assertionResults.length === 0) total.failed++;
    console.error(`FAILED: ${file.name}`);
    for (const test of file.assertionResults) if (test.status === "failed") console.error(`  ${test.fullName}`);
  }
}

function addBrowser(path) {
  if (!existsSync(path)) {
    total.failed++;
    return;
  }
  const { stats, errors } = JSON.parse(readFileSync(path, "utf8"));
  total.passed += stats.expected + stats.flaky;
  total.failed += stats.unexpected + errors.length;
  total.skipped += stats.skipped;
}
