import { describe, expect, it } from "vitest";
import { MINILM_SHAPE, randomEncoder } from "../../../format/encoder/randomEncoder";
import { modelDispatches, sumByLabel } from "./costModel";

const { config } = randomEncoder({ ...MINILM_SHAPE, layers: 6, vocabulary: 10 });

describe("the cost model at the shape of MiniLM", () => {
  it("has 44 dispatches a batch, whatever its lengths", () => {
    for (const lengths of [[1], [16], [3, 40, 256], Array(64).fill(8)]) {
      expect(modelDispatches(config, lengths)).toHaveLength(2 + 7 * 6);
    }
  });

  it("counts 21.2 million operations a token in the linear layers", () => {
    const linear = modelDispatches(config, [16]).filter(({ label }) =>
      ["qkv", "attentionOutput", "up", "down"].includes(label),
    );
    const operations = linear.reduce((sum, cost) => sum + cost.operations, 0);
    expect(operations / 16).toBe(2 * 6 * (4 * 384 ** 2 + 2 * 384 * 1536));
  });

  it("reads the weights once for every 32 tokens, and x once for every 64 outputs", () => {
    const [, qkv] = modelDispatches(config, [32]);
    expect(qkv).toMatchObject({ label: "qkv", workgroups: 18 });
    expect(qkv.bytesRead).toBe(18 * 32 * (384 + 8) + 1152 * (384 + 8));
    const [, longer] = modelDispatches(config, [33]);
    expect(longer.workgroups).toBe(36);
    expect(longer.bytesRead).toBe(18 * 33 * (384 + 8) + 2 * 1152 * (384 + 8));
  });

  it("counts attention by the square of each sequence, not of the batch", () => {
    const attention = (lengths: readonly number[]) => modelDispatches(config, lengths)[2];
    expect(attention([8, 8]).operations).toBe(2 * attention([8]).operations);
    expect(attention([16]).operations).toBe(4 * attention([8]).operations);
    expect(attention([40, 8])).toMatchObject({ label: "attention", workgroups: 12 * 3 });
  });

  it("adds up by label", () => {
    const dispatches = modelDispatches(config, [5, 9]);
    const sums = sumByLabel(dispatches);
    expect(sums.map(({ label, dispatches: count }) => [label, count])).toEqual([
      ["embed", 1],
      ["qkv", 6],
      ["attention", 6],
      ["attentionOutput", 6],
      ["normalize", 12],
      ["up", 6],
      ["down", 6],
      ["pool", 1],
    ]);
    const total = (list: readonly { readonly bytesRead: number }[]) =>
      list.reduce((sum, one) => sum + one.bytesRead, 0);
    expect(total(sums)).toBe(total(dispatches));
  });
});
