import { describe, expect, it } from "vitest";
import { readPopularity, writePopularity } from "../../format/behaviour/popularity";
import { decayedOrders } from "./decayedOrders";

const DAY_MS = 86_400_000;
const asOf = 1_000 * DAY_MS;
const options = { items: 3, asOf, halfLifeDays: 30, catalogDigest: new Uint8Array(16) };

describe("decayedOrders", () => {
  it("halves an order with each half-life, and never looks ahead", () => {
    const orders = [
      { row: 0, at: asOf },
      { row: 0, at: asOf - 30 * DAY_MS },
      { row: 1, at: asOf - 60 * DAY_MS },
      { row: 2, at: asOf + 1 },
      { row: 9, at: asOf },
      { row: -1, at: asOf },
    ];
    expect([...decayedOrders(orders, options).orders]).toEqual([1.5, 0.25, 0]);
  });

  it("gives what the file takes, for no orders too", () => {
    const popularity = decayedOrders([{ row: 1, at: asOf - DAY_MS }], options);
    expect(readPopularity(writePopularity(popularity))).toEqual(popularity);
    expect([...decayedOrders([], options).orders]).toEqual([0, 0, 0]);
  });
});
