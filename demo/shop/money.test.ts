import { describe, expect, it } from "vitest";
import { isReduced, money, unitPrice } from "./money";

describe("money", () => {
  it("speaks the shopper's locale", () => {
    expect(money(12, "USD", "en")).toBe("$12.00");
    expect(money(12, "EUR", "de")).toMatch(/^12,00\s€$/);
    expect(money(1200, "JPY", "en")).toBe("¥1,200");
  });
  it("shows the amount alone without a usable currency", () => {
    expect(money(12, undefined, "en")).toBe("12.00");
    expect(money(12, "dollars", "en")).toBe("12.00");
  });
});

describe("unitPrice", () => {
  it("takes a sale price only when it is one", () => {
    expect(unitPrice({ price: 10, salePrice: 8 })).toBe(8);
    expect(unitPrice({ price: 8, salePrice: 10 })).toBe(8);
    expect(isReduced({ price: 8, salePrice: 8 })).toBe(false);
    expect(unitPrice({ salePrice: 3 })).toBe(3);
    expect(unitPrice({})).toBeUndefined();
  });
});
