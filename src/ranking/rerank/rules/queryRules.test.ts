import { describe, expect, it } from "vitest";
import type { RecommendQuery, Rule } from "../../../types";
import { recommend } from "../../recommend";
import { NOW, sampleContext, sampleItems, sampleVectors } from "../../sampleContext";
import { queryRules } from "./queryRules";

const items = sampleItems();
const rank = (query: RecommendQuery, many = items) => {
  const context = sampleContext({ items: many, vectors: sampleVectors(many), acts: [{ itemId: "drill-0" }] });
  return recommend(query, {
    ...context,
    steps: () => [queryRules((query.rules as readonly Rule[] | undefined) ?? [], many, NOW)],
  });
};
const ids = (query: RecommendQuery) => rank(query).items.map(({ item }) => item.id);
const HOME = { placement: "home", limit: 6 } as const;
const cribs = { category: "cribs" } as const;

describe("rules", () => {
  it("boosts and buries by a share of the best score, told as a part of the score and as a reason", () => {
    const before = ids({ ...HOME, limit: 40 });
    const boosted = rank({ ...HOME, limit: 40, rules: [{ match: cribs, action: "boost", amount: 2 }] });
    expect(boosted.items.slice(0, 3).every(({ item }) => item.id.startsWith("crib"))).toBe(true);
    for (const { score, contributions } of boosted.items) {
      expect(Object.values(contributions).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    }
    expect(boosted.items[0].contributions.rule).toBeGreaterThan(0);
    expect(boosted.items[0].why.map(({ evidence }) => evidence.kind)).toContain("rule");
    const buried = ids({ ...HOME, limit: 40, rules: [{ match: { ids: [before[0]] }, action: "bury", amount: 3 }] });
    expect(buried.indexOf(before[0])).toBeGreaterThan(10);
  });

  it("pins to a place, in the order of the rules, and takes the end where there are fewer", () => {
    const rules: Rule[] = [
      { match: { ids: ["pram-4"] }, action: "pin" },
      { match: { ids: ["trowel-4"] }, action: "pin", place: 2 },
    ];
    const shown = ids({ ...HOME, rules });
    expect([shown[0], shown[2]]).toEqual(["pram-4", "trowel-4"]);
    expect(new Set(shown).size).toBe(6);
    expect(ids({ ...HOME, rules: [{ match: { ids: ["pram-4"] }, action: "pin", place: 900 }] })).not.toContain(
      "pram-4",
    );
  });

  it("hides, also from the shelf of what was looked at, and says so when nothing is left", () => {
    const hide = (match: Rule["match"]): Rule[] => [{ match, action: "hide" }];
    expect(ids({ ...HOME, limit: 40, rules: hide({ brand: "hearth" }) }).join()).not.toMatch(/mug|teapot/);
    expect(rank({ placement: "recent", rules: hide({ ids: ["drill-0"] }) }).items).toEqual([]);
    expect(rank({ ...HOME, rules: hide({}) })).toMatchObject({ items: [], reason: "all_excluded" });
  });

  it("keeps to its dates", () => {
    const rule: Rule = { match: cribs, action: "boost", amount: 5 };
    const first = (more: Partial<Rule>) => ids({ ...HOME, rules: [{ ...rule, ...more }] })[0].split("-")[0];
    expect(first({ from: NOW - 1, until: NOW + 1 })).toBe("crib");
    expect(first({ from: new Date(NOW).toISOString() })).toBe("crib");
    expect(first({ from: NOW + 1 })).not.toBe("crib");
    expect(first({ until: NOW })).not.toBe("crib");
  });

  it("brings in what would not have been a candidate of a large catalogue", () => {
    const many = [
      ...Array.from({ length: 1_500 }, (_, i) => ({ id: `x-${i}`, title: `Thing ${i}`, popularity: 10_000 - i })),
      { id: "secret", title: "Quiet one" },
    ];
    expect(rank(HOME, many).items.map(({ item }) => item.id)).not.toContain("secret");
    const pinned = rank({ ...HOME, rules: [{ match: { ids: ["secret"] }, action: "pin" }] }, many);
    expect(pinned.items[0].item.id).toBe("secret");
  });

  it.each([
    [{ match: {}, action: "promote" }, "rules[0].action"],
    [{ action: "hide" }, "rules[0].match"],
    [{ match: {}, action: "boost", amount: -1 }, "rules[0].amount"],
    [{ match: {}, action: "pin", place: "first" }, "rules[0].place"],
    [{ match: {}, action: "hide", from: "soon" }, "rules[0].from"],
    [null, "rules[0].action"],
  ])("names the bad field of %j", (rule, field) => {
    expect(() => queryRules([rule as unknown as Rule], items, NOW)).toThrow(
      expect.objectContaining({ code: "QUERY_INVALID", message: expect.stringContaining(field) }),
    );
  });
});

describe("filters", () => {
  it("ask for ids and attributes too", () => {
    const coloured = items.map((item) => ({ ...item, attributes: { colour: item.title.split(" ")[0] } }));
    const shown = recommend(
      { placement: "trending", limit: 40, filter: { attributes: { colour: "RED" } } },
      sampleContext({ items: coloured }),
    );
    expect(shown.items.map(({ item }) => item.title.split(" ")[0])).toEqual(Array(8).fill("red"));
    expect(ids({ placement: "trending", filter: { ids: ["mug-1", "pram-0", "none"] } }).sort()).toEqual([
      "mug-1",
      "pram-0",
    ]);
  });
});

describe("avoid", () => {
  it("leaves out what the page shows, unless nothing else is left", () => {
    const first = ids({ placement: "trending", limit: 6 });
    const second = ids({ placement: "trending", limit: 6, avoid: first });
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    expect(ids({ placement: "trending", limit: 40, avoid: first })).toHaveLength(40);
  });
});
