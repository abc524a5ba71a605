import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { emptyProfile } from "../../profile/emptyProfile";
import { eventNames } from "../../profile/eventName";
import { foldAll } from "../../profile/fold";
import { readProfile } from "../../profile/readProfile";
import type { Consent, DropReason } from "../../types";
import sequences from "./cases/intake.json";
import events from "./cases/readEvent.json";
import { createIntake } from "./intake";
import { MAX_ITEMS_PER_EVENT, type ReadEventContext, readEvent } from "./readEvent";
import { readEventRecord } from "./readEventRecord";

const NOW = events.now;

interface ReadCase {
  readonly name: string;
  readonly event: unknown;
  readonly params?: unknown;
  readonly records?: readonly Readonly<Record<string, unknown>>[];
  readonly dropped?: Readonly<Partial<Record<DropReason, number>>>;
  readonly error?: string;
}

interface Step {
  /** Milliseconds after the step before. */
  readonly after: number;
  readonly times?: number;
  /** Own timestamps of repeated events, this far apart. */
  readonly every?: number;
  readonly event: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** `#` stands for the number of the repetition. */
  readonly items?: readonly string[];
  readonly consent?: Consent;
  readonly kept: number;
  readonly dropped?: Readonly<Partial<Record<DropReason, number>>>;
}

interface SequenceCase {
  readonly name: string;
  readonly catalog?: readonly string[];
  readonly consent?: Consent;
  readonly paused?: boolean;
  readonly steps: readonly Step[];
}

function context(now = NOW): ReadEventContext {
  let serial = 0;
  return {
    now,
    newId: () => `e${serial++}`,
    shelfEntry: (id, item) =>
      id === "shelf-1" && item === "a" ? { placement: "home", position: 0, propensity: 0.5 } : undefined,
    idOfName: (name) => (name === "Blue mug" ? "mug-blue" : undefined),
  };
}

describe("readEvent", () => {
  it.each(events.cases as readonly ReadCase[])("$name", ({ event, params, records, dropped, error }) => {
    if (error) {
      expect(() => readEvent(event, params, context())).toThrowError(expect.objectContaining({ code: error }));
      return;
    }
    const read = readEvent(event, params, context());
    const expected = records?.map((record, i) => ({
      id: `e${i}`,
      name: event,
      at: NOW,
      collection: "products",
      purpose: "products",
      ...record,
    }));
    expect(read).toEqual({ records: expected, dropped: dropped ?? {} });
  });

  it("keeps what an explored place was drawn from with the sight of it, not with what follows", () => {
    const explored = { best: 1, pool: [{ id: "a", score: 1, propensity: 1 }] };
    const shelfEntry = () => ({ placement: "home", position: 2, propensity: 0.5, explored }) as const;
    const params = { items: [{ item_id: "a" }], recommendation_id: "s" };
    const read = (name: string) => readEvent(name, params, { ...context(), shelfEntry }).records[0];
    expect(read("view_item_list")).toMatchObject({ propensity: 0.5, explored });
    const { id: _, ...seen } = read("view_item_list");
    expect(readEventRecord({ ...seen, id: "1" })).toEqual({ ...seen, id: "1" });
    expect(read("select_item")).toMatchObject({ propensity: 0.5 });
    expect(read("select_item").explored).toBeUndefined();
  });

  it("cuts a catalogue pushed as one event, and counts what it cut", () => {
    const items = Array.from({ length: 250 }, (_, i) => ({ item_id: `i${i}` }));
    const { records, dropped } = readEvent("view_item_list", { items }, context());
    expect(records).toHaveLength(MAX_ITEMS_PER_EVENT);
    expect(dropped).toEqual({ flood: 50 });
  });

  it("survives live objects whose getters throw, and texts of a megabyte", () => {
    const trap = {
      get items(): never {
        throw new Error("shop code");
      },
    };
    expect(readEvent("view_item", trap, context())).toEqual({ records: [], dropped: { unreadable: 1 } });
    const long = "x".repeat(1_000_000);
    expect(readEvent("view_item", { items: [{ item_id: long }] }, context()).dropped).toEqual({ no_item: 1 });
    expect(readEvent("search", { search_term: long }, context()).records[0].query).toHaveLength(300);
  });

  const junkItem = fc.oneof(
    fc.anything(),
    fc.record(
      {
        item_id: fc.oneof(fc.anything(), fc.string(), fc.constantFrom("__proto__", "a")),
        price: fc.oneof(fc.anything(), fc.double(), fc.string()),
        quantity: fc.oneof(fc.anything(), fc.double(), fc.string()),
        index: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  const junkParams = fc.oneof(
    fc.anything(),
    fc.record(
      {
        items: fc.oneof(fc.anything(), fc.array(junkItem)),
        ecommerce: fc.anything(),
        timestamp: fc.oneof(fc.anything(), fc.double(), fc.date()),
        transaction_id: fc.anything(),
        search_term: fc.oneof(fc.anything(), fc.string()),
        rating: fc.anything(),
        dwell_ms: fc.oneof(fc.anything(), fc.double()),
        interest: fc.anything(),
        strength: fc.oneof(fc.anything(), fc.double()),
        collection: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );

  it("takes a price of minus nought for nought", () => {
    const { records } = readEvent("view_item", { items: [{ item_id: "a", price: -0 }] }, context());
    expect(Object.is(records[0].price, 0)).toBe(true);
  });

  it("makes of any junk records that can be stored, exported, imported and folded, or counts it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...eventNames()), junkParams, (name, params) => {
        const { records, dropped } = readEvent(name, params, context());
        expect(records.length + Object.values(dropped).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
        for (const record of records) {
          expect(readEventRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
          expect(record.at).toBeLessThanOrEqual(NOW);
        }
        const state = foldAll(emptyProfile(), records, () => ({ category: ["Kitchen"], brand: "X", price: 3 }));
        expect(readProfile(JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
      { numRuns: 1_000 },
    );
  });

  it("throws for nothing but the name", () => {
    fc.assert(
      fc.property(fc.anything(), junkParams, (name, params) => {
        try {
          readEvent(name, params, context());
        } catch (error) {
          expect(error).toBeInstanceOf(AisleError);
          expect(error).toMatchObject({ code: "EVENT_INVALID" });
        }
      }),
    );
  });
});

describe("createIntake", () => {
  it.each(sequences.cases as unknown as readonly SequenceCase[])("$name", (one) => {
    let now = sequences.start;
    let serial = 0;
    const catalog = one.catalog && new Set(one.catalog);
    const intake = createIntake({
      now: () => now,
      newId: () => `e${serial++}`,
      isKnown: (_, id) => catalog?.has(id),
    });
    const total: Record<string, number> = {};
    for (const step of one.steps) {
      let kept = 0;
      const dropped: Record<string, number> = {};
      for (let i = 0; i < (step.times ?? 1); i++) {
        now += step.after;
        const taken = intake.take(
          step.event,
          {
            ...step.params,
            items: step.items?.map((id) => ({ item_id: id.replace("#", `${i}-${serial}`) })),
            timestamp: step.every && now + i * step.every,
          },
          {
            consent: step.consent ?? one.consent ?? { products: "persistent", ads: "persistent" },
            paused: one.paused ?? false,
          },
        );
        kept += taken.records.length;
        for (const [reason, times] of Object.entries(taken.dropped)) dropped[reason] = (dropped[reason] ?? 0) + times;
      }
      expect({ kept, dropped }).toEqual({ kept: step.kept, dropped: step.dropped ?? {} });
      for (const [reason, times] of Object.entries(dropped)) total[reason] = (total[reason] ?? 0) + times;
    }
    expect(intake.dropped()).toEqual(total);
  });

  it("a purchase met again in another tab has the id it had, so that the store takes it once", () => {
    const tab = (name: string) => createIntake({ now: () => NOW, newId: () => `${name}-1` });
    const params = { transaction_id: "T1", items: [{ item_id: "a" }] };
    const allowed = { consent: { products: "persistent", ads: "off" }, paused: false } as const;
    const [one, two] = [tab("one"), tab("two")].map((intake) => intake.take("purchase", params, allowed).records[0].id);
    expect(one).toBe(two);
  });
});

describe("readEventRecord", () => {
  const good = { id: "1", name: "view_item", at: NOW, collection: "products", purpose: "products", itemId: "a" };

  it("takes known fields over and refuses wrong ones by name", () => {
    expect(readEventRecord({ ...good, sequence: 4, extra: {} })).toEqual(good);
    for (const [field, value] of Object.entries({
      id: "",
      name: "toString",
      at: "2026",
      collection: 1,
      purpose: "all",
      itemId: {},
      quantity: -1,
      rating: 6,
      propensity: 2,
      placement: "top",
      explored: { best: 1, pool: "many" },
      impression: "yes",
      interest: { kind: "colour", value: "red" },
      strength: 3,
    })) {
      expect(() => readEventRecord({ ...good, [field]: value })).toThrowError(
        expect.objectContaining({ code: "PROFILE_UNREADABLE", message: expect.stringContaining(field) }),
      );
    }
  });

  it("throws nothing but AisleError", () => {
    const damaged = fc
      .tuple(fc.constantFrom(...Object.keys(good)), fc.anything())
      .map(([key, value]) => ({ ...good, [key]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), damaged), (value) => {
        try {
          readEventRecord(value);
        } catch (error) {
          expect(error).toBeInstanceOf(AisleError);
        }
      }),
    );
  });
});
