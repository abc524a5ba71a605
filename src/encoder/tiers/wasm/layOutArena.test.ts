import { describe, expect, it, vi } from "vitest";
import { MINILM_SHAPE, type RandomEncoderOptions, randomEncoder } from "../../../format/encoder/randomEncoder";
import { layOutArena } from "./layOutArena";
import { loadKernels } from "./loadKernels";

const PAGE = 65_536;
const shapes: readonly RandomEncoderOptions[] = [
  {},
  { hidden: 35, heads: 7, intermediate: 51 },
  { hidden: 3, heads: 1, intermediate: 7, layers: 3 },
  { ...MINILM_SHAPE, layers: 2, vocabulary: 500 },
];

describe("layOutArena", () => {
  it("grows the memory once, by no more than a page too much", async () => {
    for (const shape of shapes) {
      const loaded = await loadKernels("simd128");
      const { memory } = loaded.kernels;
      const grow = vi.spyOn(memory, "grow");
      const { arena } = layOutArena(randomEncoder(shape).config, loaded, { capacity: 40 });
      expect(grow).toHaveBeenCalledTimes(1);
      expect(arena.bytes).toBe(memory.buffer.byteLength);
      const end = arena.pooled + arena.widths.hidden * 4;
      expect(arena.bytes - end).toBeLessThan(2 * PAGE);
    }
  });

  it("lets attention and the feed-forward part share room, and nothing else", async () => {
    const capacity = 40;
    const { arena } = layOutArena(randomEncoder().config, await loadKernels("simd128"), { capacity });
    const { widths } = arena;
    const spans = [
      { at: arena.x, columns: widths.hidden },
      { at: arena.middle, columns: widths.hidden },
      { at: arena.qkv, columns: Math.max(widths.qkv + widths.context, widths.intermediate) },
    ].map(({ at, columns }) => ({ at, end: at + capacity * columns * 4 }));
    expect(arena.context).toBe(arena.qkv + capacity * widths.qkv * 4);
    expect(arena.up).toBe(arena.qkv);
    const rest = [arena.ids, arena.quantized, arena.rowScales, arena.corrections, arena.attentionScratch, arena.pooled];
    for (const address of [...rest, ...spans.map(({ at }) => at)]) {
      const inside = spans.filter(({ at, end }) => address > at && address < end);
      expect(inside).toEqual([]);
    }
  });
});
