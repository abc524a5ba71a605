import { describe, expect, it } from "vitest";
import type { BlendTerm } from "../../format/behaviour/blend";
import { DAY_MS } from "../../profile/decay";
import type { Item, RankedItem } from "../../types";
import { recommend } from "../recommend";
import { type Act, NOW, sampleContext, sampleItems, sampleVectors, viewOf } from "../sampleContext";
import { wordIndexOf } from "../words/wordIndexOf";
import { createLearnedRanking } from "./createLearnedRanking";
import { alignModel } from "./learnedModel";
import { learnedSources } from "./learnedSources";
import { sampleBuild } from "./sampleBuild";
import { signalScores } from "./signalScores";

const items = sampleItems();
const encoder = sampleVectors(items);
const build = sampleBuild(items);
const { images } = build.spaces!;
const sourcesOf = (given: readonly Item[]) =>
  learnedSources({
    items: given,
    model: alignModel(build, viewOf(given)),
    words: wordIndexOf(viewOf(given)),
    vectors: sampleVectors(given),
  });
const ROWS = [3, 14, 17, 22];
const past = ROWS.map((row, i) => ({ row, strength: 1, at: NOW - (4 - i) * DAY_MS, purchases: [] }));

function scoresOf(term: Omit<BlendTerm, "weight">, given = items): Float32Array {
  const scores = new Float32Array(given.length);
  signalScores({ ...term, weight: 1 }, past, sourcesOf(given), { now: NOW }, scores);
  return scores;
}

/** Written down as the definition says: cosines of what is left of each vector without their mean, shrunk for few. */
function naive(table: Pick<typeof images, "values" | "scales" | "dimensions">, decay: number): number[] {
  const { values, scales, dimensions } = table;
  const all = items.map((_, row) =>
    Array.from({ length: dimensions }, (_, d) => values[row * dimensions + d] * scales[row]),
  );
  const known = all.filter((_, row) => scales[row] > 0);
  const center = all[0].map(
    (_, d) => (known.reduce((sum, vector) => sum + vector[d], 0) / known.length) * (known.length / (known.length + 50)),
  );
  const own = all.map((vector) => vector.map((value, d) => value - center[d]));
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, d) => sum + value * b[d], 0);
  return items.map((_, j) =>
    ROWS.reduce((sum, i, p) => {
      if (i === j || !(scales[i] > 0) || !(scales[j] > 0)) return sum;
      return sum + decay ** (3 - p) * (dot(own[i], own[j]) / Math.hypot(...own[i]) / Math.hypot(...own[j]));
    }, 0),
  );
}

describe("closeness by vectors", () => {
  it.each([
    ["the encoder's", { signal: "text", decay: 0.8 } as const, encoder],
    ["the shop's own", { signal: "vectors", of: "images", decay: 0.8 } as const, images],
  ])("is the sum of centred cosines: %s", (_, term, table) => {
    const scores = scoresOf(term);
    naive(table, 0.8).forEach((value, row) => {
      expect(scores[row]).toBeCloseTo(value, 4);
    });
  });

  it("says nothing of a space that the build has not", () => {
    for (const of of [undefined, "sounds", "constructor"]) {
      expect(scoresOf({ signal: "vectors", of }).every((score) => score === 0)).toBe(true);
    }
  });

  it("knows no vector of items that are new to the build", () => {
    const more: Item[] = [...items, { ...items[4], id: "mug-new", title: "grey mug" }];
    const scores = scoresOf({ signal: "vectors", of: "images" }, more);
    expect(scores[items.length]).toBe(0);
    expect([...scores.subarray(0, items.length)]).toEqual([...scoresOf({ signal: "vectors", of: "images" })]);
  });
});

describe("vectors that the page has made", () => {
  it("are an item's own, unless the build has one; an item without one takes it", () => {
    const more: Item[] = [...items, { ...items[4], id: "mug-new", title: "grey mug" }];
    const catalog = viewOf(more);
    const vector = { values: Int8Array.of(9, -4, 100, 3, 1), scale: 0.01 };
    const of = (id: string) => new Map([[id, vector]]);
    const plain = alignModel(build, catalog).spaces!.images;
    for (const known of ["gone", items[1].id]) {
      expect(alignModel(build, catalog, { images: of(known) }).spaces!.images).toEqual(plain);
    }
    for (const row of [items.length, 0]) {
      const { values, scales, present } = alignModel(build, catalog, { images: of(more[row].id) }).spaces!.images;
      expect([...values.subarray(5 * row, 5 * row + 5)]).toEqual([...vector.values]);
      expect([scales[row], present[row], plain.present[row]]).toEqual([Math.fround(0.01), 1, 0]);
    }
  });

  it("count in the very next shelf", () => {
    const blend = { home: { terms: [{ signal: "vectors", of: "images", weight: 1 } as const], diversity: 0 } };
    const learned = createLearnedRanking({ ...build, blend });
    const more: Item[] = [...items, { ...items[4], id: "mug-new", title: "grey mug" }];
    const partOf = () =>
      recommend(
        { placement: "home", limit: 200 },
        sampleContext({ items: more, acts: [{ itemId: "mug-1", daysAgo: 1 }], learned }),
      ).items.find(({ item }) => item.id === "mug-new")?.contributions.vectors ?? 0;
    expect(partOf()).toBe(0);
    const row = items.findIndex(({ id }) => id === "mug-1");
    learned.extend(
      "images",
      new Map([["mug-new", { values: images.values.slice(5 * row, 5 * row + 5), scale: images.scales[row] }]]),
    );
    expect(partOf()).toBeGreaterThan(1);
  });
});

describe("shelves by vectors of the shop's own", () => {
  const terms = [
    { signal: "vectors", of: "images", weight: 1, decay: 0.9 },
    { signal: "popularity", weight: 0.2 },
  ] as const;
  const learned = createLearnedRanking({ ...build, blend: { home: { terms: [...terms], diversity: 0 } } });
  const acts: Act[] = [
    { itemId: "mug-1", daysAgo: 2 },
    { itemId: "drill-2", daysAgo: 9, name: "purchase" },
    { itemId: "trowel-4", daysAgo: 4, name: "add_to_cart" },
  ];
  const shelf = (given: readonly Act[]): readonly RankedItem[] =>
    recommend({ placement: "home", limit: 200 }, sampleContext({ items, acts: given, learned })).items;

  it("cite acts whose removal costs the score exactly what was claimed, with no encoder at all", () => {
    let checked = 0;
    for (const { item, score, why, contributions } of shelf(acts)) {
      expect(Object.keys(contributions).every((name) => name === "vectors" || name === "popularity")).toBe(true);
      for (const { signal, contribution, evidence } of why) {
        if (evidence.kind !== "event") continue;
        expect(signal).toBe("vectors");
        const without = acts.filter((act) => act.itemId !== evidence.itemId);
        const after = shelf(without).find((ranked) => ranked.item.id === item.id);
        expect(score - (after?.score ?? Number.NaN)).toBeCloseTo(contribution, 4);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });
});
