/** Bundles the server and the browser half: `node build.mjs [OUT]`. */
import { build } from "esbuild";

const out = process.argv[2] ?? "dist";
const common = { bundle: true, format: "esm", jsx: "automatic", target: "es2022", logLevel: "warning" };
await build({
  ...common,
  entryPoints: ["client.jsx"],
  outdir: `${out}/public`,
  splitting: true,
  minify: true,
  define: { "process.env.NODE_ENV": '"production"' },
});
await build({
  ...common,
  entryPoints: ["server.jsx"],
  outdir: out,
  platform: "node",
  packages: "external",
  outExtension: { ".js": ".mjs" },
});
