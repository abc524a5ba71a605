import { describe, expect, it } from "vitest";
import { sampleItems, viewOf } from "../sampleContext";
import { prepareWordIndex, wordIndexOf } from "./wordIndexOf";

describe("wordIndexOf", () => {
  it("keeps the index while only prices change", () => {
    const items = sampleItems();
    const first = wordIndexOf(viewOf(items));
    const dearer = viewOf(items.map((item) => ({ ...item, price: 99 })));
    expect(wordIndexOf(dearer)).toBe(first);
  });

  it("makes another one when texts change", () => {
    const items = sampleItems();
    const first = wordIndexOf(viewOf(items));
    const renamed = viewOf([{ ...items[0], title: "chartreuse beaker" }, ...items.slice(1)], 2);
    expect(wordIndexOf(renamed).vocabulary.has("chartreuse")).toBe(true);
    expect(first.vocabulary.has("chartreuse")).toBe(false);
  });
});

describe("prepareWordIndex", () => {
  it("pauses while it builds, so that the first query finds the index ready", async () => {
    const items = Array.from({ length: 2000 }, (_, i) => ({ id: `prepared-${i}`, title: `prepared item ${i}` }));
    const view = viewOf(items);
    let pauses = 0;
    await prepareWordIndex(view, {
      yieldNow: async () => {
        pauses++;
      },
    });
    expect(pauses).toBeGreaterThan(3);
    const index = wordIndexOf(view);
    expect(index.rows).toBe(2000);
    expect(wordIndexOf(view)).toBe(index);
  });

  it("stops when it is told to", async () => {
    const items = Array.from({ length: 2000 }, (_, i) => ({ id: `aborted-${i}`, title: `aborted item ${i}` }));
    const controller = new AbortController();
    const yieldNow = async () => controller.abort();
    await expect(prepareWordIndex(viewOf(items), { yieldNow, signal: controller.signal })).rejects.toThrow();
  });
});
