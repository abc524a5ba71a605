/** `AISLE_SHARED=… node bench/encoder/run.mjs ENCODER_FOLDER…`: ranking by text alone, encoder beside encoder. */
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../../scripts/ensure.mjs";

const shared = process.env.AISLE_SHARED;
const folders = process.argv.slice(2);
if (!shared || folders.length === 0) {
  console.error("Usage: AISLE_SHARED=… node bench/encoder/run.mjs ENCODER_FOLDER…");
  process.exit(2);
}
const folder = mkdtempSync(join(root, "node_modules/.bench-"));
try {
  const outfile = join(folder, "rankByText.mjs");
  await build({
    entryPoints: [resolve(root, "bench/encoder/rankByText.ts")],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const { rankByText } = await import(pathToFileURL(outfile).href);
  await rankByText(folders, shared);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
