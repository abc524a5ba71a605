import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlendTerm } from "../../format/behaviour/blend";
import { DAY_MS } from "../../profile/decay";
import type { Item, RankedItem, RecommendQuery } from "../../types";
import { recommend } from "../recommend";
import { type Act, NOW, profileOf, sampleContext, sampleItems, sampleVectors, viewOf } from "../sampleContext";
import type { VectorTable } from "../vectorTable";
import { wordIndexOf } from "../words/wordIndexOf";
import { createLearnedRanking } from "./createLearnedRanking";
import { alignModel } from "./learnedModel";
import { learnedSources } from "./learnedSources";
import type { PastItem } from "./pastItems";
import { sampleBuild } from "./sampleBuild";
import { signalScores } from "./signalScores";
import { blendScores, termScores } from "./termScores";

const items = sampleItems();
const vectors = sampleVectors(items);
const build = sampleBuild(items);
const learned = createLearnedRanking(build);
const ACTS: Act[] = [
  { itemId: "mug-0", daysAgo: 2 },
  { itemId: "mug-1", daysAgo: 1, name: "add_to_cart" },
  { itemId: "drill-2", daysAgo: 9 },
  { itemId: "pram-0", daysAgo: 30, name: "purchase" },
  { itemId: "trowel-4", daysAgo: 4, name: "add_to_wishlist" },
  { itemId: "crib-1", daysAgo: 70, name: "purchase" },
  { itemId: "crib-1", daysAgo: 40, name: "purchase" },
];

function shelf(query: RecommendQuery, acts: readonly Act[] = ACTS): readonly RankedItem[] {
  return recommend({ limit: 200, ...query }, sampleContext({ items, acts, vectors, learned })).items;
}

const sources = learnedSources({
  items,
  model: alignModel(build, viewOf(items)),
  words: wordIndexOf(viewOf(items)),
  vectors,
});
const past = (rows: readonly number[]): PastItem[] =>
  rows.map((row, i) => ({ row, strength: 1, at: NOW - (rows.length - i) * DAY_MS, purchases: [] }));

/** A term's scores, written down as the definition says and in no other way. */
function naive(term: BlendTerm, history: readonly PastItem[]): number[] {
  const vectorOf = (row: number) =>
    Array.from({ length: 32 }, (_, d) => vectors.values[row * 32 + d] * vectors.scales[row]);
  const { head, weights } = { head: build.textHead!, weights: build.itemItem![term.of ?? "default"] };
  const raw = items.map((_, j) =>
    history.reduce((sum, { row: i, at }, p) => {
      const age = term.halfLifeDays === undefined ? 1 : 2 ** ((at - NOW) / DAY_MS / term.halfLifeDays);
      const weight = (term.decay ?? 1) ** (history.length - 1 - p) * age;
      if (i === j) return sum;
      if (term.signal === "behaviour") {
        const at = weights.columns.subarray(weights.starts[i], weights.starts[i + 1]).indexOf(j);
        return sum + (at < 0 ? 0 : weight * weights.values[weights.starts[i] + at] * weights.scales[i]);
      }
      const [a, b] = [vectorOf(i), vectorOf(j)].map((vector) => vector.map((value, d) => value - head.center[d]));
      let score = 0;
      for (let x = 0; x < 32; x++) for (let y = 0; y < 32; y++) score += a[x] * head.transfer[x * 32 + y] * b[y];
      return sum + weight * score;
    }, 0),
  );
  const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
  const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / raw.length);
  return raw.map((value) => value / deviation);
}

describe("a newcomer", () => {
  it("sees what sells, where a blend speaks of the history alone", () => {
    const personal = createLearnedRanking({
      ...build,
      blend: { home: { terms: [{ signal: "behaviour", weight: 1 }] } },
    });
    const list = recommend({ placement: "home", limit: 4 }, sampleContext({ items, vectors, learned: personal }));
    expect(list.rung).toBe("popular");
    const { contributions, why } = list.items[0];
    expect(contributions.popularity ?? 0).toBeGreaterThan(0);
    expect(contributions.behaviour ?? 0).toBe(0);
    expect(why.length).toBeGreaterThan(0);
  });
});

describe("termScores", () => {
  it.each<BlendTerm>([
    { signal: "behaviour", weight: 1, decay: 0.7 },
    { signal: "behaviour", of: "baskets", weight: 1, halfLifeDays: 3 },
    { signal: "head", weight: 1, decay: 0.9 },
  ])("is the sum over the history in units of its spread: %j", (term) => {
    const history = past([3, 17, 22, 8]);
    const scores = new Float32Array(items.length);
    termScores(term, history, sources, { now: NOW }, scores);
    naive(term, history).forEach((value, row) => {
      expect(scores[row]).toBeCloseTo(value, 4);
    });
  });

  it("has a spread of 1, and says nothing where there is nothing to say", () => {
    const signals = ["behaviour", "head", "adapted", "text", "words", "category", "brand", "price", "prior"] as const;
    for (const signal of signals) {
      const scores = new Float32Array(items.length);
      termScores({ signal, weight: 1 }, past([3, 17, 22]), sources, { now: NOW }, scores);
      const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
      const spread = Math.sqrt(scores.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scores.length);
      expect(spread, signal).toBeCloseTo(1, 4);
      termScores({ signal, weight: 1 }, [], sources, { now: NOW }, scores);
      if (signal !== "prior") expect([...scores], signal).toEqual(new Array(items.length).fill(0));
    }
  });

  it("lets no item speak for itself", () => {
    for (const signal of ["head", "adapted", "text", "words", "category", "brand", "price"] as const) {
      const scores = new Float32Array(items.length);
      termScores({ signal, weight: 1 }, past([12]), sources, { now: NOW }, scores);
      expect(scores[12], signal).toBeCloseTo(0, 4);
    }
  });

  it("takes adapted vectors as they were built, and makes those of other rows with the head", () => {
    const adapted = build.adapted!;
    const vectorOf = (row: number) => {
      const plain = Array.from({ length: 8 }, (_, k) => {
        if (adapted.scales[row] > 0) return adapted.vectors[row * 8 + k] * adapted.scales[row];
        let sum = 0;
        for (let d = 0; d < 32; d++) {
          const value = vectors.values[row * 32 + d] * vectors.scales[row] - adapted.center[d];
          sum += adapted.head[k * 32 + d] * adapted.headScales[k] * value;
        }
        return sum;
      });
      const norm = Math.hypot(...plain);
      return plain.map((value) => value / norm);
    };
    const history = past([3, 20, 22]);
    const expected = items.map((_, j) => {
      let sum = 0;
      let total = 0;
      history.forEach(({ row: i }, p) => {
        const weight = 0.8 ** (2 - p);
        total += weight;
        const dot = vectorOf(i).reduce((all, value, k) => all + value * vectorOf(j)[k], 0);
        if (i !== j) sum += weight * Math.exp((dot - 1) / 0.5);
      });
      return Math.log1p(sum / total / 0.25);
    });
    const scores = new Float32Array(items.length);
    signalScores({ signal: "adapted", weight: 1, decay: 0.8 }, history, sources, { now: NOW }, scores);
    expected.forEach((value, row) => {
      expect(scores[row]).toBeCloseTo(value, 5);
    });
  });

  it("does not change when every item of the history counts twice", () => {
    const history = past([3, 17, 22]);
    const twice = history.map((one) => ({ ...one, strength: 2 }));
    const score = (given: readonly PastItem[]) => {
      const scores = new Float32Array(items.length);
      termScores({ signal: "head", weight: 1 }, given, sources, { now: NOW }, scores);
      return scores;
    };
    score(twice).forEach((value, row) => {
      expect(value).toBeCloseTo(score(history)[row], 4);
    });
  });

  it("measures the spread of a large catalogue on a sample, always the same", () => {
    const many = Array.from({ length: 9_000 }, (_, row) => ({ id: `i${row}`, title: `thing ${row}` }));
    const large = learnedSources({
      items: many,
      model: { placements: {}, itemItem: {}, popularity: {} },
      words: wordIndexOf(viewOf(many)),
    });
    expect(large.spreadRows.length).toBe(3_000);
    expect([...large.spreadRows.subarray(0, 3)]).toEqual([0, 3, 6]);
  });
});

describe("blendScores", () => {
  it("is finite, whatever the history, the model and the weights", () => {
    const terms = build.blend!.home!.terms;
    const history = fc.array(
      fc.record({
        row: fc.nat(items.length - 1),
        strength: fc.double({ min: 1e-6, max: 10, noNaN: true }),
        at: fc.integer({ min: NOW - 400 * DAY_MS, max: NOW + DAY_MS }),
        purchases: fc.array(fc.integer({ min: NOW - 400 * DAY_MS, max: NOW }), { maxLength: 3 }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(history, (given) => {
        const { total } = blendScores(terms, given, sources, { now: NOW });
        expect(total.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("learned shelves", () => {
  it("show what the terms say, best first, the parts summing to the score", () => {
    const shown = shelf({ placement: "home" });
    expect(shown.length).toBeGreaterThan(20);
    shown.forEach(({ score, contributions }, i) => {
      expect(Object.values(contributions).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
      if (i > 0) expect(score).toBeLessThanOrEqual(shown[i - 1].score + 1e-9);
    });
    expect(shown.some(({ contributions }) => contributions.behaviour)).toBe(true);
  });

  it("cite acts whose removal costs the score exactly what was claimed, also past the cut of the history", () => {
    let checked = 0;
    const acts = [...ACTS, { itemId: "kettle-3", daysAgo: 20 }, { itemId: "hammer-1", daysAgo: 25 }];
    for (const { item, score, why } of shelf({ placement: "home" }, acts)) {
      for (const { contribution, evidence } of why) {
        if (evidence.kind !== "event") continue;
        const without = acts.filter((act) => act.itemId !== evidence.itemId);
        const after = shelf({ placement: "home" }, without).find((ranked) => ranked.item.id === item.id);
        expect(score - (after?.score ?? Number.NaN)).toBeCloseTo(contribution, 4);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  it("are the same in whatever order the page lists its items, with vectors to match", () => {
    const turned = items.toReversed();
    const table = rowsOf(vectors, turned);
    const own = createLearnedRanking(build);
    const query = { placement: "home", limit: 40 } as const;
    const ids = (list: readonly RankedItem[]) => list.map(({ item }) => item.id);
    const context = sampleContext({ items: turned, acts: ACTS, vectors: table, learned: own });
    expect(ids(recommend(query, context).items)).toEqual(ids(shelf(query)));
  });

  it("rank an item that the build does not know, by its text", () => {
    const fresh: Item = { ...items[4], id: "mug-new", title: "grey mug", popularity: 0 };
    const more = [...items, fresh];
    const table = sampleVectors(more);
    const context = sampleContext({ items: more, acts: ACTS, vectors: table, learned: createLearnedRanking(build) });
    const ranked = recommend({ placement: "home", limit: 200 }, context).items;
    const found = ranked.find(({ item }) => item.id === "mug-new");
    expect(found?.contributions.behaviour).toBeUndefined();
    expect(found?.contributions.text).toBeGreaterThan(0);
    expect(ranked.indexOf(found!)).toBeLessThan(ranked.length / 2);
  });

  it("go on without items that have gone, without vectors, and without a head that fits", () => {
    for (const context of [
      { items: items.slice(10) },
      { vectors: undefined },
      { vectors: { ...vectors, modelId: "another" } },
    ]) {
      const given = sampleContext({ items, acts: ACTS, vectors, learned: createLearnedRanking(build), ...context });
      const list = recommend({ placement: "home" }, given);
      expect(list.items.length).toBe(8);
      for (const { score } of list.items) expect(score).toBeGreaterThan(-100);
    }
  });

  it("are popular ones for a shopper of whom nothing is known", () => {
    const list = recommend({ placement: "home" }, sampleContext({ items, vectors, learned }));
    expect(list.rung).toBe("popular");
    expect(list.items[0].why[0].evidence.kind).toBe("popularity");
  });

  it("do not leave a stranger with what the blend has besides", () => {
    const terms = [
      { signal: "behaviour", weight: 1 },
      { signal: "freshness", weight: 0.1 },
    ] as const;
    const own = createLearnedRanking({ ...build, blend: { home: { terms: [...terms] } } });
    const strangers = recommend({ placement: "home" }, sampleContext({ items, vectors, learned: own }));
    expect(strangers.rung).toBe("popular");
    const best = [...build.popularity!.default.orders.keys()].sort(
      (a, b) => build.popularity!.default.orders[b] - build.popularity!.default.orders[a],
    );
    expect(strangers.items.map(({ item }) => items.indexOf(item))).toContain(best[0]);
  });

  it("never show because of the shopper what is sensitive", () => {
    const context = sampleContext({ items, acts: ACTS, vectors, learned, sensitiveCategories: ["Nursery"] });
    const list = recommend({ placement: "home", limit: 200 }, context).items;
    const nursery = list.filter(({ item }) => item.category?.[0] === "Nursery");
    expect(nursery.length).toBeGreaterThan(0);
    for (const { contributions, why } of nursery) {
      expect(Object.keys(contributions).sort()).toEqual(["freshness", "popularity"]);
      expect(why.every(({ evidence }) => evidence.kind !== "event")).toBe(true);
    }
    const cited = list.flatMap(({ why }) => why.map(({ evidence }) => ("itemId" in evidence ? evidence.itemId : "")));
    expect(cited.some((id) => /pram|crib/.test(id))).toBe(false);
  });

  it("show beside an item what is bought with it, and say so", () => {
    const list = recommend({ placement: "related", item: "mug-0" }, sampleContext({ items, vectors, learned }));
    expect(list.rung).toBe("behaviour");
    expect(list.items[0].why[0]).toMatchObject({ evidence: { kind: "item", itemId: "mug-0" } });
    expect(list.items.map(({ item }) => item.id)).not.toContain("mug-0");
  });

  it("complete the basket: the cart's, the one given, or the item on the page", () => {
    const query = { placement: "complement", limit: 4 } as const;
    const ids = (more: Partial<RecommendQuery>, acts: readonly Act[]) =>
      shelf({ ...query, ...more }, acts).map(({ item }) => item.id);
    const cart: Act[] = [{ itemId: "mug-1", name: "add_to_cart" }];
    const fromCart = ids({}, cart);
    expect(fromCart.length).toBeGreaterThan(0);
    expect(fromCart).not.toContain("mug-1");
    expect(ids({ basket: ["mug-1"] }, [])).toEqual(fromCart);
    expect(ids({ item: "mug-1" }, [])).toEqual(fromCart);
    const list = recommend({ placement: "complement" }, sampleContext({ items, vectors, learned }));
    expect(list).toMatchObject({ items: [], reason: "empty_basket", rung: "none" });
    const basket = shelf({ ...query, basket: ["mug-1", "drill-2"] }, []);
    const cited = basket.flatMap(({ why }) => why.map(({ evidence }) => evidence));
    expect(cited.filter(({ kind }) => kind === "basket").length).toBeGreaterThan(0);
  });

  it("bring back what was bought and is due, by its own interval or the item's usual one", () => {
    const acts: Act[] = [
      { itemId: "crib-1", daysAgo: 60, name: "purchase" },
      { itemId: "crib-1", daysAgo: 30, name: "purchase" },
      { itemId: "mug-1", daysAgo: 21, name: "purchase" },
      { itemId: "mug-2", daysAgo: 0.2, name: "purchase" },
      { itemId: "drill-2", daysAgo: 3 },
    ];
    const shown = shelf({ placement: "again" }, acts);
    expect(shown.map(({ item }) => item.id)).toEqual(["crib-1", "mug-1"]);
    expect(shown[0].why[0]).toMatchObject({ signal: "habit", evidence: { kind: "due" } });
    expect(shown[1].why[0]).toMatchObject({ signal: "habit", evidence: { kind: "event", event: "purchase" } });
    // Nobody buys a second teapot: while there is something that runs out, it is left aside.
    const lasting: Act[] = [...acts, { itemId: "teapot-0", daysAgo: 30, name: "purchase" }];
    expect(build.repeat?.shares[items.findIndex(({ id }) => id === "teapot-0")]).toBe(0);
    expect(shelf({ placement: "again" }, lasting).map(({ item }) => item.id)).toEqual(["crib-1", "mug-1"]);
    expect(shelf({ placement: "again" }, lasting.slice(-1)).map(({ item }) => item.id)).toEqual(["teapot-0"]);
    const none = recommend({ placement: "again" }, sampleContext({ items, vectors, learned, acts: acts.slice(3) }));
    expect(none).toMatchObject({ items: [], reason: "no_history" });
  });

  it("leave placements without terms, search and recent to the defaults", () => {
    expect(learned.ranks("trending")).toBe(false);
    const odd = createLearnedRanking({
      ...build,
      blend: { search: { terms: [{ signal: "text", weight: 1 }] }, home: { terms: [] } },
    });
    expect(odd.ranks("search")).toBe(false);
    expect(odd.ranks("home")).toBe(false);
  });

  it("follow the profile at once: strength of interests and refusals", () => {
    const profile = profileOf([...ACTS, { itemId: "mug-3", name: "not_interested", daysAgo: 0.1 }], items);
    const list = recommend({ placement: "home", limit: 200 }, sampleContext({ items, vectors, learned, profile }));
    expect(list.items.map(({ item }) => item.id)).not.toContain("mug-3");
  });
});

/** The vectors of some items, in their order. */
function rowsOf(table: VectorTable, wanted: readonly Item[]): VectorTable {
  const rows = wanted.map((item) => items.indexOf(item));
  const { dimensions } = table;
  return {
    ...table,
    values: Int8Array.from(rows.flatMap((row) => [...table.values.subarray(row * dimensions, (row + 1) * dimensions)])),
    scales: Float32Array.from(rows, (row) => table.scales[row]),
    present: Uint8Array.from(rows, (row) => table.present[row]),
  };
}
