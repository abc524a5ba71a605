/** Vite plugin of the demo: a strict content security policy in the built page, and `sw.js` with the list of its files. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "vite";
import type { PrecacheList } from "../offline/routeRequest";

/** No inline script or style, no eval. Feeds and their pictures may come from anywhere the visitor names. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "connect-src 'self' https:",
  "object-src 'none'",
  "base-uri 'self'",
].join("; ");

const ENTRY = fileURLToPath(new URL("../serviceWorker.ts", import.meta.url));
/** The page itself goes by `./`; source maps and Aisle's assets are fetched when somebody wants them. */
const LEFT_OUT = /^(index\.html|sw\.js|aisle\/.*)$|\.(map|br|gz)$/;

export function serviceWorkerPlugin(): Plugin {
  let outDir = "";
  return {
    name: "halden-service-worker",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
        injectTo: "head-prepend",
      },
    ],
    async closeBundle() {
      await build({
        entryPoints: [ENTRY],
        outfile: join(outDir, "sw.js"),
        bundle: true,
        minify: true,
        format: "iife",
        target: "es2022",
        define: { PRECACHE: JSON.stringify(await precacheList(outDir)) },
      });
    },
  };
}

/** Every file of the build, and a hash over all of them. */
export async function precacheList(folder: string): Promise<PrecacheList> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  const hash = createHash("sha256");
  const files = ["./"];
  for (const path of paths) {
    if (path === "index.html" || !LEFT_OUT.test(path)) hash.update(path).update(await readFile(join(folder, path)));
    if (!LEFT_OUT.test(path)) files.push(path);
  }
  return { build: hash.digest("hex").slice(0, 12), files };
}
