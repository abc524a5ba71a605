/** The demo shop's data set and build, as the server sees them. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEMO_BUILD_FLAGS, demoFiles } from "../../demo/data/orders/demoFiles";
import { type LoadedAssets, readAssetFolder } from "../../src/server/assets/assetFolder";
import { main } from "../../src/server/cli";
import type { Dataset } from "../../src/server/ingest/dataset";
import { prepareDataset } from "../../src/server/ingest/prepareDataset";

const ROOT = process.cwd();
const COMMITTED = join(ROOT, "public/aisle");
const WORK = join(ROOT, "node_modules/.cache/aisle/e2e-demo");

export interface DemoBuild {
  readonly folder: string;
  readonly assets: LoadedAssets;
  readonly dataset: Dataset;
  /** The feed, as the page reads it. */
  readonly feed: string;
}

export async function demoBuild(): Promise<DemoBuild> {
  const files = await demoFiles();
  mkdirSync(WORK, { recursive: true });
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(WORK, name), text);
    return join(WORK, name);
  });
  const [feed, events] = paths;
  const cacheFolder = join(WORK, "cache");
  const folder = existsSync(join(COMMITTED, "manifest.json")) ? COMMITTED : join(WORK, "aisle");
  if (folder !== COMMITTED) {
    const argv = ["build", feed, "--events", events, "--out", folder, "--cache", cacheFolder, "--report", "none"];
    const status = await main([...argv, ...DEMO_BUILD_FLAGS]);
    if (status !== 0) throw new Error(`aisle build ended with ${status}`);
  }
  const { dataset } = await prepareDataset({ catalog: [feed], events: [events], cacheFolder, now: Date.now() });
  return { folder, assets: await readAssetFolder(folder), dataset, feed: files["products.json"] };
}
