/** `node scripts/writeGoldenTexts.mjs`: golden vectors of the demo's encoder, after that encoder was made anew. */
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./ensure.mjs";

const folder = mkdtempSync(join(root, "node_modules/.golden-"));
try {
  const outfile = join(folder, "writeGoldenTexts.mjs");
  await build({
    entryPoints: [resolve(root, "src/server/encoder/writeGoldenTexts.ts")],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const { writeGoldenTexts } = await import(pathToFileURL(outfile).href);
  await writeGoldenTexts(resolve(root, "public/aisle/encoder"), resolve(root, "src/encoder/golden/texts.json"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
