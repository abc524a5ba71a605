import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../profile/decay";
import { type Bid, secondPriceAuction } from "./auction";
import { clickRate } from "./clickRate";
import { type Claim, claimId, nextClaim } from "./frequencyCap";
import { OVERSPEND_TOLERANCE, participates, participationFor } from "./participation";

const amount = fc.double({ min: 0.01, max: 50, noNaN: true });
const rate = fc.double({ min: 0.0005, max: 0.5, noNaN: true });
const bids = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1, maxLength: 8 }), bid: amount, clickRate: rate }),
  {
    minLength: 1,
    maxLength: 12,
    selector: ({ id }) => id,
  },
);
const options = fc.record({
  places: fc.integer({ min: 1, max: 4 }),
  reserve: fc.double({ min: 0, max: 20, noNaN: true }),
});

describe("secondPriceAuction", () => {
  it("lets the second price decide", () => {
    const awards = secondPriceAuction(
      [
        { id: "a", bid: 2, clickRate: 0.02 },
        { id: "b", bid: 1, clickRate: 0.03 },
        { id: "c", bid: 0.1, clickRate: 0.5 },
      ],
      { places: 1, reserve: 0.2 },
    );
    expect(awards).toEqual([{ id: "a", bid: 2, clickRate: 0.02, rank: 0.04, price: 1.5 }]);
  });

  it("charges the reserve where nobody else bids, and shows nobody below it", () => {
    const alone = [{ id: "a", bid: 2, clickRate: 0.02 }];
    expect(secondPriceAuction(alone, { places: 2, reserve: 0.5 })[0].price).toBe(0.5);
    expect(secondPriceAuction(alone, { places: 2, reserve: 2.01 })).toEqual([]);
  });

  it("passes over bids and rates that are none: 0, NaN, negative, infinite", () => {
    const junk = [0, Number.NaN, -1, Number.POSITIVE_INFINITY];
    const entries = [
      ...junk.map((bid, i) => ({ id: `b${i}`, bid, clickRate: 0.1 })),
      ...junk.map((clickRate, i) => ({ id: `c${i}`, bid: 1, clickRate })),
    ];
    expect(secondPriceAuction(entries, { places: 3, reserve: 0 })).toEqual([]);
  });

  it("is individually rational, never below the reserve, and efficient", () => {
    fc.assert(
      fc.property(bids, options, (some, settings) => {
        const awards = secondPriceAuction(some, settings);
        const shown = new Set(awards.map(({ id }) => id));
        for (const { price, bid } of awards) {
          expect(price).toBeLessThanOrEqual(bid);
          expect(price).toBeGreaterThanOrEqual(settings.reserve);
        }
        const worst = Math.min(...awards.map(({ rank }) => rank));
        for (const { id, bid, clickRate: p } of some) {
          if (!shown.has(id) && bid >= settings.reserve) expect(bid * p).toBeLessThanOrEqual(worst);
        }
      }),
    );
  });

  it("is truthful: no other bid earns a campaign more than its true value", () => {
    fc.assert(
      fc.property(bids, options, amount, fc.nat(), (some, settings, lie, which) => {
        const i = which % some.length;
        const truth = some[i];
        const gain = (bid: number) => {
          const entries: Bid[] = some.map((entry, j) => (j === i ? { ...entry, bid } : entry));
          const won = secondPriceAuction(entries, settings).find(({ id }) => id === truth.id);
          return won ? won.clickRate * (truth.bid - won.price) : 0;
        };
        expect(gain(lie)).toBeLessThanOrEqual(gain(truth.bid) + 1e-12);
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives the same places whatever the order of the bids", () => {
    fc.assert(
      fc.property(bids, options, (some, settings) => {
        expect(secondPriceAuction(some.toReversed(), settings)).toEqual(secondPriceAuction(some, settings));
      }),
    );
  });
});

describe("clickRate", () => {
  it("stays a probability, and within four times of what is published", () => {
    fc.assert(
      fc.property(rate, fc.double(), (published, suits) => {
        const predicted = clickRate(published, suits);
        expect(predicted).toBeGreaterThanOrEqual(published / 4);
        expect(predicted).toBeLessThanOrEqual(Math.min(0.99, published * 4));
      }),
    );
  });
});

describe("frequency caps", () => {
  const cap = { impressions: 3, days: 1 };
  const now = 100 * DAY_MS;

  /** Tabs that share a store in which an id can be written once, and read it whenever they like. */
  function browse(steps: readonly { readonly tab: number; readonly act: "read" | "write"; readonly at: number }[]) {
    const store = new Map<string, Claim>();
    const seen = new Map<number, { id: string | undefined; at: number }>();
    for (const { tab, act, at } of steps) {
      if (act === "read") seen.set(tab, { id: nextClaim("c", [...store.values()], { cap, now: at }), at });
      const planned = seen.get(tab);
      if (act !== "write" || planned?.id === undefined) continue;
      seen.delete(tab);
      if (!store.has(planned.id)) store.set(planned.id, { id: planned.id, at: planned.at });
    }
    return [...store.values()];
  }

  it("are exact in every rolling window, however the steps of four tabs interleave", () => {
    const step = fc.record({
      tab: fc.integer({ min: 0, max: 3 }),
      act: fc.constantFrom("read" as const, "write" as const),
      wait: fc.integer({ min: 0, max: DAY_MS / 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let at = now;
        const granted = browse(
          steps.map((one) => {
            at += one.wait;
            return { ...one, at };
          }),
        );
        for (const { at: end } of granted) {
          const within = granted.filter((claim) => claim.at > end - DAY_MS && claim.at <= end).length;
          expect(within).toBeLessThanOrEqual(cap.impressions);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("grant again once the window has moved on", () => {
    const claims = [1, 2, 3].map((n) => ({ id: claimId("c", n), at: now }));
    expect(nextClaim("c", claims, { cap, now: now + DAY_MS - 1 })).toBeUndefined();
    expect(nextClaim("c", claims, { cap, now: now + DAY_MS })).toBe("ad:c:4");
  });

  it("grant nothing more when the clock jumps back, and go on numbering when it jumps ahead", () => {
    const claims = [1, 2, 3].map((n) => ({ id: claimId("c", n), at: now }));
    expect(nextClaim("c", claims, { cap, now: now - 400 * DAY_MS })).toBeUndefined();
    expect(nextClaim("c", claims, { cap, now: now + 400 * DAY_MS })).toBe("ad:c:4");
  });

  it("are absent where a campaign has none", () => {
    const claims = Array.from({ length: 50 }, (_, n) => ({ id: claimId("c", n + 1), at: now }));
    expect(nextClaim("c", claims, { cap: undefined, now })).toBe("ad:c:51");
  });
});

describe("pacing by participation", () => {
  it("is sticky for a day, near its share, and independent between campaigns", () => {
    const now = 20_000 * DAY_MS + 5;
    const shares = { both: 0, one: 0, other: 0 };
    for (let secret = 0; secret < 10_000; secret++) {
      const options = { participation: 0.3, secret: secret * 7919, now };
      const one = participates("one", options);
      expect(participates("one", { ...options, now: now + DAY_MS / 2 })).toBe(one);
      const other = participates("other", options);
      shares.one += Number(one);
      shares.other += Number(other);
      shares.both += Number(one && other);
    }
    expect(Math.abs(shares.one - 3_000)).toBeLessThan(200);
    expect(Math.abs(shares.other - 3_000)).toBeLessThan(200);
    expect(Math.abs(shares.both - 900)).toBeLessThan(130);
  });

  it("knows none and all", () => {
    for (let secret = 0; secret < 100; secret++) {
      expect(participates("c", { participation: 0, secret, now: 0 })).toBe(false);
      expect(participates("c", { participation: 1, secret, now: 0 })).toBe(true);
    }
  });

  it("never spends more than five percent over in 10,000 browsers, whatever a browser spends, and uses the budget", () => {
    const random = mulberry(11);
    const kinds: Record<string, () => number> = {
      "one click at the same price": () => (random() < 0.04 ? 0.5 : 0),
      "several clicks": () => Math.floor(random() * 4) * 0.3,
      "few who click much": () => (random() < 0.01 ? 6 * random() : 0.02 * random()),
    };
    for (const [name, spend] of Object.entries(kinds)) {
      const sample = Array.from({ length: 20_000 }, spend);
      const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
      const deviation = Math.sqrt(sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sample.length);
      const budget = 0.6 * 10_000 * mean;
      const participation = participationFor({ budget, browsers: 10_000, mean, deviation });
      let total = 0;
      const days = 40;
      for (let day = 0; day < days; day++) {
        let spent = 0;
        for (let browser = 0; browser < 10_000; browser++) {
          const secret = (browser * 2_654_435_761) >>> 0;
          if (participates(name, { participation, secret, now: day * DAY_MS })) spent += spend();
        }
        expect(spent, name).toBeLessThan(budget * (1 + OVERSPEND_TOLERANCE));
        total += spent;
      }
      expect(total / days, name).toBeGreaterThan(budget * 0.7);
    }
  });

  it("publishes nothing it cannot hold", () => {
    expect(participationFor({ budget: 0, browsers: 100, mean: 1, deviation: 1 })).toBe(0);
    expect(participationFor({ budget: 100, browsers: 10, mean: 1, deviation: 0 })).toBe(1);
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 100_000 }), amount, amount, (budget, browsers, mean, deviation) => {
        const p = participationFor({ budget, browsers, mean, deviation });
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(Math.min(1, budget / (browsers * mean)) + 1e-12);
      }),
    );
  });
});

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
