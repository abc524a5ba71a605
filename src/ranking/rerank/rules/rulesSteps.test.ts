import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRules } from "../../../format/rules/rulesFile";
import { recommend } from "../../recommend";
import { NOW, sampleContext, sampleItems, sampleVectors } from "../../sampleContext";
import contradictionCases from "./cases/contradictions.json";
import shelfCases from "./cases/shelf.json";
import { contradictions } from "./contradictions";
import { rulesSteps } from "./rulesSteps";

const file = (rules: unknown, enabled = true) =>
  readRules({ kind: "aisle-rules", schemaVersion: 1, version: "v7", enabled, rules });
/** Two of each kind, each in twice the demand of the next: diversity then finds nothing to change. */
const items = sampleItems()
  .filter(({ id }) => /-[01]$/.test(id))
  .map((item, row) => ({ ...item, popularity: 2 ** (16 - row) }));

interface Given {
  readonly acts?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sensitive?: readonly string[];
  readonly outOfStock?: readonly string[];
  readonly onSale?: readonly string[];
}

/** `trending` ranks by demand alone, so that what a rule does is plain to see. */
function shelf(rules: ReturnType<typeof file>, given: Given = {}, limit = 4, placement = "trending" as const) {
  const own = items.map((item) => ({
    ...item,
    ...(given.outOfStock?.includes(item.id) && { availability: "out_of_stock" as const }),
    ...(given.onSale?.includes(item.id) && { salePrice: 1 }),
  }));
  const context = sampleContext({
    items: own,
    acts: (given.acts ?? []).map((itemId) => ({ itemId })),
    sensitiveCategories: given.sensitive,
    weights: { freshness: 0 },
    steps: (query, at) => rulesSteps(rules, query, at, { attributes: given.attributes ?? {} }),
  });
  return recommend({ placement, limit }, context);
}

describe("rules on a shelf", () => {
  it.each(shelfCases)("$name", ({ rules, enabled, shown, applied, overruled, rule, ...given }) => {
    const list = shelf(file(rules, enabled), given as Given);
    expect(list.items.map(({ item }) => item.id)).toEqual(shown);
    expect(list.rules).toEqual(applied === null ? undefined : { version: "v7", applied, overruled: overruled ?? [] });
    for (const { score, contributions } of list.items) {
      expect(Object.values(contributions).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    }
    if (rule !== undefined) expect(list.items[0].contributions.rule).toBeCloseTo(rule, 9);
  });

  it("gives the rule as a reason where it lifted an item, and never where it buried one", () => {
    const boosted = shelf(file([{ id: "up", kind: "boost", strength: 1, where: { brand: "Torque" } }]));
    expect(boosted.items[0].why[0]).toMatchObject({ signal: "rule", evidence: { kind: "rule", id: "up" } });
    const buried = shelf(file([{ id: "down", kind: "bury", strength: 0.1, where: { category: "Kitchen" } }]));
    for (const { why } of buried.items) expect(why.every(({ evidence }) => evidence.kind !== "rule")).toBe(true);
  });

  it("keeps places over pages", () => {
    const rules = file([{ id: "p", kind: "pin", position: 5, where: { ids: ["pram-1"] } }]);
    const context = sampleContext({
      items,
      steps: (query, at) => rulesSteps(rules, query, at, { attributes: {} }),
    });
    const pages = [0, 4].map((offset) => recommend({ placement: "trending", limit: 4, offset }, context));
    expect(pages.flatMap((page) => page.items.map(({ item }) => item.id)).indexOf("pram-1")).toBe(5);
  });

  it("reaches items that no source would have put forward", () => {
    const many = Array.from({ length: 2_000 }, (_, i) => ({ ...items[0], id: `x-${i}`, popularity: 2_000 - i }));
    const rules = file([{ id: "up", kind: "boost", strength: 2, where: { ids: ["x-1999"] } }]);
    const list = recommend(
      { placement: "trending", limit: 1 },
      sampleContext({ items: many, steps: (query, at) => rulesSteps(rules, query, at, { attributes: {} }) }),
    );
    expect(list.items[0].item.id).toBe("x-1999");
  });

  it("never shortens a shelf, shows nothing twice, and holds what it says, whatever the rules", () => {
    const where = fc.oneof(
      fc.record({ category: fc.constantFrom("Kitchen", "Tools", "Nursery", "mugs") }),
      fc.record({ brand: fc.constantFrom("Hearth", "Torque", "Nobody") }),
      fc.record({ ids: fc.uniqueArray(fc.constantFrom(...items.map(({ id }) => id)), { minLength: 1, maxLength: 5 }) }),
    );
    const strength = fc.double({ min: 0.001, max: 2, noNaN: true });
    const rule = fc.oneof(
      fc.record({ kind: fc.constant("boost"), strength, where }),
      fc.record({ kind: fc.constant("bury"), strength, where }),
      fc.record({ kind: fc.constant("pin"), position: fc.nat(9), where }),
      fc.record({
        kind: fc.constant("limit"),
        per: fc.constantFrom("brand", "department"),
        most: fc.integer({ min: 1, max: 4 }),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        fc.array(fc.constantFrom(...items.map(({ id }) => id)), { maxLength: 4 }),
        (rules, acts) => {
          const named = rules.map((one, i) => ({ ...one, id: `r${i}` }));
          const list = shelf(file(named), { acts }, 8);
          const shown = list.items.map(({ item }) => item.id);
          expect(shown.length).toBe(8);
          expect(new Set(shown).size).toBe(8);
          const { applied = [], overruled = [] } = list.rules ?? {};
          for (const one of named) {
            if (one.kind === "pin" && "position" in one && applied.includes(one.id) && one.position < 8) {
              expect(overruled).not.toContain(one.id);
            }
            if (one.kind !== "limit" || !("most" in one) || overruled.includes(one.id)) continue;
            const pinned = named.some((other) => other.kind === "pin");
            if (pinned) continue;
            const groups = list.items.map(({ item }) => (one.per === "brand" ? item.brand : item.category?.[0]));
            for (const group of new Set(groups)) {
              expect(groups.filter((other) => other === group).length).toBeLessThanOrEqual(one.most);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("contradictions", () => {
  it.each(contradictionCases)("$name", ({ rules, found }) => {
    expect(contradictions(file(rules), { items, now: NOW })).toEqual(found);
  });
});

describe("vectors beside rules", () => {
  it("leave home shelves ruled too", () => {
    const rules = file([{ id: "f", kind: "filter", show: "never", where: { brand: "Torque" } }]);
    const list = recommend(
      { placement: "home", limit: 40 },
      sampleContext({
        items,
        vectors: sampleVectors(items),
        acts: [{ itemId: "drill-0" }],
        steps: (query, at) => rulesSteps(rules, query, at, { attributes: {} }),
      }),
    );
    expect(list.items.some(({ item }) => item.brand === "Torque")).toBe(false);
    expect(list.items.length).toBe(12);
  });
});
