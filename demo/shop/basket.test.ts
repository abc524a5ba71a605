import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BasketLine, createBasket, MAX_QUANTITY, readLines } from "./basket";

function memoryBasket() {
  let value: readonly BasketLine[] | undefined;
  return createBasket("", {
    get: () => value,
    set: (next) => {
      value = next;
    },
  });
}

describe("basket", () => {
  it("adds, changes and removes", () => {
    const basket = memoryBasket();
    basket.add("mug", 1);
    basket.add("tea", 2);
    basket.add("mug", 1);
    expect(basket.lines()).toEqual([
      { id: "mug", quantity: 2 },
      { id: "tea", quantity: 2 },
    ]);
    basket.set("mug", 0);
    expect(basket.count()).toBe(2);
    basket.clear();
    expect(basket.lines()).toEqual([]);
  });

  it("keeps quantities between 1 and the most, whatever is asked", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.double())), (steps) => {
        const basket = memoryBasket();
        for (const [id, quantity] of steps) basket.add(id, quantity);
        for (const { quantity } of basket.lines()) {
          expect(quantity).toBeGreaterThanOrEqual(1);
          expect(quantity).toBeLessThanOrEqual(MAX_QUANTITY);
        }
      }),
    );
  });

  it("keeps the good lines of a damaged storage value", () => {
    expect(readLines([{ id: "a", quantity: 2 }, { id: 3 }, null, { id: "b", quantity: Number.NaN }])).toEqual([
      { id: "a", quantity: 2 },
    ]);
    expect(readLines("x")).toBeUndefined();
  });
});
