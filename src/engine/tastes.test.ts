import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import { recommend } from "../ranking/recommend";
import { type Act, NOW, sampleContext, sampleVectors } from "../ranking/sampleContext";
import { labelled, leaning, MAX_TASTES, readTastes, tasteViews, withoutTaste, withTaste } from "./tastes";

const card = (name: string, ...items: string[]) => ({ kind: "aisle-taste", schemaVersion: 1, name, items }) as const;
const kept = withTaste(undefined, card("Ada", "drill-1", "hammer-2", "not-here"), NOW);
const plain = (acts: readonly Act[] = []) => {
  const context = sampleContext({ acts });
  return { ...context, vectors: sampleVectors(context.catalog.items) };
};
const shelf = (acts: readonly Act[], tastes: unknown) => {
  const own = plain(acts);
  return labelled(recommend({ placement: "home" }, leaning(own, tastes)), tastes, own.profile);
};
const departments = ({ items }: ReturnType<typeof shelf>) => items.map(({ item }) => item.category?.[0]);

describe("tastes", () => {
  it("lean the home shelf, and every reason that rests on one says whose it is", () => {
    const share = (list: ReturnType<typeof shelf>) => departments(list).filter((name) => name === "Tools").length;
    const [without, leant] = [shelf([], undefined), shelf([], kept)];
    expect(share(leant)).toBeGreaterThan(share(without));
    const evidence = leant.items.flatMap(({ why }) => why.map((reason) => reason.evidence));
    expect(evidence.some(({ kind }) => kind === "event")).toBe(false);
    const friends = evidence.filter(({ kind }) => kind === "friend");
    expect(friends.length).toBeGreaterThan(0);
    for (const one of friends)
      expect(one).toMatchObject({ name: "Ada", itemId: expect.stringMatching(/drill|hammer/) });
  });

  it("leave the shopper's own acts theirs, and what they refused refused", () => {
    const own = shelf([{ itemId: "drill-1" }], kept);
    const evidence = own.items.flatMap(({ why }) => why.map((reason) => reason.evidence));
    expect(evidence).toContainEqual(expect.objectContaining({ kind: "event", itemId: "drill-1" }));
    expect(evidence).not.toContainEqual(expect.objectContaining({ kind: "friend", itemId: "drill-1" }));
    const refused = leaning(plain([{ name: "not_interested", itemId: "drill-1" }]), kept);
    expect(refused.profile.items["drill-1"].muted).toBe(true);
  });

  it("never bring what the shop calls sensitive", () => {
    const context = { ...plain(), sensitiveCategories: ["Tools"] };
    expect(Object.keys(leaning(context, kept).profile.items)).toEqual([]);
  });

  it("are one a friend, few, and gone when removed", () => {
    expect(withTaste(kept, card("Ada", "mug-1"), NOW + 1)).toEqual([{ ...card("Ada", "mug-1"), at: NOW + 1 }]);
    let many: readonly object[] = [];
    for (let i = 0; i < MAX_TASTES; i++) many = withTaste(many, card(`friend ${i}`, "mug-1"), NOW);
    expect(() => withTaste(many, card("one more", "mug-1"), NOW)).toThrowError(
      expect.objectContaining({ code: "PROFILE_UNREADABLE" }),
    );
    expect(withoutTaste(kept, "Ada")).toEqual([]);
    expect(shelf([], withoutTaste(kept, "Ada"))).toEqual(shelf([], undefined));
    const { items } = plain().catalog;
    const [view] = tasteViews(kept, (id) => items.find((item) => item.id === id));
    expect(view).toMatchObject({ name: "Ada", at: NOW, items: [{ id: "drill-1" }, { id: "hammer-2" }] });
  });

  it("are read from any junk, and taken from none", () => {
    const damaged = fc.tuple(fc.anything(), fc.anything()).map(([items, at]) => [{ ...card("Ada"), items, at }]);
    const junk = fc.oneof(fc.anything(), damaged);
    fc.assert(
      fc.property(junk, (value) => {
        for (const { items, at } of readTastes(value)) expect(items.length > 0 && Number.isFinite(at)).toBe(true);
        try {
          withTaste([], value, NOW);
        } catch (error) {
          expect(error).toBeInstanceOf(AisleError);
        }
      }),
    );
  });
});
