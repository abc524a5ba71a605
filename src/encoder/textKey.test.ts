import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textKey } from "./textKey";

describe("textKey", () => {
  it("is stable: stored vectors are found by it in later versions", () => {
    expect(["", "a", "Stoneware mug", "石"].map(textKey)).toMatchInlineSnapshot(`
      [
        "1tehanc02jto4h-0",
        "0bxq48s17cw0ls-1",
        "1icmmdo0valc7x-13",
        "059utd410oqu0u-1",
      ]
    `);
  });

  it("differs for 200,000 texts that differ little", () => {
    const keys = new Set<string>();
    for (let at = 0; at < 100_000; at++) {
      keys.add(textKey(`Mug ${at}`));
      keys.add(textKey(`Mug ${at}`.padStart(40, " ")));
    }
    expect(keys.size).toBe(200_000);
  });

  it("differs after any change of one unit", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "binary" }),
        fc.nat(),
        fc.integer({ min: 1, max: 0xffff }),
        (text, where, by) => {
          const at = where % text.length;
          const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ by) + text.slice(at + 1);
          expect(textKey(changed)).not.toBe(textKey(text));
        },
      ),
    );
  });
});
