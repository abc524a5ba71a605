import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../src/profile/decay";
import { discover, profileOf, rank } from "./rankCustomers";
import { type OrderLine, readOnlineRetail } from "./readOnlineRetail";
import { testCustomers } from "./replay";
import { splitAt } from "./splitAt";
import { validationCustomers } from "./tune";

const START = Date.UTC(2011, 0, 1);
const shared = process.env.AISLE_SHARED;

function line(day: number, customer: string, itemId: string, invoice = `${customer}-${day}`): OrderLine {
  const at = START + day * DAY_MS;
  return { invoice, itemId, title: `title of ${itemId}`, quantity: 1, price: 2, at, customer };
}

/** Five customers buy `a` and `b` on day 0 to 4, each `c` on day 50; then the first returns. */
const LINES = [
  ...[0, 1, 2, 3, 4].flatMap((i) => [line(i, `c${i}`, "a"), line(i, `c${i}`, "b"), line(50 + i, `c${i}`, "c")]),
  line(51, "c0", "rare"),
  line(100, "c0", "a"),
  line(100, "c0", "d"),
  line(120, "c0", "b"),
];

describe("splitAt", () => {
  const split = splitAt(LINES, START + 60 * DAY_MS);
  const ids = split.catalog.items.map(({ id }) => id);

  it("knows of items what was known then", () => {
    expect(ids).toEqual(["a", "b", "c"]);
    expect(split.catalog.items.map(({ popularity }) => popularity)).toEqual([0, 0, 5]);
    expect(split.catalog.items.map(({ availableSince }) => availableSince)).toEqual([
      undefined,
      undefined,
      START + 50 * DAY_MS,
    ]);
  });

  it("asks for the first later basket of those who return", () => {
    expect(split.customers.map(({ id }) => id)).toEqual(["c0"]);
    const [customer] = split.customers;
    expect([...customer.target].map((row) => ids[row])).toEqual(["a"]);
    expect(customer.discoveries.size).toBe(0);
    expect(customer.history.every(({ at }) => at < split.at)).toBe(true);
  });
});

describe.skipIf(!shared)("Online Retail", () => {
  const lines = shared ? readOnlineRetail(shared) : [];
  const test = splitAt(lines, Date.UTC(2011, 9, 1));

  it("is the protocol's data", () => {
    expect(test.catalog.items.length).toBe(2950);
    expect(test.customers.length).toBe(1835);
  });

  it("keeps the test's customers out of what weights are chosen on", () => {
    const tested = testCustomers(test);
    const validation = splitAt(lines, Date.UTC(2011, 8, 1));
    const ids = new Set(tested.map(({ id }) => id));
    expect(tested.length).toBe(200);
    expect(validationCustomers(validation, tested).some(({ id }) => ids.has(id))).toBe(false);
  });

  it("ranks with the shipped fold and ranking, discoveries only", () => {
    const [customer] = testCustomers(test);
    const profile = profileOf(customer, test);
    const rows = discover(customer, profile, { split: test });
    expect(rows.length).toBe(10);
    expect(rows.some((row) => customer.owned.has(row))).toBe(false);
    const again = rank({ placement: "again", limit: 10 }, profile, { split: test });
    expect(again.every((row) => customer.owned.has(row))).toBe(true);
  });
});
