import fc from "fast-check";
import { describe, expect, it } from "vitest";
import cases from "./cases/experiments.json";
import { readExperiments } from "./experimentsFile";

const head = { kind: "aisle-experiments", schemaVersion: 1 };

describe("readExperiments", () => {
  it.each(cases)("$name", ({ experiments, error }) => {
    const file = { ...head, experiments };
    if (error === undefined) {
      expect(readExperiments(file)).toEqual(file);
      return;
    }
    expect(() => readExperiments(file)).toThrow(expect.objectContaining({ code: "EXPERIMENTS_INVALID" }));
    expect(() => readExperiments(file)).toThrow(error);
  });

  it("answers junk with a typed error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        expect(() => readExperiments(junk)).toThrow(expect.objectContaining({ name: "AisleError" }));
      }),
    );
    expect(() => readExperiments({ ...head, schemaVersion: 9 })).toThrow(
      expect.objectContaining({ code: "ASSET_SCHEMA_NEWER" }),
    );
  });
});
