/**
 * Builds `dist/` (what npm publishes) and `build/demo/` (the demo shop). `node scripts/build.mjs [library|demo]`.
 *
 * dist/index.js, react.js, elements.js, engine.js, worker.js  ES modules that share chunks
 * dist/aisle.js                                               the script tag: one classic script
 * dist/aisle.css                                              room for elements that have not arrived yet
 * dist/cli.js                                                 the `aisle` command
 * dist/types/                                                 rolled-up declarations
 */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { transform as minifyCss } from "lightningcss";
import { root } from "./ensure.mjs";

const at = (path) => resolve(root, path);

export async function buildLibrary() {
  const { build } = await import("vite");
  const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  rmSync(at("dist"), { recursive: true, force: true });
  const shared = {
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    define: { __AISLE_VERSION__: JSON.stringify(version), "process.env.NODE_ENV": JSON.stringify("production") },
    plugins: [minifyStyles(), withoutLitGlobals(), keepWorkerUrl(), validationOfRulesApart()],
  };
  const common = { outDir: at("dist"), emptyOutDir: false, target: "es2022", minify: true, copyPublicDir: false };

  await build({
    ...shared,
    plugins: [...shared.plugins, flatWorkerImports()],
    build: {
      ...common,
      modulePreload: false,
      lib: {
        entry: {
          index: at("src/index.ts"),
          react: at("src/react/index.ts"),
          elements: at("src/elements/index.ts"),
          inspector: at("src/elements/inspector.ts"),
          privacy: at("src/elements/privacy.ts"),
          search: at("src/elements/search.ts"),
          engine: at("src/engine/engine.ts"),
          onDemand: at("src/page/onDemand.ts"),
          worker: at("src/engine/worker.ts"),
        },
        formats: ["es"],
      },
      rolldownOptions: {
        external: ["react", "react-dom", "react/jsx-runtime"],
        // In library mode Vite leaves white space in ES modules for bundlers; here most are downloaded as they are.
        output: {
          chunkFileNames: "chunks/[name]-[hash].js",
          entryFileNames: "[name].js",
          minify: true,
          codeSplitting: {
            groups: [
              { name: "registry", test: /src\/page\/(registry|queryKey)\.ts$/ },
              { name: "seen", test: /src\/page\/capture\/(impressions|shelfEvents)\.ts$/ },
              // Small files of the engine and of what it fetches on demand; left alone, each would be a download of its own.
              {
                name: "core",
                test: /src\/(profile\/(keys|sensitive|emptyProfile)|ranking\/(rankedList|scored|words\/wordsOf))\.ts$/,
              },
              { name: "views", test: /src\/page\/(liveView|shelfView|pageShelves)\.ts$/ },
            ],
          },
        },
      },
    },
  });
  await build({
    ...shared,
    build: {
      ...common,
      lib: { entry: at("src/script.ts"), formats: ["iife"], name: "aisleScript", fileName: () => "aisle.js" },
    },
  });
  const { buildCli } = await import("./buildCli.mjs");
  await buildCli();
  await buildTypes();
  copyFileSync(at("src/elements/reserve.css"), at("dist/aisle.css"));
  writeIntegrity(version);
}

/** `dist/integrity.json`: the hash that a page puts beside each file's address, which holds the version and never changes. */
function writeIntegrity(version) {
  const files = {};
  for (const name of readdirSync(at("dist"), { recursive: true }).sort()) {
    const path = name.replaceAll("\\", "/");
    if (!/\.(js|css)$/.test(path) || path === "cli.js" || path === "browserCheckPage.js") continue;
    files[path] = `sha384-${createHash("sha384")
      .update(readFileSync(at(`dist/${path}`)))
      .digest("base64")}`;
  }
  writeFileSync(at("dist/integrity.json"), `${JSON.stringify({ version, files }, undefined, 2)}\n`);
}

/** Minifiers of scripts leave the style sheets in template literals as they are written. */
function minifyStyles() {
  return {
    name: "aisle:minify-styles",
    transform: (code, id) =>
      code.includes("css`") && id.startsWith(at("src/elements"))
        ? {
            code: code.replaceAll(/\bcss`([^`$\\]*)`/g, (_, css) => {
              const { code: small } = minifyCss({ filename: id, code: Buffer.from(css), minify: true });
              return `css\`${small}\``;
            }),
            map: null,
          }
        : undefined,
  };
}

/** lit counts its copies on `globalThis`, to warn developers of two, and keeps a map there; a shop's page gets no global but `aisle`. */
function withoutLitGlobals() {
  const count = /\(\w+\.(?:lit|reactive)\w*Versions\?\?=\[\]\)\.push\("[^"]*"\)/g;
  const own = 'globalThis[Symbol.for("aisle.lit.metadata")]';
  return {
    name: "aisle:without-lit-globals",
    transform: (code, id) =>
      /[\\/](lit-html|lit-element|reactive-element)\.js$/.test(id)
        ? { code: code.replaceAll(count, "void 0").replaceAll(/\b(?:\w+\.)?litPropertyMetadata\b/g, own), map: null }
        : undefined,
  };
}

/** The worker is found at run time, wherever the chunk has landed; bundlers of the shop recognise the form that is left. */
function keepWorkerUrl() {
  return {
    name: "aisle:keep-worker-url",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        const up = chunk.fileName.includes("/") ? "../" : "./";
        chunk.code = chunk.code
          .replaceAll(/\/\*\s*@vite-ignore\s*\*\/\s*/g, "")
          .replaceAll(/(["'`])\.\/worker\.js\1/g, `"${up}worker.js"`);
      }
    },
  };
}

/** The worker's entry names all that it needs at once: a browser that finds them level by level makes a trip for each. */
function flatWorkerImports() {
  return {
    name: "aisle:flat-worker-imports",
    generateBundle(_options, bundle) {
      const needed = ({ imports }, seen = new Set()) => {
        for (const file of imports) {
          if (seen.has(file) || bundle[file]?.type !== "chunk") continue;
          seen.add(file);
          needed(bundle[file], seen);
        }
        return seen;
      };
      const worker = bundle["worker.js"];
      for (const file of needed(worker)) if (!worker.imports.includes(file)) worker.code += `import"./${file}";`;
    },
  };
}

async function buildTypes() {
  const { build } = await import("rolldown");
  const { dts } = await import("rolldown-plugin-dts");
  await build({
    cwd: root,
    logLevel: "warn",
    input: {
      index: at("src/index.ts"),
      react: at("src/react/index.ts"),
      elements: at("src/elements/index.ts"),
      inspector: at("src/elements/inspector.ts"),
      privacy: at("src/elements/privacy.ts"),
      search: at("src/elements/search.ts"),
    },
    external: [/^react/, /^lit/],
    plugins: [dts({ emitDtsOnly: true, tsconfig: at("tsconfig.json") })],
    output: { dir: at("dist/types"), format: "es", chunkFileNames: "chunks/[name].d.ts" },
  });
}

/** Skips the work when neither sources nor assets have changed since the last build. */
export async function buildDemo() {
  const stamp = at("build/demo.stamp");
  const inputs = fingerprint([
    "src",
    "demo",
    "public",
    "bench/results/encoder.json",
    "vite.config.ts",
    "package-lock.json",
  ]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs && existsSync(at("build/demo/index.html"))) return;
  const { build } = await import("vite");
  console.log("Building the demo shop …");
  await build({ root: at("demo"), configFile: at("vite.config.ts"), logLevel: "warn" });
  mkdirSync(at("build"), { recursive: true });
  writeFileSync(stamp, inputs);
}

function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const stats = statSync(path);
    if (stats.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path}:${stats.size}:`).update(stats.size < 1e6 ? readFileSync(path) : "");
  };
  for (const path of paths) visit(at(path));
  return hash.digest("hex");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const what = process.argv[2] ?? "all";
  if (what !== "demo") await buildLibrary();
  if (what !== "library") await buildDemo();
}

/**
 * Rules and experiments are checked with parts of the validator that nothing else uses. One shared copy would make every
 * shop download them with its encoder; so these files, which few shops have, bring a copy of their own.
 */
function validationOfRulesApart() {
  return {
    name: "aisle:validation-of-rules-apart",
    enforce: "pre",
    async resolveId(specifier, importer) {
      if (
        specifier !== "valibot" ||
        !/[\\/]src[\\/]format[\\/](rules|experiments|reports|fairness|transfer)[\\/]/.test(importer ?? "")
      )
        return undefined;
      const resolved = await this.resolve(specifier, importer, { skipSelf: true });
      return resolved && { ...resolved, id: `${resolved.id}?rules` };
    },
  };
}
