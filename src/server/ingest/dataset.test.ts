import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareUtf8, datasetOf, EVENT_KINDS, NO_ORDER } from "./dataset";

const item = (id: string) => ({ id, title: `Item ${id}` });

describe("datasetOf", () => {
  const data = datasetOf(
    [item("b"), item("a"), item("c")],
    [
      { user: "zoe", item: "a", at: 20, order: "2", quantity: 3, price: 1.5 },
      { user: "ann", item: "c", at: 30, kind: "view_item" },
      { user: "zoe", item: "b", at: 10, order: "1" },
      { item: "b", at: 5, order: "9" },
      { item: "a", at: 5, order: "9" },
      { user: "ann", item: "gone", at: 40 },
      { user: "zoe", item: "c", at: 20, order: "2" },
    ],
  );

  it("sorts items by id and events by shopper and time, ties as given", () => {
    expect(data.items.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect([...data.events.user]).toEqual([0, 1, 1, 1, 2, 2]);
    expect([...data.events.item]).toEqual([2, 1, 0, 2, 1, 0]);
    expect([...data.events.at]).toEqual([30, 10, 20, 20, 5, 5]);
    expect([...data.userStarts]).toEqual([0, 1, 4, 6]);
  });

  it("numbers orders as they appear, and puts orders without a shopper last", () => {
    expect([...data.events.order]).toEqual([NO_ORDER, 0, 1, 1, 2, 2]);
    expect([data.users, data.knownUsers, data.orders]).toEqual([3, 2, 3]);
  });

  it("leaves unknown values at their defaults", () => {
    expect([...data.events.quantity]).toEqual([1, 1, 3, 1, 1, 1]);
    expect(data.events.price[2]).toBe(1.5);
    expect(data.events.price[0]).toBeNaN();
    expect(data.events.rating).toBeUndefined();
    expect(EVENT_KINDS[data.events.kind[0]]).toBe("view_item");
  });

  it("is the same however the catalogue is sorted", () => {
    const rows = [{ user: "u", item: "b", at: 1 }];
    expect(datasetOf([item("a"), item("b")], rows)).toEqual(datasetOf([item("b"), item("a")], rows));
  });

  it("holds nothing when there is nothing", () => {
    const empty = datasetOf([], []);
    expect([empty.users, empty.orders, empty.events.length, [...empty.userStarts]]).toEqual([0, 0, 0, [0]]);
  });
});

describe("compareUtf8", () => {
  it("orders as the bytes do", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});
