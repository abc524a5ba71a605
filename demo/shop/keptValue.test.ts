import { describe, expect, it } from "vitest";
import { keptValue } from "./keptValue";

function memoryStorage(rows: Record<string, string> = {}): Storage {
  const map = new Map(Object.entries(rows));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  } as unknown as Storage;
}

const asNumber = (value: unknown) => (typeof value === "number" ? value : undefined);

describe("keptValue", () => {
  it("comes back after a reload, and is gone once removed", () => {
    const storage = memoryStorage();
    keptValue(() => storage, "n", asNumber).set(3);
    const again = keptValue(() => storage, "n", asNumber);
    expect(again.get()).toBe(3);
    again.set(undefined);
    expect(keptValue(() => storage, "n", asNumber).get()).toBeUndefined();
  });

  it.each(["{", '"text"', "null", ""])("takes %j in storage for nothing", (text) => {
    expect(keptValue(() => memoryStorage({ n: text }), "n", asNumber).get()).toBeUndefined();
  });

  it("works in memory when storage is denied", () => {
    const value = keptValue(
      () => {
        throw new DOMException("denied", "SecurityError");
      },
      "n",
      asNumber,
    );
    expect(value.get()).toBeUndefined();
    value.set(4);
    expect(value.get()).toBe(4);
  });
});
