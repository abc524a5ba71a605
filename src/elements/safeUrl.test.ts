import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeLink, safePicture } from "./safeUrl";

describe("safeLink", () => {
  it.each([
    "https://shop.example/a?b=c#d",
    "HTTP://shop.example",
    "//cdn.example/a",
    "/p/mug",
    "p/mug:blue",
    "?id=1",
    "#/product/1",
  ])("keeps %s", (url) => expect(safeLink(url)).toBe(url));

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \u0001javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://shop.example/1",
    "file:///etc/passwd",
    "",
    undefined,
  ])("refuses %j", (url) => expect(safeLink(url)).toBeUndefined());

  it("never lets through what a URL parser reads as another scheme", () => {
    const prefix = fc.stringMatching(/^[\t\n\r ]{0,3}$/);
    const scheme = fc.constantFrom("javascript:", "java\tscript:", "data:", "vbscript:", "file:", "http:", "https:");
    fc.assert(
      fc.property(prefix, scheme, fc.string(), (space, start, rest) => {
        const kept = safeLink(space + start + rest);
        // What no parser can read leads nowhere.
        if (kept === undefined || !URL.canParse(kept, "https://base.example/")) return;
        expect(["http:", "https:"]).toContain(new URL(kept, "https://base.example/").protocol);
      }),
    );
  });
});

describe("safePicture", () => {
  it("takes pictures made in the page", () => {
    expect(safePicture("blob:https://shop.example/1")).toBe("blob:https://shop.example/1");
    expect(safePicture("data:image/svg+xml,%3Csvg%3E")).toBe("data:image/svg+xml,%3Csvg%3E");
    expect(safePicture("data:text/html,x")).toBeUndefined();
    expect(safePicture("javascript:x")).toBeUndefined();
  });
});
