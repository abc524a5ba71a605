import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS } from "../../profile/decay";
import { recommend } from "../../ranking/recommend";
import { type Act, NOW, sampleContext } from "../../ranking/sampleContext";
import type { ConsentState, ExperimentsData, RecommendQuery, ReportsData, Shelf } from "../../types";
import { openStore } from "../store/openStore";
import { createTrials, type TrialsOptions } from "./createTrials";

const EXPERIMENTS: ExperimentsData = {
  kind: "aisle-experiments",
  schemaVersion: 1,
  experiments: [
    {
      id: "home-or-popular",
      placements: ["home"],
      arms: [
        { id: "personal", share: 50 },
        { id: "popular", share: 50, shelves: "popular" },
      ],
    },
    {
      id: "none-at-all",
      placements: ["related"],
      arms: [
        { id: "shelf", share: 1 },
        { id: "none", share: 99, shelves: "none" },
      ],
    },
  ],
};
const PLAN: ReportsData = {
  kind: "aisle-reports",
  schemaVersion: 1,
  url: "https://shop.example/reports",
  p: 0.75,
  q: 0.25,
  budget: { epsilon: 3, days: 30 },
  questions: [
    {
      id: "home-7d",
      experiment: "home-or-popular",
      outcome: "returned7",
      buckets: ["personal/no", "personal/yes", "popular/no", "popular/yes"],
    },
    {
      id: "home-bought",
      experiment: "home-or-popular",
      outcome: "purchased",
      buckets: ["personal/no", "personal/yes", "popular/no", "popular/yes"],
    },
  ],
};

async function open(options: Partial<TrialsOptions> = {}) {
  const world = { now: NOW, consent: "persistent" as ConsentState, draw: 0.9, status: 204 };
  const store = await openStore({ namespace: "trials", scope: { kind: "memory" }, now: () => world.now });
  const degraded: string[] = [];
  const posted: string[] = [];
  const start = () =>
    createTrials({
      namespace: "trials",
      store: () => store,
      consent: () => world.consent,
      now: () => world.now,
      randomBytes: (bytes) => new Uint8Array(bytes).fill(Math.floor(world.draw * 256)),
      post: async (_url, body) => {
        posted.push(body);
        if (world.status === 0) throw new TypeError("no network");
        return world.status;
      },
      onReported: () => {},
      onDegraded: ({ code }) => void degraded.push(code),
      ...options,
    });
  let trials = start();
  let shelves = 0;
  return {
    world,
    store,
    degraded,
    posted,
    get trials() {
      return trials;
    },
    reload() {
      trials = start();
    },
    async shelf(
      query: RecommendQuery,
      acts: readonly Act[] = [{ name: "view_item", itemId: "drill-1" }],
    ): Promise<Shelf> {
      const trial = await trials.of(query);
      const context = trial.context(sampleContext({ acts }));
      const shelf = { ...trial.finish(recommend(trial.query, context)), id: `s${++shelves}`, at: world.now };
      trials.remember(shelf);
      return shelf;
    },
    see: (shelf: Shelf) =>
      trials.recorded([
        {
          id: shelf.id,
          name: "view_item_list",
          at: world.now,
          collection: "products",
          purpose: "products",
          impression: true,
          recommendationId: shelf.id,
        },
      ]),
  };
}
const ids = ({ items }: Shelf) => items.map(({ item }) => item.id);

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("experiments", () => {
  it("give this browser one arm that stays, and count from the first shelf that was seen", async () => {
    const shop = await open({ experiments: EXPERIMENTS });
    const first = await shop.shelf({ placement: "home" });
    expect(first.experiment).toEqual({ id: "home-or-popular", arm: "popular" });
    expect(first.placement).toBe("home");
    expect((await shop.trials.status()).experiments?.[0]).toMatchObject({ arm: "popular", seenAt: undefined });
    shop.world.draw = 0.1;
    shop.reload();
    const again = await shop.shelf({ placement: "home" });
    expect(again.experiment?.arm).toBe("popular");
    await shop.see(again);
    shop.world.now += 2 * DAY_MS;
    await shop.see(again);
    const [status] = (await shop.trials.status()).experiments ?? [];
    expect(status).toMatchObject({ id: "home-or-popular", running: true, arm: "popular", seenAt: NOW });
    expect(status.outcomes).toMatchObject({ returned1: false, returned7: undefined, purchased: false });
  });

  it("show an arm of popular shelves the same whoever looks, but never what they said no to", async () => {
    const shop = await open({ experiments: EXPERIMENTS });
    const [kitchen, tools]: readonly (readonly Act[])[] = [
      [
        { name: "view_item", itemId: "mug-1" },
        { name: "view_item", itemId: "teapot-2" },
      ],
      [{ name: "view_item", itemId: "drill-1" }],
    ];
    const shelf = await shop.shelf({ placement: "home" }, kitchen);
    expect(ids(shelf)).toEqual(ids(await shop.shelf({ placement: "home" }, tools)));
    const [{ item }] = shelf.items;
    expect(ids(await shop.shelf({ placement: "home" }, [{ name: "not_interested", itemId: item.id }]))).not.toContain(
      item.id,
    );
    shop.world.draw = 0.1;
    await shop.store.erase("behaviour");
    const personal = await shop.shelf({ placement: "home" }, kitchen);
    expect(personal.experiment?.arm).toBe("personal");
    expect(ids(personal)).not.toEqual(ids(await shop.shelf({ placement: "home" }, tools)));
  });

  it("count every arm from when its shelf was asked for where one of them has none", async () => {
    const shop = await open({ experiments: EXPERIMENTS });
    const shelf = await shop.shelf({ placement: "related", item: "mug-1" });
    expect(shelf).toMatchObject({ items: [], reason: "holdout", experiment: { arm: "none" } });
    expect((await shop.trials.status()).experiments?.[1]).toMatchObject({ arm: "none", seenAt: NOW });
  });

  it("leave out whoever has not said yes, and keep nothing of them", async () => {
    const shop = await open({
      experiments: EXPERIMENTS,
      exploration: { trending: { policy: { kind: "softmax", temperature: 1 } } },
    });
    for (const consent of ["pending", "off"] as const) {
      shop.world.consent = consent;
      const shelf = await shop.shelf({ placement: "home" });
      await shop.shelf({ placement: "trending" });
      expect(shelf.experiment).toBeUndefined();
      await shop.see(shelf);
      expect(await shop.store.readPersonal("experiments")).toBeUndefined();
      expect(await shop.store.readPersonal("exploration")).toBeUndefined();
    }
  });

  it("note nothing of a shelf from before all was erased", async () => {
    const shop = await open({ experiments: EXPERIMENTS });
    const shelf = await shop.shelf({ placement: "home" });
    await shop.store.erase("behaviour");
    await shop.see(shelf);
    expect(await shop.store.readPersonal("experiments")).toBeUndefined();
  });

  it("turn rules, exploration and offsets off by arm", async () => {
    const arm = { id: "plain", share: 99, rules: "off", exploration: "off", fairness: "off" };
    const shop = await open({
      experiments: { ...EXPERIMENTS, experiments: [{ id: "e", arms: [{ id: "all", share: 1 }, arm] }] },
      exploration: { trending: { policy: { kind: "epsilon-greedy", epsilon: 1 }, places: 1, width: 1, budget: 1 } },
      fairness: { kind: "aisle-fairness", schemaVersion: 1, bound: 0.5, brand: { dreamling: 0.5 } },
    });
    const plain = await shop.trials.of({ placement: "trending" });
    expect(plain.query.rules).toBe("off");
    const shelf = await shop.shelf({ placement: "trending" });
    expect(shelf.items.every(({ propensity, contributions }) => propensity === 1 && !contributions.fairness)).toBe(
      true,
    );
    shop.world.draw = 0;
    await shop.store.erase("behaviour");
    const all = await shop.shelf({ placement: "trending", limit: 40 });
    expect(all.items.some(({ contributions }) => (contributions.fairness ?? 0) > 0)).toBe(true);
    expect((await shop.shelf({ placement: "trending" })).items.some(({ propensity }) => propensity < 1)).toBe(true);
  });
});

describe("exploration", () => {
  const exploration = {
    trending: { policy: { kind: "softmax", temperature: 0.2 }, places: 0.5, width: 0.5, budget: 0.2 },
  } as const;

  it("shows the same within a visit, on the next page too, and draws anew after it", async () => {
    const shop = await open({ exploration });
    const first = ids(await shop.shelf({ placement: "trending" }));
    shop.reload();
    shop.world.draw = 0.3;
    shop.world.now += 20 * 60_000;
    expect(ids(await shop.shelf({ placement: "trending" }))).toEqual(first);
    shop.world.now += 20 * 60_000;
    expect(ids(await shop.shelf({ placement: "trending" }))).toEqual(first);
    const later = new Set<string>();
    for (const draw of [0.3, 0.4, 0.5, 0.6, 0.7]) {
      shop.world.draw = draw;
      shop.world.now += 31 * 60_000;
      later.add(ids(await shop.shelf({ placement: "trending" })).join());
    }
    expect(later.size).toBeGreaterThan(2);
  });

  it("says what each place was drawn from, by ids", async () => {
    const shop = await open({ exploration });
    const { items } = await shop.shelf({ placement: "trending" });
    const drawn = items.filter(({ explored }) => explored);
    expect(drawn.length).toBe(4);
    for (const { item, score, propensity, explored } of drawn) {
      expect(explored?.pool).toContainEqual({ id: item.id, score, propensity });
    }
    const off = await shop.shelf({ placement: "trending", exploration: "off" });
    expect(off.items.some(({ explored }) => explored)).toBe(false);
  });

  it("is told, and left, where its options make no sense", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (junk) => {
        const shop = await open({ exploration: { trending: junk } as never });
        const { items } = await shop.shelf({ placement: "trending" });
        expect(items.length).toBe(8);
        expect(shop.degraded).toEqual(["OPTIONS_INVALID"]);
      }),
      { numRuns: 30 },
    );
  });
});

describe("files", () => {
  it("are fetched once; one that cannot be had or used is told once, and shelves stand without it", async () => {
    const fetched = vi.fn(async () => new Response(JSON.stringify(EXPERIMENTS)));
    vi.stubGlobal("fetch", fetched);
    const shop = await open({ experiments: "https://shop.example/experiments.json" });
    await shop.shelf({ placement: "home" });
    expect((await shop.shelf({ placement: "home" })).experiment?.arm).toBe("popular");
    expect(fetched).toHaveBeenCalledTimes(1);

    const answers = [
      () => new Response("", { status: 404 }),
      () => Promise.reject(new TypeError("no network")),
      () => new Response("<!doctype html>"),
      () => new Response(`"${"x".repeat(2_000_000)}"`),
      () => new Response(JSON.stringify({ ...EXPERIMENTS, experiments: [{ id: "one-arm", arms: [] }] })),
    ];
    const codes: string[] = [];
    for (const answer of answers) {
      fetched.mockImplementationOnce(async () => answer());
      const other = await open({ experiments: "https://shop.example/experiments.json" });
      expect((await other.shelf({ placement: "home" })).items.length).toBe(8);
      await other.shelf({ placement: "home" });
      codes.push(...other.degraded);
    }
    expect(codes).toEqual([
      "ASSET_UNREACHABLE",
      "ASSET_UNREACHABLE",
      "ASSET_CORRUPT",
      "ASSET_CORRUPT",
      "EXPERIMENTS_INVALID",
    ]);
  });
});

describe("reports", () => {
  const options = { experiments: EXPERIMENTS, reports: PLAN };
  const states = async ({ trials }: Awaited<ReturnType<typeof open>>) =>
    (await trials.status()).reports?.questions.map(({ state }) => state);
  async function exposed(partial: Partial<TrialsOptions> = {}) {
    const shop = await open({ ...options, ...partial });
    await shop.see(await shop.shelf({ placement: "home" }));
    return shop;
  }

  it("send nothing until shop and shopper have agreed, the days are over, and it is kept on this device", async () => {
    const shop = await exposed();
    expect(await states(shop)).toEqual(["off", "off"]);
    shop.world.now += 8 * DAY_MS;
    await shop.trials.report();
    shop.world.consent = "session";
    await shop.trials.agree(true);
    await shop.trials.report();
    expect(shop.posted).toEqual([]);
    expect(await states(shop)).toEqual(["off", "off"]);

    shop.world.consent = "persistent";
    shop.world.now = NOW + DAY_MS;
    await shop.trials.report();
    expect(await states(shop)).toEqual(["early", "early"]);
    expect((await shop.trials.status()).reports?.questions[0].dueAt).toBe(NOW + 7 * DAY_MS);
    expect(shop.posted).toEqual([]);
    const plan = await open({ experiments: EXPERIMENTS });
    await plan.trials.agree(true);
    expect((await plan.trials.status()).reports).toBeUndefined();
  });

  it("answer once, with the fields that the receiver takes and no others, and never beyond the budget", async () => {
    const shop = await exposed();
    shop.world.now += 40 * DAY_MS;
    await shop.trials.agree(true);
    await vi.waitFor(async () => expect(await states(shop)).toEqual(["sent", "budget"]));
    for (let i = 0; i < 3; i++) await shop.trials.report();
    expect(shop.posted.length).toBe(1);
    const body = JSON.parse(shop.posted[0]);
    expect(Object.keys(body).sort()).toEqual(["bits", "nonce", "question", "schemaVersion"]);
    expect(body).toMatchObject({ schemaVersion: 1, question: "home-7d", bits: expect.stringMatching(/^[01]{4}$/) });
    expect(body.nonce).toMatch(/^[0-9a-f]{32}$/);
    const { budget, epsilon, questions } = (await shop.trials.status()).reports ?? {};
    expect(questions?.[0].body).toBe(shop.posted[0]);
    expect(epsilon).toBeCloseTo(Math.log(9), 9);
    expect(budget?.spent).toBeCloseTo(Math.log(9), 9);
    // The first answer has left the window.
    shop.world.now += 31 * DAY_MS;
    await shop.trials.report();
    expect(await states(shop)).toEqual(["sent", "sent"]);
  });

  it("send an undelivered answer again as it is, and no more once the shopper has withdrawn", async () => {
    const shop = await exposed();
    shop.world.now += 8 * DAY_MS;
    shop.world.status = 0;
    await shop.trials.agree(true);
    await vi.waitFor(() => expect(shop.posted.length).toBe(1));
    shop.world.status = 503;
    await shop.trials.report();
    expect(await states(shop)).toEqual(["waiting", "early"]);
    await shop.trials.agree(false);
    await shop.trials.report();
    expect(shop.posted.length).toBe(2);
    expect(await states(shop)).toEqual(["off", "off"]);
    await shop.trials.agree(true);
    // It had arrived, and only the word of it was lost.
    shop.world.status = 409;
    await shop.trials.report();
    expect(new Set(shop.posted).size).toBe(1);
    expect(await states(shop)).toEqual(["sent", "early"]);
    shop.world.status = 204;
    const count = shop.posted.length;
    await shop.trials.report();
    expect(shop.posted.length).toBe(count);
  });

  it("give up what the server will not take, and answer nothing from a ledger that cannot be read", async () => {
    const shop = await exposed();
    shop.world.now += 8 * DAY_MS;
    shop.world.status = 404;
    await shop.trials.agree(true);
    await vi.waitFor(async () => expect((await states(shop))?.[0]).toBe("refused"));

    const other = await exposed();
    other.world.now += 8 * DAY_MS;
    await other.store.writePersonal("reports", { agreed: true, ledger: "torn" });
    await other.trials.report();
    expect(other.posted).toEqual([]);
    expect((await states(other))?.[0]).toBe("budget");
  });
});
