/** What a shop writes by hand has a JSON Schema beside the documentation: the very one that its reader checks. */
import { readFileSync } from "node:fs";
import { toJsonSchema } from "@valibot/to-json-schema";
import { describe, expect, it } from "vitest";
import { ExperimentsSchema } from "./experiments/experimentsFile";
import { FairnessSchema } from "./fairness/fairnessFile";
import { ReportsSchema } from "./reports/reportsPlan";
import { RulesSchema } from "./rules/rulesFile";

describe("docs/schema", () => {
  it.each([
    ["rules-1", RulesSchema, "Aisle rules, schema 1"],
    ["experiments-1", ExperimentsSchema, "Aisle experiments, schema 1"],
    ["fairness-1", FairnessSchema, "Aisle fairness, schema 1"],
    ["reports-1", ReportsSchema, "Aisle reports, schema 1"],
  ] as const)("%s is what the reader checks (node scripts/writeSchemas.mjs writes it)", (name, schema, title) => {
    const published = JSON.parse(readFileSync(new URL(`../../docs/schema/${name}.json`, import.meta.url), "utf8"));
    expect(published).toEqual(JSON.parse(JSON.stringify({ ...toJsonSchema(schema), title })));
  });
});
