import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inflateInStream } from "./createChunkInflater";
import { createInflater, type Inflate } from "./createInflater";

const inflate = createInflater() as Inflate;
const strategies = ["Z_DEFAULT_STRATEGY", "Z_HUFFMAN_ONLY", "Z_FIXED", "Z_RLE", "Z_FILTERED"] as const;

/** Texts, noise, and numbers of few bits as weights are. */
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 3_000 }),
  fc.string({ maxLength: 400 }).map((text) => Buffer.from(text.repeat(9))),
  fc.tuple(fc.nat(40_000), fc.integer(), fc.integer({ min: 1, max: 120 })).map(([length, seed, width]) => {
    let state = seed | 1;
    return Uint8Array.from({ length }, () => {
      let sum = 0;
      for (let i = 0; i < 4; i++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        sum += ((state >>> 16) % (width + 1)) - width / 2;
      }
      return sum / 4;
    });
  }),
);

const packed = fc
  .record({
    bytes: contents,
    level: fc.integer({ min: 0, max: 9 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
    strategy: fc.constantFrom(...strategies),
  })
  .map(({ bytes, strategy, ...options }) => ({
    bytes: new Uint8Array(bytes),
    stream: new Uint8Array(deflateRawSync(bytes, { ...options, strategy: constants[strategy] })),
  }));

function inflated(stream: Uint8Array, length: number): Uint8Array | undefined {
  return inflate(stream, length);
}

describe("createInflater", () => {
  it("gives back what any level and strategy packed", () => {
    fc.assert(
      fc.property(packed, ({ bytes, stream }) => {
        expect(Buffer.compare(inflated(stream, bytes.length) ?? Buffer.from("refused"), bytes)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("accepts the whole stream and nothing but it", () => {
    fc.assert(
      fc.property(packed, fc.nat(), ({ bytes, stream }, cut) => {
        expect(inflated(stream, bytes.length + 1)).toBeUndefined();
        if (bytes.length > 0) expect(inflated(stream, bytes.length - 1)).toBeUndefined();
        expect(inflated(stream.subarray(0, cut % stream.length), bytes.length)).toBeUndefined();
        expect(inflated(Uint8Array.of(...stream.subarray(0, 60_000), 0), bytes.length)).toBeUndefined();
      }),
    );
  });

  it("answers damaged streams as zlib does, and never with other bytes", () => {
    let accepted = 0;
    fc.assert(
      fc.property(packed, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ bytes, stream }, at, change) => {
        const damaged = stream.slice();
        damaged[at % damaged.length] ^= change;
        const found = inflated(damaged, bytes.length);
        if (!found) return;
        accepted++;
        expect(Buffer.compare(found, inflateRawSync(damaged))).toBe(0);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  it("survives noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(1_000), (noise, length) => {
        const found = inflated(noise, length);
        if (found) expect(Buffer.compare(found, inflateRawSync(noise))).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("inflateInStream", () => {
  it("answers as our own does", async () => {
    await fc.assert(
      fc.asyncProperty(packed, fc.integer({ min: -1, max: 1 }), async ({ bytes, stream }, more) => {
        const length = Math.max(0, bytes.length + more);
        const found = await inflateInStream(stream, length);
        expect(found && Buffer.from(found)).toEqual(length === bytes.length ? Buffer.from(bytes) : undefined);
      }),
      { numRuns: 60 },
    );
  });
});

describe("without WebAssembly", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is not to be had", async () => {
    vi.resetModules();
    const { createInflater } = await import("./createInflater");
    vi.stubGlobal("WebAssembly", {
      Module: class {
        constructor() {
          throw new WebAssembly.CompileError("forbidden");
        }
      },
    });
    expect(createInflater()).toBeUndefined();
  });
});
