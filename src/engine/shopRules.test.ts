import { afterEach, describe, expect, it, vi } from "vitest";
import { recommend } from "../ranking/recommend";
import { sampleContext, sampleItems } from "../ranking/sampleContext";
import type { RecommendQuery, RulesData } from "../types";
import { createShopRules } from "./shopRules";

const fileOf = (brand: string): RulesData => ({
  kind: "aisle-rules",
  schemaVersion: 1,
  version: brand,
  rules: [{ id: "only", kind: "filter", show: "only", where: { brand } }],
});
const degraded: string[] = [];
const open = (rules?: RulesData | string) =>
  createShopRules({ rules, onDegraded: (error) => void degraded.push(error.code) });
async function shelf(shop: ReturnType<typeof open>, rules?: RecommendQuery["rules"]) {
  const steps = await shop.stepsOf(rules, { attributes: {} });
  return recommend({ placement: "trending", limit: 40 }, { ...sampleContext({ items: sampleItems() }), steps });
}
const brands = async (...asked: Parameters<typeof shelf>) =>
  [...new Set((await shelf(...asked)).items.map(({ item }) => item.brand))].sort();

afterEach(() => {
  degraded.length = 0;
  vi.unstubAllGlobals();
});

describe("createShopRules", () => {
  it("applies the shop's file, what a query adds, what it puts in its place, and nothing when off", async () => {
    const shop = open(fileOf("Torque"));
    expect(await brands(shop)).toEqual(["Torque"]);
    expect((await shelf(shop)).rules).toEqual({ version: "Torque", applied: ["only"], overruled: [] });
    const pinned = await shelf(shop, [{ match: { ids: ["hammer-4"] }, action: "pin" }]);
    expect(pinned.items[0].item.id).toBe("hammer-4");
    expect(await brands(shop, fileOf("Hearth"))).toEqual(["Hearth"]);
    expect((await brands(shop, "off")).length).toBeGreaterThan(4);
  });

  it("fetches a file once, and ranks without one that cannot be had or used", async () => {
    const fetched = vi.fn(async (_url: string) => new Response(JSON.stringify(fileOf("Hearth"))));
    vi.stubGlobal("fetch", fetched);
    const shop = open("https://shop.example/rules.json");
    expect(await brands(shop)).toEqual(["Hearth"]);
    expect(await brands(shop)).toEqual(["Hearth"]);
    expect(fetched).toHaveBeenCalledTimes(1);

    fetched.mockResolvedValueOnce(new Response("", { status: 404 }));
    expect((await brands(open("https://shop.example/none.json"))).length).toBeGreaterThan(4);
    fetched.mockRejectedValueOnce(new TypeError("no network"));
    expect((await brands(open("https://shop.example/none.json"))).length).toBeGreaterThan(4);
    expect((await brands(open({ ...fileOf("Torque"), rules: [{ kind: "explode" }] }))).length).toBeGreaterThan(4);
    expect(degraded).toEqual(["ASSET_UNREACHABLE", "ASSET_UNREACHABLE", "RULES_INVALID"]);
  });

  it("tells the caller of a query's own file that cannot be used", async () => {
    const broken = { ...fileOf("Torque"), rules: [{ id: "x", kind: "pin" }] };
    await expect(shelf(open(), broken)).rejects.toMatchObject({ code: "RULES_INVALID" });
  });
});
