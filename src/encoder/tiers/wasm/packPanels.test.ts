import { describe, expect, it } from "vitest";
import { packPanels } from "./packPanels";

const source = {
  rows: 2,
  columns: 4,
  values: Int8Array.of(1, -63, 63, 0, 5, 6, 7, -8),
  scales: Float32Array.of(1, 1),
};
const rowOf = Int32Array.of(0, -1, 1, -1, -1, -1, -1, -1);
const columnOf = Int32Array.of(0, 1, 2, 3);

describe("packPanels", () => {
  it("relaxed: groups of four inputs channel by channel, 64 added, 64 for padding", () => {
    const target = new Int8Array(32);
    packPanels(source, target, { build: "relaxed", rowOf, columnOf });
    expect(Array.from(target)).toEqual([65, 1, 127, 64, ...four, 69, 70, 71, 56, ...Array(20).fill(64)]);
  });

  it("SIMD128: groups of two inputs, as they are", () => {
    const target = new Int8Array(32);
    packPanels(source, target, { build: "simd128", rowOf, columnOf });
    const first = [1, -63, 0, 0, 5, 6, ...Array(10).fill(0)];
    const second = [63, 0, 0, 0, 7, -8, ...Array(10).fill(0)];
    expect(Array.from(target)).toEqual([...first, ...second]);
  });

  it("places columns where they are wanted, zeros between", () => {
    const target = new Int8Array(64);
    packPanels(source, target, { build: "simd128", rowOf, columnOf: Int32Array.of(0, 1, -1, -1, 2, 3, -1, -1) });
    expect(Array.from(target.subarray(0, 2))).toEqual([1, -63]);
    expect(Array.from(target.subarray(16, 18))).toEqual([0, 0]);
    expect(Array.from(target.subarray(32, 34))).toEqual([63, 0]);
  });
});

const four = [64, 64, 64, 64];
