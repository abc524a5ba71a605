import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import { readPictures } from "./readPictures";

const BASE = "https://shop.example/aisle/";

describe("readPictures", () => {
  it("finds every tile", () => {
    const files = [
      { url: "a.webp", columns: 2, ids: ["x", "y", "z"] },
      { url: "https://cdn.example/b.webp", columns: 1, ids: ["w"] },
    ];
    const pictures = readPictures({ schemaVersion: 1, files }, BASE);
    expect(pictures.get("z")).toEqual({ url: `${BASE}a.webp`, columns: 2, rows: 2, column: 0, row: 1 });
    expect(pictures.get("w")?.url).toBe("https://cdn.example/b.webp");
    expect(pictures.size).toBe(4);
  });

  it.each([
    [{}],
    [{ schemaVersion: 2, files: [] }],
    [{ schemaVersion: 1, files: [{ url: "a", columns: 0, ids: [] }] }],
    [{ schemaVersion: 1, files: [{ url: "a", columns: 1 }] }],
    [{ schemaVersion: 1, files: [{ url: "javascript:alert(1)", columns: 1, ids: ["a"] }] }],
  ])("refuses %j", (value) => expect(() => readPictures(value, BASE)).toThrow(/pictures.json/));

  it("answers anything at all, or with a typed error", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (file, files) => {
        for (const value of [file, { schemaVersion: 1, files }, { schemaVersion: 1, files: [file] }]) {
          try {
            readPictures(value, BASE);
          } catch (error) {
            expect(error).toBeInstanceOf(AisleError);
          }
        }
      }),
    );
  });
});
