import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c } from "./crc32c";
import { type ScalarStep, writeEventFile } from "./eventFile";
import { curveFiles } from "./trainingCurves";

describe("crc32c", () => {
  it("gives the check value of the standard, and those of RFC 3720", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  });
});

/** Reads what TensorBoard would, by the formats' definitions and in no other way. */
function readBack(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unmask = (value: number) => {
    const rotated = (value - 0xa282ead8) >>> 0;
    return ((rotated >>> 17) | (rotated << 15)) >>> 0;
  };
  const events: { seconds?: number; step: number; version?: string; scalars: Record<string, number> }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(unmask(view.getUint32(at + 8, true))).toBe(crc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(unmask(view.getUint32(at + 12 + length, true))).toBe(crc32c(data));
    at += 16 + length;
    const event = {
      seconds: undefined as number | undefined,
      step: 0,
      version: undefined as string | undefined,
      scalars: {} as Record<string, number>,
    };
    for (const [field, value] of fields(data)) {
      if (field === 1) event.seconds = new DataView((value as Uint8Array).slice().buffer).getFloat64(0, true);
      if (field === 2) event.step = value as number;
      if (field === 3) event.version = new TextDecoder().decode(value as Uint8Array);
      if (field !== 5) continue;
      for (const [, summary] of fields(value as Uint8Array)) {
        const parts = new Map(fields(summary as Uint8Array));
        const tag = new TextDecoder().decode(parts.get(1) as Uint8Array);
        event.scalars[tag] = new DataView((parts.get(2) as Uint8Array).slice().buffer).getFloat32(0, true);
      }
    }
    events.push(event);
  }
  return events;
}

function fields(data: Uint8Array): [number, number | Uint8Array][] {
  const found: [number, number | Uint8Array][] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 0x80) {
      const byte = data[at++];
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < data.length) {
    const key = varint();
    const wire = key % 8;
    if (wire === 0) found.push([(key - wire) / 8, varint()]);
    else {
      const length = wire === 1 ? 8 : wire === 5 ? 4 : varint();
      found.push([(key - wire) / 8, data.subarray(at, at + length)]);
      at += length;
    }
  }
  return found;
}

describe("event files", () => {
  it("read back as they were written", () => {
    const scalars = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      { maxKeys: 5 },
    );
    const step = fc.record({ step: fc.nat(), scalars }) as fc.Arbitrary<ScalarStep>;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const [first, ...events] = readBack(writeEventFile(steps, 1_700_000_000_500));
        expect(first).toEqual({ seconds: 1_700_000_000.5, step: 0, version: "brain.Event:2", scalars: {} });
        expect(events.map(({ step: at, scalars: values }) => ({ step: at, scalars: values }))).toEqual(
          steps.map((one) => ({ step: one.step, scalars: { ...one.scalars } })),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("curveFiles", () => {
  it("writes an epoch a line, and leaves out what was not measured", () => {
    const curve = [
      { epoch: 0, trainLoss: Number.NaN, validation: { loss: 7, ndcg10: 0.1, recall50: 0.25 } },
      { epoch: 1, trainLoss: 6.5 },
    ];
    const { jsonl, events } = curveFiles(curve, 0);
    expect(new TextDecoder().decode(jsonl)).toBe(
      '{"epoch":0,"validation/loss":7,"validation/ndcg@10":0.1,"validation/recall@50":0.25}\n{"epoch":1,"train/loss":6.5}\n',
    );
    const [, first, second] = readBack(events);
    expect(first.scalars).toEqual({
      "validation/loss": 7,
      "validation/ndcg@10": Math.fround(0.1),
      "validation/recall@50": 0.25,
    });
    expect(second).toMatchObject({ step: 1, scalars: { "train/loss": 6.5 } });
  });
});
