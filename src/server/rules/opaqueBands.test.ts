import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRules } from "../../format/rules/rulesFile";
import { opaqueBands } from "./opaqueBands";

const margins = new Map(Array.from({ length: 200 }, (_, i) => [`item-${(i * 37) % 200}`, i / 200]));

describe("opaqueBands", () => {
  it("is a rule that the reader takes", () => {
    const rule = opaqueBands(margins, { id: "margin", strength: 0.2 });
    readRules({ kind: "aisle-rules", schemaVersion: 1, version: "1", rules: [rule] });
    expect(rule.kind === "bands" && rule.bands.map(({ strength }) => strength)).toEqual([-0.2, -0.1, 0.1, 0.2]);
    expect(rule.kind === "bands" && rule.bands.every(({ ids }) => ids.length === 40)).toBe(true);
  });

  it("says of an item its band and no more: any margins of the same ranking give the same bytes", () => {
    const written = JSON.stringify(opaqueBands(margins, { id: "margin", strength: 0.2 }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer(), (stretch, seed) => {
        const within = new Map(
          [...margins].map(([id, value], i) => {
            // Stirred within each band of forty, stretched as a whole.
            const band = Math.floor(value * 5 + 1e-9);
            return [id, stretch * band + ((i * 7919 + seed) % 40) / 1000] as const;
          }),
        );
        fc.pre(stretch > 0);
        expect(JSON.stringify(opaqueBands(within, { id: "margin", strength: 0.2 }))).toBe(written);
      }),
    );
  });

  it("refuses bands in which single items show, and values that are none", () => {
    const few = new Map([...margins].slice(0, 60));
    expect(() => opaqueBands(few, { id: "m", strength: 0.2 })).toThrow(/fewer than 20/);
    expect(() => opaqueBands(new Map([["a", Number.NaN]]), { id: "m", strength: 0.2 })).toThrow(/NaN/);
    expect(() => opaqueBands(margins, { id: "m", strength: 0 })).toThrow(/strength/);
  });
});
