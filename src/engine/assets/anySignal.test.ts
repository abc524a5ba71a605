import { describe, expect, it } from "vitest";
import { anySignal } from "./anySignal";

describe("anySignal", () => {
  it("fires with whichever fires first, and tells its reason", () => {
    for (const index of [0, 1]) {
      const controllers = [new AbortController(), new AbortController()];
      const { signal } = anySignal(controllers[0].signal, controllers[1].signal);
      expect(signal.aborted).toBe(false);
      controllers[index].abort("first");
      controllers[1 - index].abort("second");
      expect(signal.reason).toBe("first");
    }
  });

  it("has fired when one of them has", () => {
    expect(anySignal(AbortSignal.abort("before"), new AbortController().signal).signal.reason).toBe("before");
    expect(anySignal(undefined, AbortSignal.abort("alone")).signal.reason).toBe("alone");
  });

  it("listens no longer once released", () => {
    const controller = new AbortController();
    const { signal, release } = anySignal(controller.signal, new AbortController().signal);
    release();
    controller.abort();
    expect(signal.aborted).toBe(false);
  });
});
