import { describe, expect, it } from "vitest";
import { routeRequest } from "./routeRequest";

const context = {
  scope: "https://shop.example/demo/",
  precache: { build: "1", files: ["./", "assets/main-abc.js"] },
};
const ask = (path: string, more: { method?: string; mode?: RequestMode } = {}) =>
  routeRequest({ method: "GET", mode: "cors", url: new URL(path, context.scope).href, ...more }, context);

describe("routeRequest", () => {
  it.each([
    ["assets/main-abc.js", "shell"],
    ["assets/main-abc.js?v=2", "shell"],
    ["aisle/manifest.json", "manifest"],
    ["aisle/encoder/weights-0a1b2c3d4e5f.bin", "asset"],
    ["aisle/encoder/0a1b2c3d.4e5f6a7b8c.bin", "asset"],
    ["feed.xml", undefined],
    ["https://elsewhere.example/demo/assets/main-abc.js", undefined],
    ["https://shop.example/other/", undefined],
  ])("%s: %s", (path, kind) => {
    expect(ask(path)).toBe(kind);
  });

  it("answers navigations with the page, and only what is read", () => {
    expect(ask("", { mode: "navigate" })).toBe("page");
    expect(ask("assets/main-abc.js", { method: "POST" })).toBeUndefined();
  });
});
