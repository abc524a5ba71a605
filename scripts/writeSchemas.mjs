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
    contents: `
      export { ExperimentsSchema } from "./src/format/experiments/experimentsFile";
      export { FairnessSchema } from "./src/format/fairness/fairnessFile";
      export { ReportsSchema } from "./src/format/reports/reportsPlan";
      export { RulesSchema } from "./src/format/rules/rulesFile";`,
    resolveDir: root,
    loader: "ts",
  },
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
});
const { ExperimentsSchema, FairnessSchema, ReportsSchema, RulesSchema } = await import(pathToFileURL(outfile).href);
mkdirSync(join(root, "docs/schema"), { recursive: true });
write("rules-1", { ...toJsonSchema(RulesSchema), title: "Aisle rules, schema 1" });
write("experiments-1", { ...toJsonSchema(ExperimentsSchema), title: "Aisle experiments, schema 1" });
write("fairness-1", { ...toJsonSchema(FairnessSchema), title: "Aisle fairness, schema 1" });
write("reports-1", { ...toJsonSchema(ReportsSchema), title: "Aisle reports, schema 1" });

function write(name, schema) {
  writeFileSync(join(root, `docs/schema/${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
