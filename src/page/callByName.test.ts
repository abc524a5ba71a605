import { describe, expect, it, vi } from "vitest";
import type { Aisle } from "./aisle";
import { callByName } from "./callByName";

const client = () =>
  ({ track: vi.fn(async () => "tracked"), consent: { set: vi.fn(async () => "set") } }) as unknown as Aisle;

describe("callByName", () => {
  it("passes arguments on", async () => {
    const aisle = client();
    expect(await callByName(aisle, "track", ["view_item", { items: [] }])).toBe("tracked");
    expect(aisle.track).toHaveBeenCalledWith("view_item", { items: [] });
    expect(await callByName(aisle, "consent.set", ["session"])).toBe("set");
  });

  it("hands the client to ready", async () => {
    const aisle = client();
    expect(await callByName(aisle, "ready", [(given: unknown) => given])).toBe(aisle);
  });

  it.each(["constructor", "consent.__proto__", "nothing", "", "toString", "ready"])("refuses %j", async (name) => {
    await expect(callByName(client(), name, [])).rejects.toMatchObject({ code: "OPTIONS_INVALID" });
  });
});
