/** What the pages need: the peers' packages, our encoder with the full vocabulary, and one bundle a page. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root, run } from "../../scripts/ensure.mjs";

export const benchFolder = join(root, "bench");
export const cacheFolder = join(root, "node_modules/.cache/aisle/bench");
const packages = join(benchFolder, "node_modules");

/** Exactly what the lock file names; no install scripts, so that no browser or native runtime is downloaded. */
export function installPeers() {
  const lock = JSON.parse(readFileSync(join(benchFolder, "package-lock.json"), "utf8")).packages;
  const installedFile = join(packages, ".package-lock.json");
  const installed = existsSync(installedFile) ? JSON.parse(readFileSync(installedFile, "utf8")).packages : {};
  const same = Object.entries(lock).every(
    ([path, { optional, version }]) => path === "" || optional || installed[path]?.version === version,
  );
  if (same) return;
  console.log("Installing the peers (npm ci --prefix bench) …");
  run("npm", ["ci", "--prefix", "bench", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Version of each peer and of the runtime it brings. */
export function peerVersions() {
  const version = (path) => JSON.parse(readFileSync(join(packages, path, "package.json"), "utf8")).version;
  return {
    onnxruntime: `onnxruntime-web ${version("onnxruntime-web")} + @huggingface/tokenizers ${version("@huggingface/tokenizers")}`,
    transformers: `@huggingface/transformers ${version("@huggingface/transformers")} (ORT ${version("@huggingface/transformers/node_modules/onnxruntime-web")})`,
    xenova: `@xenova/transformers ${version("@xenova/transformers")} (ORT ${version("@xenova/transformers/node_modules/onnxruntime-web")})`,
  };
}

/** @returns folder of the checkpoint's encoder, full vocabulary, made when it is not there */
export function makeFullEncoder(checkpoint) {
  const folder = join(cacheFolder, "encoder");
  if (existsSync(join(folder, "manifest.json"))) return folder;
  console.log("Making the encoder with the full vocabulary …");
  const done = spawnSync(process.execPath, ["scripts/aisle.mjs", "encoder", checkpoint, "--out", folder], {
    cwd: root,
    stdio: ["ignore", "inherit", "ignore"],
  });
  if (done.status !== 0) throw new Error("aisle encoder failed.");
  return folder;
}

/** @returns folder of the bundles: `aisle.js`, `onnxruntime.js`, `transformers.js`, `xenova.js` and shared chunks */
export async function bundlePages() {
  const outdir = join(cacheFolder, "pages");
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const common = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
  };
  const page = (name) => join(benchFolder, "peers/pages", `${name}.mjs`);
  await build({
    ...common,
    entryPoints: [page("aisle")],
    splitting: true,
    chunkNames: "aisle-[name]-[hash]",
  });
  await build({
    ...common,
    entryPoints: ["onnxruntime", "transformers", "xenova"].map(page),
    external: ["/peers/*"],
  });
  return outdir;
}

/** Folders the server shows, by the first part of the path. */
export function sharedFolders({ pages, encoder, shipped, shared }) {
  return {
    "/app/": pages,
    "/encoder/full/": encoder,
    "/encoder/shipped/": shipped,
    "/models/all-MiniLM-L6-v2/": join(shared, "models/all-MiniLM-L6-v2"),
    "/peers/onnxruntime/": join(packages, "onnxruntime-web/dist"),
    "/peers/transformers/": join(packages, "@huggingface/transformers/node_modules/onnxruntime-web/dist"),
    "/peers/xenova/": join(packages, "@xenova/transformers/dist"),
  };
}
