/**
 * Bundles `BertTokenizer` of @xenova/transformers, the oracle of our own tokeniser, without what a tokeniser does not need:
 * the ONNX runtime, the hub's downloads, Node's fs, chat templates, tensors, and the other tokenisers. One plugin for Vite
 * (vitest), one for esbuild (the bench).
 */
const PACKAGE = /[\\/]@xenova[\\/]transformers[\\/]src[\\/]/;

const nothing = (...names) => names.map((name) => `export const ${name} = undefined;`).join("\n");
const emptyClasses = (...names) => names.map((name) => `export class ${name} {}`).join("\n");

/** What replaces an import, by the end of its specifier. */
const STUBS = new Map([
  ["backends/onnx.js", nothing("ONNX", "executionProviders")],
  ["utils/hub.js", "export function getModelJSON() { throw new Error('This build loads no tokenizer from a hub.'); }"],
  ["utils/tensor.js", emptyClasses("Tensor")],
  ["utils/data-structures.js", emptyClasses("PriorityQueue", "TokenLattice", "CharTrie")],
  ["@huggingface/jinja", emptyClasses("Template")],
]);

function stubFor(specifier, importer) {
  if (!importer || !PACKAGE.test(importer)) return undefined;
  return [...STUBS.keys()].find((end) => specifier.endsWith(end));
}

const ID = "\0without-onnx:";

/** @returns {import("vite").Plugin} */
export function withoutOnnx() {
  return {
    name: "aisle:without-onnx",
    enforce: "pre",
    config: () => ({
      // The development server's pre-bundling would go round the plugin.
      optimizeDeps: { exclude: ["@xenova/transformers"] },
      ssr: { noExternal: ["@xenova/transformers"] },
      test: { server: { deps: { inline: [/@xenova\/transformers/] } } },
    }),
    resolveId(specifier, importer) {
      const stub = stubFor(specifier, importer);
      return stub && ID + stub;
    },
    load(id) {
      return id.startsWith(ID) ? { code: STUBS.get(id.slice(ID.length)), moduleSideEffects: false } : undefined;
    },
    transform: (code, id) => (PACKAGE.test(id) ? { code, map: null, moduleSideEffects: false } : undefined),
  };
}

/** @returns {import("esbuild").Plugin} */
export function withoutOnnxEsbuild() {
  return {
    name: "aisle:without-onnx",
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path, importer }) => {
        const stub = stubFor(path, importer);
        return stub && { path: stub, namespace: "without-onnx", sideEffects: false };
      });
      build.onLoad({ filter: /./, namespace: "without-onnx" }, ({ path }) => ({ contents: STUBS.get(path) }));
    },
  };
}
