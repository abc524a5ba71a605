import { describe, expect, it } from "vitest";
import { shapeOf } from "../../demo/simulate/shape";
import { LINES_UNIT, TARGETS } from "../../demo/simulate/targets";
import { readOnlineRetail } from "../replay/readOnlineRetail";

const shared = process.env.AISLE_SHARED;

describe.skipIf(!shared)("the simulation's targets", () => {
  it("are the shape of Online Retail", () => {
    const orders = new Map<string, { shopper: string; at: number; items: string[] }>();
    for (const { invoice, customer, at, itemId } of readOnlineRetail(shared as string)) {
      const order = orders.get(invoice);
      if (order) order.items.push(itemId);
      else orders.set(invoice, { shopper: customer, at, items: [itemId] });
    }
    const shape = shapeOf([...orders.values()]);
    const inFives = shapeOf(
      [...orders.values()].map((order) => ({
        ...order,
        items: Array.from({ length: Math.ceil(new Set(order.items).size / LINES_UNIT) }, (_, i) => i),
      })),
    );
    expect(orders.size).toBe(18_405);
    const found = flat({ ...shape, lines: inFives.lines });
    const wanted = flat(TARGETS);
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    for (const [name, value] of Object.entries(wanted)) expect(found[name], name).toBeCloseTo(value, value < 1 ? 3 : 1);
  });
});

function flat(value: object, path = ""): Record<string, number> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "object" ? Object.entries(flat(inner, `${path}${key}.`)) : [[`${path}${key}`, inner]],
    ),
  );
}
