/** Writes the JSON Schemas of the files a shop may write by hand to docs/schema. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { build } from "esbuild";
import { root } from "./ensure.mjs";

const outfile = join(root, "node_modules/.cache/aisle/schemas.mjs");
await build({
  stdin: {
    contents: 'export { RulesSchema } from "./src/format/rules/rulesFile";',
    resolveDir: root,
    loader: "ts",
  },
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
});
const { RulesSchema } = await import(pathToFileURL(outfile).href);
mkdirSync(join(root, "docs/schema"), { recursive: true });
write("rules-1", { ...toJsonSchema(RulesSchema), title: "Aisle rules, schema 1" });

function write(name, schema) {
  writeFileSync(join(root, `docs/schema/${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
