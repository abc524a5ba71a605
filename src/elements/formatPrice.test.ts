import { describe, expect, it } from "vitest";
import { formatPrice } from "./formatPrice";

describe("formatPrice", () => {
  it("uses the item's currency and the reader's language", () => {
    expect(formatPrice({ price: 1234.5, currency: "EUR" }, "de-DE")?.now).toBe("1.234,50\u00a0€");
    expect(formatPrice({ price: 4999, currency: "JPY" }, "en")?.now).toBe("¥4,999");
    expect(formatPrice({ price: 12, currency: "CNY" }, "zh-CN")?.now).toBe("¥12.00");
  });

  it("shows a sale only when it is one", () => {
    expect(formatPrice({ price: 40, salePrice: 30, currency: "USD" }, "en")).toEqual({
      now: "$30.00",
      before: "$40.00",
      percentOff: 25,
    });
    expect(formatPrice({ price: 40, salePrice: 40, currency: "USD" }, "en")).toEqual({ now: "$40.00" });
    expect(formatPrice({ price: 40, salePrice: 50, currency: "USD" }, "en")).toEqual({ now: "$40.00" });
    expect(formatPrice({ salePrice: 5, currency: "USD" }, "en")).toEqual({ now: "$5.00" });
    expect(formatPrice({ price: 1000, salePrice: 999, currency: "USD" }, "en")?.percentOff).toBe(1);
  });

  it("keeps zero, and shows nothing for what is no price", () => {
    expect(formatPrice({ price: 0, currency: "USD" }, "en")?.now).toBe("$0.00");
    expect(formatPrice({}, "en")).toBeUndefined();
    expect(formatPrice({ price: Number.NaN }, "en")).toBeUndefined();
    expect(formatPrice({ price: -3 }, "en")).toBeUndefined();
  });

  it("survives malformed currencies and unknown languages", () => {
    expect(formatPrice({ price: 3, currency: "EURO" }, "en")?.now).toBe("3.00");
    expect(formatPrice({ price: 3, currency: "" }, "en")?.now).toBe("3.00");
    expect(formatPrice({ price: 3, currency: "USD" }, "tlh")?.now).toBe("$3.00");
  });
});
