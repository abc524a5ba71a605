import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AisleError, type AisleErrorCode, shown, toErrorData } from "./errors";

describe("errors", () => {
  it("explains every code in the docs", () => {
    const codes = [...readFileSync(new URL("./errors.ts", import.meta.url), "utf8").matchAll(/^ {2}\| "([A-Z_]+)"/gm)];
    const explained = [...readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8").matchAll(/^### (.+)$/gm)];
    const anchors = codes.map(([, code]) => new AisleError(code as AisleErrorCode, "").docs.split("#")[1]);
    expect(anchors.length).toBeGreaterThan(15);
    expect(explained.map(([, anchor]) => anchor).sort()).toEqual(anchors.sort());
  });

  it("crosses a worker's boundary as data", () => {
    const error = new AisleError("DEVICE_LOST", "gone.", { fix: "Plug it in." });
    expect(structuredClone(toErrorData(error, "ENGINE_CRASHED"))).toEqual({
      code: "DEVICE_LOST",
      message: "gone. Plug it in.",
      fix: "Plug it in.",
    });
    expect(toErrorData(new DOMException("stop", "AbortError"), "ENGINE_CRASHED").code).toBe("ABORTED");
    expect(toErrorData("oops", "ENGINE_CRASHED")).toMatchObject({ code: "ENGINE_CRASHED", message: "oops" });
  });

  it("shows any value without throwing", () => {
    const values = [1n, Symbol("s"), null, undefined, Object.create(null), [1], () => 1, "x".repeat(99), Number.NaN];
    for (const value of values) expect(shown(value).length).toBeLessThanOrEqual(60);
  });
});
