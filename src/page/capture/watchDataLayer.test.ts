import { describe, expect, it, vi } from "vitest";
import { watchDataLayer } from "./watchDataLayer";

describe("watchDataLayer", () => {
  it("tells the past, then what is pushed, and leaves push's answer alone", () => {
    const page: { dataLayer: unknown[] } = { dataLayer: ["old"] };
    const heard: unknown[] = [];
    const stop = watchDataLayer((entry) => heard.push(entry), { page });
    expect(page.dataLayer.push("new", "newer")).toBe(3);
    expect([...page.dataLayer]).toEqual(["old", "new", "newer"]);
    expect(heard).toEqual(["old", "new", "newer"]);
    stop();
    page.dataLayer.push("later");
    expect(heard).toHaveLength(3);
    expect(Object.getOwnPropertyDescriptor(page, "dataLayer")?.get).toBeUndefined();
    expect(page.dataLayer).toHaveLength(4);
  });

  it("waits for a layer that is not there yet, by any name, and follows a replacement", () => {
    const page: { layer?: unknown[] } = {};
    const heard: unknown[] = [];
    vi.useFakeTimers();
    watchDataLayer((entry) => heard.push(entry), { page, name: "layer" });
    expect("layer" in page).toBe(false);
    page.layer = page.layer || [];
    page.layer.push("a");
    vi.advanceTimersByTime(600);
    page.layer = ["b"];
    page.layer.push("c");
    expect(heard).toEqual(["a", "b", "c"]);
    vi.useRealTimers();
  });

  it("hears what goes through a tag manager's own push, before and after it", () => {
    const layer: unknown[] = [];
    const managed: unknown[] = [];
    const wrap = () => {
      const push = layer.push;
      layer.push = (...entries) => {
        managed.push(...entries);
        return push.apply(layer, entries);
      };
    };
    wrap();
    const heard: unknown[] = [];
    watchDataLayer((entry) => heard.push(entry), { page: { dataLayer: layer } });
    wrap();
    layer.push("x");
    expect(heard).toEqual(["x"]);
    expect(managed).toEqual(["x", "x"]);
  });

  it("keeps its own errors from the shop", () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    const page = { dataLayer: [] as unknown[] };
    watchDataLayer(
      () => {
        throw new Error("ours");
      },
      { page },
    );
    expect(page.dataLayer.push(1)).toBe(1);
    expect(report).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
  });

  it("looks now and then where the variable cannot be watched, and lets two watch at once", () => {
    vi.useFakeTimers();
    const page = Object.defineProperty({}, "dataLayer", { value: [1], writable: true, configurable: false }) as {
      dataLayer: unknown[];
    };
    const heard: unknown[] = [];
    const both: unknown[] = [];
    const stop = watchDataLayer((entry) => heard.push(entry), { page });
    watchDataLayer((entry) => both.push(entry), { page });
    page.dataLayer = [2];
    vi.advanceTimersByTime(1_500);
    page.dataLayer.push(3);
    expect(heard).toEqual([1, 2, 3]);
    expect(both).toEqual(heard);
    stop();
    page.dataLayer.push(4);
    expect(heard).toHaveLength(3);
    expect(both).toHaveLength(4);
    vi.useRealTimers();
  });
});
