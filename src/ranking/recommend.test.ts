import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import type { Item, Placement, RecommendQuery } from "../types";
import type { RankedList } from "./rankedList";
import { recommend } from "./recommend";
import { type Act, NOW, type SampleOptions, sampleContext, sampleItems, sampleVectors } from "./sampleContext";

const items = sampleItems();
const vectors = sampleVectors(items);
const rank = (query: RecommendQuery, options: SampleOptions = {}) =>
  recommend(query, sampleContext({ items, vectors, ...options }));
const ids = (list: RankedList) => list.items.map(({ item }) => item.id);
const kinds = (list: RankedList) => list.items.map(({ item }) => item.id.split("-")[0]);

describe("home", () => {
  it("shows what sells to somebody new", () => {
    const shelf = rank({ placement: "home", limit: 4 });
    expect(shelf.rung).toBe("popular");
    expect(ids(shelf)[0]).toBe("mug-0");
    expect(shelf.items[0].why[0].evidence).toEqual({ kind: "popularity" });
  });

  it("turns to the shopper's interests, without the pages already seen", () => {
    const acts = ["drill-0", "drill-1", "hammer-0"].map((itemId) => ({ itemId }));
    const shelf = rank({ placement: "home", limit: 5 }, { acts });
    expect(shelf.rung).toBe("personal");
    expect(
      kinds(shelf)
        .slice(0, 3)
        .every((kind) => kind === "drill" || kind === "hammer"),
    ).toBe(true);
    for (const { itemId } of acts) expect(ids(shelf)).not.toContain(itemId);
  });

  it("keeps two interests apart", () => {
    const acts = [{ itemId: "crib-0" }, { itemId: "crib-1" }, { itemId: "drill-0" }, { itemId: "drill-1" }];
    const shown = kinds(rank({ placement: "home", limit: 6 }, { acts }));
    expect(shown).toContain("crib");
    expect(shown).toContain("drill");
  });

  it("brings seen pages back when nothing else is left", () => {
    const few = items.slice(0, 3);
    const shelf = rank({ placement: "home" }, { items: few, vectors: undefined, acts: [{ itemId: "mug-0" }] });
    expect(ids(shelf).sort()).toEqual(["mug-0", "mug-1", "mug-2"]);
  });

  it("leaves out what is bought or in the cart, until it is due again", () => {
    const once: Act[] = [
      { itemId: "mug-0", name: "purchase", daysAgo: 30 },
      { itemId: "mug-1", name: "add_to_cart" },
    ];
    const shelf = rank({ placement: "home", limit: 200 }, { acts: once });
    expect(ids(shelf)).not.toContain("mug-0");
    expect(ids(shelf)).not.toContain("mug-1");
    const monthly = [120, 90, 60, 30].map((daysAgo): Act => ({ itemId: "mug-0", name: "purchase", daysAgo }));
    expect(ids(rank({ placement: "home", limit: 200 }, { acts: monthly }))).toContain("mug-0");
  });

  it("honours refusals and edits at once", () => {
    const acts: Act[] = [{ itemId: "mug-0" }, { itemId: "mug-1", name: "not_interested" }];
    const context = sampleContext({ items, vectors, acts });
    const edits = {
      "category:kettles": { interest: { kind: "category", value: "kettles" }, strength: 0 },
    } as const;
    const shelf = recommend({ placement: "home", limit: 200 }, { ...context, profile: { ...context.profile, edits } });
    expect(ids(shelf)).not.toContain("mug-1");
    expect(kinds(shelf)).not.toContain("kettle");
  });

  it("leans to what the shopper turned up", () => {
    const acts = [{ itemId: "crib-0" }, { itemId: "drill-0" }];
    const context = sampleContext({ items, vectors, acts });
    const share = (strength: number) => {
      const edits = { "category:tools": { interest: { kind: "category", value: "Tools" }, strength } } as const;
      const shelf = recommend(
        { placement: "home", limit: 200 },
        { ...context, profile: { ...context.profile, edits } },
      );
      return shelf.items.find(({ item }) => item.id === "drill-1")?.score ?? 0;
    };
    expect(share(2)).toBeGreaterThan(share(1));
    expect(share(1)).toBeGreaterThan(share(0.5));
  });

  it("answers by words alone before vectors arrive, and in a language the encoder does not know", () => {
    const acts = [{ itemId: "drill-0" }];
    for (const options of [{ vectors: undefined }, { language: "words" as const }]) {
      const shelf = rank({ placement: "home", limit: 4 }, { acts, ...options });
      expect(shelf.rung).toBe("personal");
      expect(kinds(shelf)).toContain("drill");
      expect(shelf.items.every(({ contributions }) => contributions.text === undefined)).toBe(true);
    }
  });

  it("pages without repeating or leaving out", () => {
    const acts = [{ itemId: "drill-0" }];
    const pages = [0, 5, 10, 15, 20, 25, 30, 35].flatMap((offset) =>
      ids(rank({ placement: "home", limit: 5, offset }, { acts })),
    );
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.length).toBe(items.length);
  });
});

describe("related", () => {
  it("stays near the item on the page, and does not show it", () => {
    const shelf = rank({ placement: "related", item: "crib-2", limit: 4 });
    expect(shelf.rung).toBe("text");
    expect(kinds(shelf)).toEqual(["crib", "crib", "crib", "crib"]);
    expect(ids(shelf)).not.toContain("crib-2");
  });

  it("falls back to words", () => {
    const shelf = rank({ placement: "related", item: "crib-2", limit: 4 }, { vectors: undefined });
    expect(shelf.rung).toBe("words");
    expect(kinds(shelf)).toEqual(["crib", "crib", "crib", "crib"]);
  });

  it("says that it does not know an item", () => {
    expect(rank({ placement: "related", item: "nothing" })).toMatchObject({ items: [], reason: "unknown_item" });
  });
});

describe("recent, again, trending, new", () => {
  const acts: Act[] = [
    { itemId: "crib-0", daysAgo: 5 },
    { itemId: "mug-3", daysAgo: 1 },
    { itemId: "pram-1", name: "purchase", daysAgo: 40 },
    { itemId: "kettle-1", name: "purchase", daysAgo: 40 },
    { itemId: "kettle-1", name: "purchase", daysAgo: 80 },
  ];

  it("lists the latest first", () => {
    expect(ids(rank({ placement: "recent" }, { acts })).slice(0, 2)).toEqual(["mug-3", "crib-0"]);
    expect(rank({ placement: "recent" })).toMatchObject({ items: [], reason: "no_history" });
  });

  it("offers again what is bought again and again", () => {
    const shelf = rank({ placement: "again" }, { acts });
    expect(ids(shelf)).toEqual(["kettle-1", "pram-1"]);
    const { evidence, signal } = shelf.items[0].why[0];
    expect(signal).toBe("habit");
    expect(evidence).toMatchObject({ kind: "due", itemId: "kettle-1" });
    expect(evidence.kind === "due" && evidence.everyDays).toBeCloseTo(40, 3);
    const once = shelf.items[1].why.find((reason) => reason.signal === "habit");
    expect(once?.evidence).toMatchObject({ kind: "event", event: "purchase" });
    expect(rank({ placement: "again" }, { acts: acts.slice(0, 2) }).reason).toBe("no_history");
  });

  it("ranks trends by demand and news by date", () => {
    expect(ids(rank({ placement: "trending", limit: 1 }))).toEqual(["mug-0"]);
    const fresh = rank({ placement: "new", limit: 2 });
    expect(fresh.rung).toBe("new");
    expect(kinds(fresh)).toContain("trowel");
  });

  it("steps down where the feed has no dates, no demand, nothing", () => {
    const undated = items.map(({ availableSince: _, ...item }) => item);
    expect(rank({ placement: "new" }, { items: undated }).rung).toBe("popular");
    const undemanded = items.map(({ popularity: _, ...item }) => item);
    expect(rank({ placement: "trending" }, { items: undemanded }).rung).toBe("new");
    const bare = items.map(({ id, title }) => ({ id, title }));
    expect(rank({ placement: "trending" }, { items: bare }).rung).toBe("feed_order");
  });
});

describe("complement", () => {
  const cart: Act[] = [{ itemId: "mug-0", name: "add_to_cart" }];

  it("goes with what is in the cart, and is no second one of it", () => {
    const shelf = rank({ placement: "complement" }, { acts: cart, vectors });
    expect(shelf.rung).toBe("text");
    expect(kinds(shelf)).not.toContain("mug");
    const basket = shelf.items[0].why.find(({ evidence }) => evidence.kind === "basket");
    expect(basket?.evidence).toEqual({ kind: "basket", itemId: "mug-0", title: "red mug" });
  });

  it("answers by words while there are no vectors, for the basket given or the item on the page", () => {
    const words = { vectors: undefined };
    const shelf = rank({ placement: "complement" }, { acts: cart, ...words });
    expect(shelf.rung).toBe("words");
    expect(new Set(shelf.items.slice(0, 4).map(({ item }) => item.category?.[0]))).toEqual(new Set(["Kitchen"]));
    expect(ids(rank({ placement: "complement", basket: ["mug-0"] }, words))).toEqual(ids(shelf));
    expect(ids(rank({ placement: "complement", item: "mug-0" }, words))).toEqual(ids(shelf));
  });

  it("offers more of a kind where the shop has no other", () => {
    const mugs = items.filter(({ id }) => id.startsWith("mug"));
    const shelf = rank({ placement: "complement", basket: ["mug-0"] }, { items: mugs });
    expect(ids(shelf).sort()).toEqual(["mug-1", "mug-2", "mug-3", "mug-4"]);
  });

  it("says why it is empty", () => {
    expect(rank({ placement: "complement" })).toMatchObject({ items: [], reason: "empty_basket" });
    expect(rank({ placement: "complement", basket: [] })).toMatchObject({ items: [], reason: "empty_basket" });
    expect(rank({ placement: "complement", item: "gone" })).toMatchObject({ items: [], reason: "unknown_item" });
    const basket = "mug-0" as unknown as string[];
    expect(() => rank({ placement: "complement", basket })).toThrow(/basket/);
  });
});

describe("search", () => {
  it("finds by words, mistyped too, even what is owned or refused", () => {
    const acts: Act[] = [{ itemId: "drill-0", name: "not_interested" }];
    expect(ids(rank({ placement: "search", text: "red dril" }, { acts }))[0]).toBe("drill-0");
  });

  it("finds by meaning when the query's vector is there", () => {
    const row = items.findIndex(({ id }) => id === "pram-2");
    const queryVector = Float32Array.from(
      { length: vectors.dimensions },
      (_, d) => vectors.values[row * vectors.dimensions + d] * vectors.scales[row],
    );
    const shelf = rank({ placement: "search", text: "buggy", limit: 3 }, { queryVector });
    expect(shelf.rung).toBe("text");
    expect(ids(shelf)[0]).toBe("pram-2");
    expect(shelf.items[0].why[0]).toMatchObject({ signal: "query", evidence: { kind: "query", text: "buggy" } });
  });

  it("says why it found nothing", () => {
    expect(rank({ placement: "search", text: "  " }).reason).toBe("empty_query");
    expect(rank({ placement: "search", text: "zeppelin" }).reason).toBe("no_match");
  });
});

describe("what cannot be shown", () => {
  it.each<[string, RecommendQuery, SampleOptions, string]>([
    ["no items", { placement: "home" }, { items: [], vectors: undefined }, "no_catalog"],
    ["a filter nothing passes", { placement: "home", filter: { brand: "Nobody" } }, {}, "nothing_matches_filter"],
    ["prices nobody asks", { placement: "home", filter: { minPrice: 1e6 } }, {}, "nothing_matches_filter"],
    [
      "an empty store room",
      { placement: "home" },
      { items: items.map((item) => ({ ...item, availability: "out_of_stock" })) },
      "all_out_of_stock",
    ],
    ["everything excluded", { placement: "home", exclude: items.map(({ id }) => id) }, {}, "all_excluded"],
    ["a page past the end", { placement: "home", offset: 9999 }, {}, "no_match"],
  ])("%s", (_, query, options, reason) => {
    expect(rank(query, options)).toEqual({
      placement: "home",
      collection: "products",
      items: [],
      rung: "none",
      reason,
    });
  });

  it("shows out-of-stock items only when asked", () => {
    const soldOut = items.map((item, row) => (row % 2 ? item : { ...item, availability: "out_of_stock" as const }));
    const without = rank({ placement: "home", limit: 200 }, { items: soldOut });
    expect(without.items.every(({ item }) => item.availability !== "out_of_stock")).toBe(true);
    const all = rank({ placement: "home", limit: 200, filter: { includeOutOfStock: true } }, { items: soldOut });
    expect(all.items.length).toBe(items.length);
  });

  it("filters by any level of the category, by brand and by what is to be paid", () => {
    const sale = items.map((item) => (item.id === "kettle-0" ? { ...item, salePrice: 2 } : item));
    expect(new Set(kinds(rank({ placement: "home", filter: { category: "MUGS" } })))).toEqual(new Set(["mug"]));
    expect(new Set(kinds(rank({ placement: "home", filter: { brand: "steamly" } })))).toEqual(new Set(["kettle"]));
    expect(ids(rank({ placement: "home", filter: { maxPrice: 3 } }, { items: sale }))).toEqual(["kettle-0"]);
  });
});

const odd = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e308, 3, undefined);
const oddItem = fc.record({
  title: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom("", "red mug", "blue mug", "红色杯子", "🎁")),
  brand: fc.constantFrom(undefined, "", "Hearth"),
  category: fc.constantFrom(undefined, [], [""], ["Kitchen", "mugs"], ["Kitchen", "Kitchen"], ["__proto__"]),
  price: odd,
  salePrice: odd,
  popularity: odd,
  availableSince: fc.oneof(odd, fc.constant(NOW + 1e10)),
  availability: fc.constantFrom(undefined, "in_stock" as const, "out_of_stock" as const),
});
const oddShop = fc.record({
  items: fc.array(oddItem, { maxLength: 14 }).map((rows): Item[] => rows.map((item, i) => ({ ...item, id: `i${i}` }))),
  acts: fc.array(
    fc.record({
      itemId: fc.integer({ min: 0, max: 20 }).map((i) => `i${i}`),
      name: fc.constantFrom(
        "view_item" as const,
        "purchase" as const,
        "add_to_cart" as const,
        "not_interested" as const,
      ),
      daysAgo: fc.double({ min: -5, max: 4000, noNaN: true }),
    }),
    { maxLength: 12 },
  ),
  bytes: fc.uint8Array({ minLength: 56, maxLength: 56 }),
  scale: fc.constantFrom(0.01, 0, Number.NaN, Number.POSITIVE_INFINITY),
  present: fc.uint8Array({ minLength: 14, maxLength: 14, max: 1 }),
  dimensions: fc.constantFrom(4, 3, 7, 0),
  queryVector: fc.constantFrom(
    undefined,
    new Float32Array(4).fill(0.5),
    new Float32Array(9),
    new Float32Array([Number.NaN, 0, 0, 0]),
  ),
  language: fc.constantFrom("covered" as const, "words" as const),
});
const oddQuery = fc.record({
  placement: fc.constantFrom<Placement>(
    "home",
    "related",
    "complement",
    "again",
    "recent",
    "trending",
    "new",
    "search",
  ),
  item: fc.constantFrom("i0", "i3", "i99"),
  text: fc.constantFrom("", "red mug", "rde mug", "杯子", "🎁", "a b c d e f"),
  limit: fc.integer({ min: 1, max: 20 }),
  offset: fc.integer({ min: 0, max: 6 }),
  exclude: fc.constantFrom([], ["i1"], ["nobody"]),
});

describe("any shop, any shopper", () => {
  it("gives finite scores that are the sum of their parts, no row twice, or a reason", () => {
    fc.assert(
      fc.property(oddShop, oddQuery, (shop, query) => {
        const table = {
          modelId: "odd",
          dimensions: shop.dimensions,
          values: new Int8Array(shop.bytes.buffer),
          scales: new Float32Array(14).fill(0.01).fill(shop.scale, 0, 3),
          present: shop.present,
        };
        const context = sampleContext({
          items: shop.items,
          acts: shop.acts,
          vectors: table,
          queryVector: shop.queryVector,
          language: shop.language,
        });
        const list = recommend(query, context);
        expect(recommend(query, context)).toEqual(list);
        expect(list.items.length === 0).toBe(list.reason !== undefined);
        expect(list.items.length).toBeLessThanOrEqual(query.limit);
        expect(new Set(ids(list)).size).toBe(list.items.length);
        for (const { item, score, contributions, why } of list.items) {
          expect(Number.isFinite(score)).toBe(true);
          expect(Object.values(contributions).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
          expect(why.length).toBeGreaterThan(0);
          expect(item.availability).not.toBe("out_of_stock");
        }
      }),
      { numRuns: 600 },
    );
  });

  it("refuses queries it cannot understand", () => {
    expect(() => rank({ placement: "home", limit: 1e9 })).toThrow(AisleError);
  });

  it("ignores vectors that do not fit the catalogue", () => {
    const short = { ...vectors, present: vectors.present.slice(0, 5) };
    expect(rank({ placement: "related", item: "mug-0" }, { vectors: short }).rung).toBe("words");
  });
});

describe("a large catalogue", () => {
  const many = Array.from(
    { length: 5000 },
    (_, i): Item => ({
      ...items[i % items.length],
      id: `large-${i}`,
      title: `${items[i % items.length].title} model ${i}`,
      popularity: (i * 7919) % 1000,
    }),
  );

  it("chooses candidates that include the best", () => {
    const acts = [{ itemId: "large-15" }, { itemId: "large-16" }];
    const context = sampleContext({ items: many, acts, vectors: sampleVectors(many) });
    const list = recommend({ placement: "home", limit: 10 }, context);
    expect(list.items.every(({ item }) => item.category?.[0] === "Tools")).toBe(true);
  });

  it("fills a deep page", () => {
    const context = sampleContext({ items: many });
    expect(recommend({ placement: "home", limit: 200, offset: 4700 }, context).items.length).toBe(200);
  });
});
