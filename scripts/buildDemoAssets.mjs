/**
 * `npm run build:demo-assets [-- --out DIR]`: what `aisle build` learns from the demo shop's catalogue and a simulated
 * order history, into public/aisle (beside the encoder there, which makes the vectors). The report goes to build/.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureNodeModules, root, run } from "./ensure.mjs";

ensureNodeModules();
const { values } = parseArgs({ options: { out: { type: "string", default: "public/aisle" } } });
const out = resolve(root, values.out);
const { build } = await import("esbuild");
const { buildCli } = await import("./buildCli.mjs");
await buildCli();
const bundle = join(root, "node_modules/.cache/aisle/demoFiles.mjs");
await build({
  entryPoints: [join(root, "demo/data/orders/demoFiles.ts")],
  outfile: bundle,
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
const { demoFiles, DEMO_BUILD_FLAGS } = await import(pathToFileURL(bundle).href);
const work = mkdtempSync(join(tmpdir(), "aisle-demo-"));
try {
  for (const [name, text] of Object.entries(await demoFiles())) writeFileSync(join(work, name), text);
  const built = join(work, "aisle");
  const report = join(root, "build/demo-report");
  const { status } = run(
    process.execPath,
    [
      "dist/cli.js",
      ...["build", join(work, "products.json"), "--events", join(work, "orders.csv"), "--out", built],
      ...["--cache", join(root, "node_modules/.cache/aisle/build"), "--report", report, ...DEMO_BUILD_FLAGS],
    ],
    { cwd: root, allowFailure: true },
  );
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(out)) if (name !== "encoder") rmSync(join(out, name), { recursive: true });
  // Hosts of the demo compress by themselves; the encoder is there already.
  const kept = readdirSync(built).filter((name) => name !== "encoder" && !/\.(br|gz)$/.test(name));
  for (const name of kept) cpSync(join(built, name), join(out, name));
  console.log(`${kept.length} files in ${out}, report in ${report}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
