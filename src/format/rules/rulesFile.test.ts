import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AisleError } from "../../errors";
import cases from "./cases/rules.json";
import { readRules } from "./rulesFile";

const head = { kind: "aisle-rules", schemaVersion: 1, version: "test" };

describe("readRules", () => {
  it.each(cases)("$name", ({ file, error }) => {
    const value = { ...head, ...file };
    if (error === undefined) {
      expect(readRules(value)).toEqual(value);
      expect(readRules(new TextEncoder().encode(JSON.stringify(value)))).toEqual(value);
      return;
    }
    expect(() => readRules(value)).toThrow(expect.objectContaining({ code: "RULES_INVALID" }));
    expect(() => readRules(value)).toThrow(error);
  });

  it("refuses a newer schema with a code of its own", () => {
    expect(() => readRules({ ...head, schemaVersion: 2, rules: [] })).toThrow(
      expect.objectContaining({ code: "ASSET_SCHEMA_NEWER" }),
    );
  });

  it("answers junk with a typed error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.uint8Array()), (junk) => {
        try {
          readRules(junk);
        } catch (error) {
          expect((error as AisleError).code).toMatch(/^(RULES_INVALID|ASSET_SCHEMA_NEWER)$/);
        }
      }),
    );
  });
});
