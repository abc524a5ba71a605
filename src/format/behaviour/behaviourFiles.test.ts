import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { type AdaptedItems, int8Rows, readAdapted, writeAdapted } from "./adapted";
import { type BlendPlacements, readBlend, writeBlend } from "./blend";
import { readPopularity, writePopularity } from "./popularity";
import { readRepeat, writeRepeat } from "./repeat";
import { readTextHead, type TextHead, writeTextHead } from "./textHead";

const digest = new Uint8Array(16).map((_, i) => 16 - i);
const popularity = { asOf: 1.3e12, halfLifeDays: 30, orders: Float32Array.of(0, 1.5, 7), catalogDigest: digest };
const head: TextHead = {
  modelId: "modèle-1",
  dimensions: 2,
  center: Float32Array.of(0.5, -0.5),
  transfer: Float32Array.of(127, -64, 0, 0),
};
const adapted: AdaptedItems = {
  modelId: "modèle-1",
  encoderDimensions: 3,
  dimensions: 2,
  temperature: 0.25,
  background: 0.125,
  unlistedPrior: -1.5,
  center: Float32Array.of(0.5, -0.5, 0),
  head: Int8Array.of(127, -64, 0, 1, 2, -127),
  headScales: Float32Array.of(0.5, 0),
  vectors: Int8Array.of(127, 0, 0, 0, -90, 90),
  scales: Float32Array.of(0.0078125, 0, 0.0078125),
  priors: Float32Array.of(0.5, -2, 0),
  catalogDigest: digest,
};
const blend: BlendPlacements = {
  home: {
    terms: [
      { signal: "words", weight: 2, decay: 0.8 },
      { signal: "behaviour", of: "baskets", weight: 1, scope: "latest", halfLifeDays: 30 },
    ],
    historyCut: 20,
    diversity: 0.1,
  },
  again: { terms: [{ signal: "due", weight: 1 }] },
};

function codeOf(read: () => unknown): string {
  try {
    read();
    return "read";
  } catch (error) {
    expect(error).toBeInstanceOf(AisleError);
    return (error as AisleError).code;
  }
}

function damaged(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

/** Any bytes, and the good file with some of them changed or cut. */
const hostile = (good: Uint8Array) =>
  fc.oneof(
    fc.uint8Array({ maxLength: good.length + 8 }),
    fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, value]) => damaged(good, at, value)),
    fc.nat(good.length).map((length) => good.slice(0, length)),
  );

describe("adapted vectors", () => {
  const good = writeAdapted(adapted);

  it("read back as they were written, aligned or not", () => {
    expect(readAdapted(good)).toEqual(adapted);
    const shifted = new Uint8Array(good.length + 1);
    shifted.set(good, 1);
    expect(readAdapted(shifted.subarray(1))).toEqual(adapted);
    const none = { ...adapted, vectors: new Int8Array(0), scales: new Float32Array(0), priors: new Float32Array(0) };
    expect(readAdapted(writeAdapted(none))).toEqual(none);
  });

  it("are refused with a code when they are damaged, whatever the damage", () => {
    fc.assert(
      fc.property(hostile(good), (bytes) => {
        expect(["read", "ASSET_CORRUPT", "ASSET_SCHEMA_NEWER"]).toContain(codeOf(() => readAdapted(bytes)));
      }),
    );
    expect(codeOf(() => readAdapted(damaged(good, 8, 255, 255, 255, 255)))).toBe("ASSET_CORRUPT");
    expect(codeOf(() => readAdapted(damaged(good, 4, 2)))).toBe("ASSET_SCHEMA_NEWER");
    expect(codeOf(() => readAdapted(damaged(good, 43, 255)))).toBe("ASSET_CORRUPT");
    expect(codeOf(() => readAdapted(damaged(good, good.length - 1, 128)))).toBe("ASSET_CORRUPT");
  });

  it("are not written where no reader would accept them", () => {
    for (const wrong of [
      { temperature: 0 },
      { background: Number.NaN },
      { unlistedPrior: Number.POSITIVE_INFINITY },
      { dimensions: 3 },
      { scales: Float32Array.of(1, -1, 1) },
      { priors: Float32Array.of(0, 0, Number.NaN) },
      { head: Int8Array.of(127, -64, 0, 1, 2, -128) },
      { modelId: "" },
      { catalogDigest: new Uint8Array(3) },
    ]) {
      expect(
        codeOf(() => writeAdapted({ ...adapted, ...wrong })),
        JSON.stringify(wrong),
      ).toBe("OPTIONS_INVALID");
    }
  });

  it("are rounded a row at a time", () => {
    const { values, scales } = int8Rows(Float32Array.of(0.5, -0.25, 0, 0, 1e-45, 0), 2);
    expect([...values]).toEqual([127, -64, 0, 0, 0, 0]);
    expect(scales[0]).toBeCloseTo(0.5 / 127, 9);
    expect([scales[1], scales[2]]).toEqual([0, 0]);
  });
});

describe("popularity", () => {
  it("reads back as it was written, aligned or not", () => {
    const bytes = writePopularity(popularity);
    expect(readPopularity(bytes)).toEqual(popularity);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(readPopularity(shifted.subarray(1))).toEqual(popularity);
  });

  it.each([
    ["another file", 0, [0], "ASSET_CORRUPT"],
    ["a newer schema", 4, [9], "ASSET_SCHEMA_NEWER"],
    ["four billion items", 8, [255, 255, 255, 255], "ASSET_CORRUPT"],
    ["a half-life of 0", 12, [0], "ASSET_CORRUPT"],
    ["a time that is none", 16, [0, 0, 0, 0, 0, 0, 248, 127], "ASSET_CORRUPT"],
    ["negative orders", 44, [0, 0, 128, 191], "ASSET_CORRUPT"],
    ["infinite orders", 44, [0, 0, 128, 127], "ASSET_CORRUPT"],
  ])("refuses %s", (_name, at, values, code) => {
    expect(codeOf(() => readPopularity(damaged(writePopularity(popularity), at, ...values)))).toBe(code);
  });

  it("answers hostile bytes with values that hold, or a typed error", () => {
    fc.assert(
      fc.property(hostile(writePopularity(popularity)), (bytes) => {
        if (codeOf(() => readPopularity(bytes)) !== "read") return;
        expect(readPopularity(bytes).orders.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
      }),
    );
  });

  it("refuses to write what cannot be read", () => {
    for (const wrong of [{ halfLifeDays: 0.5 }, { asOf: Number.NaN }, { orders: Float32Array.of(-1) }]) {
      expect(codeOf(() => writePopularity({ ...popularity, ...wrong }))).toBe("OPTIONS_INVALID");
    }
  });
});

describe("repeat intervals", () => {
  const repeat = {
    shares: Float32Array.of(0, 0.5, 1),
    medianDays: Float32Array.of(0, 30.5, 7),
    catalogDigest: digest,
  };

  it("reads back as it was written", () => {
    expect(readRepeat(writeRepeat(repeat))).toEqual(repeat);
  });

  it.each([
    ["another file", 0, [0], "ASSET_CORRUPT"],
    ["a newer schema", 4, [9], "ASSET_SCHEMA_NEWER"],
    ["four billion items", 8, [255, 255, 255, 255], "ASSET_CORRUPT"],
    ["a share above 1", 36, [0, 0, 0, 64], "ASSET_CORRUPT"],
    ["a negative interval", 48, [0, 0, 128, 191], "ASSET_CORRUPT"],
    ["an endless interval", 48, [0, 0, 128, 127], "ASSET_CORRUPT"],
  ])("refuses %s", (_name, at, values, code) => {
    expect(codeOf(() => readRepeat(damaged(writeRepeat(repeat), at, ...values)))).toBe(code);
  });

  it("answers hostile bytes with values that hold, or a typed error", () => {
    fc.assert(
      fc.property(hostile(writeRepeat(repeat)), (bytes) => {
        if (codeOf(() => readRepeat(bytes)) !== "read") return;
        expect(readRepeat(bytes).shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      }),
    );
  });

  it("refuses to write what cannot be read", () => {
    expect(codeOf(() => writeRepeat({ ...repeat, shares: Float32Array.of(2, 0, 0) }))).toBe("OPTIONS_INVALID");
    expect(codeOf(() => writeRepeat({ ...repeat, shares: Float32Array.of(0) }))).toBe("OPTIONS_INVALID");
  });
});

describe("text head", () => {
  it("reads back, rounded to 1/254 of each row's largest value", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.float({ min: -8, max: 8, noNaN: true })),
        (d, s) => {
          const next = () => s.next().value as number;
          const center = Float32Array.from({ length: d }, next);
          const transfer = Float32Array.from({ length: d * d }, next);
          const back = readTextHead(writeTextHead({ modelId: "m", dimensions: d, center, transfer }));
          expect(back.center).toEqual(center);
          for (let row = 0; row < d; row++) {
            const values = transfer.subarray(row * d, row * d + d);
            const most = Math.max(...values.map(Math.abs));
            values.forEach((value, column) => {
              const wrongBy = Math.abs(back.transfer[row * d + column] - value);
              // A row too small for an f32 scale is written as zeros.
              expect(wrongBy).toBeLessThanOrEqual(most / 127 < 2 ** -126 ? most : most / 253);
            });
          }
        },
      ),
      { numRuns: 50 },
    );
    expect(readTextHead(writeTextHead(head))).toEqual(head);
  });

  it("writes a row that no f32 can scale as zeros, and the row beside it as it is", () => {
    const transfer = Float32Array.of(-2.7e-44, 4.1e-44, 127, 64);
    const back = readTextHead(writeTextHead({ ...head, dimensions: 2, center: new Float32Array(2), transfer }));
    expect([...back.transfer]).toEqual([0, 0, 127, 64]);
  });

  it.each([
    ["another file", 3, [0], "ASSET_CORRUPT"],
    ["a newer schema", 4, [2], "ASSET_SCHEMA_NEWER"],
    ["no dimensions", 8, [0], "ASSET_CORRUPT"],
    ["four billion dimensions", 8, [255, 255, 255, 255], "ASSET_CORRUPT"],
    ["an id longer than the file", 12, [200], "ASSET_CORRUPT"],
    ["an id that is not UTF-8", 16, [255], "ASSET_CORRUPT"],
    ["a centre that is no number", 28, [0, 0, 192, 127], "ASSET_CORRUPT"],
    ["a negative scale", 36, [0, 0, 128, 191], "ASSET_CORRUPT"],
    ["a value of -128", 44, [128], "ASSET_CORRUPT"],
  ])("refuses %s", (_name, at, values, code) => {
    expect(codeOf(() => readTextHead(damaged(writeTextHead(head), at, ...values)))).toBe(code);
  });

  it("answers hostile bytes with a head that holds, or a typed error", () => {
    fc.assert(
      fc.property(hostile(writeTextHead(head)), (bytes) => {
        if (codeOf(() => readTextHead(bytes)) !== "read") return;
        const { dimensions, center, transfer } = readTextHead(bytes);
        expect([center.length, transfer.length]).toEqual([dimensions, dimensions ** 2]);
        expect(transfer.every((value) => !Number.isNaN(value))).toBe(true);
      }),
    );
  });

  it("refuses to write what cannot be read", () => {
    for (const wrong of [{ modelId: "" }, { dimensions: 3 }, { transfer: new Float32Array(4).fill(Number.NaN) }]) {
      expect(codeOf(() => writeTextHead({ ...head, ...wrong }))).toBe("OPTIONS_INVALID");
    }
  });
});

describe("blend", () => {
  it("reads back, and the order of keys does not change a byte", () => {
    expect(readBlend(writeBlend(blend)).placements).toEqual(blend);
    const terms = blend.home?.terms.map((term) => Object.fromEntries(Object.entries(term).reverse()) as typeof term);
    const turned = { again: blend.again, home: { diversity: 0.1, historyCut: 20, terms: terms ?? [] } };
    expect(writeBlend(turned)).toEqual(writeBlend(blend));
  });

  it.each([
    ["no JSON", "{", "ASSET_CORRUPT"],
    ["null", "null", "ASSET_CORRUPT"],
    ["a newer schema", '{"kind":"aisle-blend","schemaVersion":2,"placements":[]}', "ASSET_SCHEMA_NEWER"],
    ["another kind", '{"kind":"aisle-encoder","schemaVersion":1,"placements":{}}', "ASSET_CORRUPT"],
    ["an unknown placement", '{"kind":"aisle-blend","schemaVersion":1,"placements":{"attic":{}}}', "ASSET_CORRUPT"],
    ["a negative weight", text({ signal: "words", weight: -1 }), "ASSET_CORRUPT"],
    ["a weight as text", text({ signal: "words", weight: "1" }), "ASSET_CORRUPT"],
    ["a decay above 1", text({ signal: "words", weight: 1, decay: 2 }), "ASSET_CORRUPT"],
    ["an unknown signal", text({ signal: "stars", weight: 1 }), "ASSET_CORRUPT"],
    ["a name that is a path", text({ signal: "behaviour", weight: 1, of: "../x" }), "ASSET_CORRUPT"],
    ["a scope of its own", text({ signal: "habit", weight: 1, scope: "ever" }), "ASSET_CORRUPT"],
    ["a huge file", " ".repeat(200_000), "ASSET_CORRUPT"],
  ])("refuses %s", (_name, json, code) => {
    expect(codeOf(() => readBlend(new TextEncoder().encode(json)))).toBe(code);
  });

  it("answers hostile bytes with a blend or a typed error", () => {
    fc.assert(
      fc.property(hostile(writeBlend(blend)), (bytes) => {
        expect(["read", "ASSET_CORRUPT", "ASSET_SCHEMA_NEWER"]).toContain(codeOf(() => readBlend(bytes)));
      }),
    );
  });

  it("refuses to write what cannot be read", () => {
    const wrong: BlendPlacements = { home: { terms: [{ signal: "words", weight: Number.NaN }] } };
    expect(codeOf(() => writeBlend(wrong))).toBe("OPTIONS_INVALID");
  });
});

function text(term: object): string {
  return JSON.stringify({ kind: "aisle-blend", schemaVersion: 1, placements: { home: { terms: [term] } } });
}
