import { describe, expect, it } from "vitest";
import { createQuietWatch } from "./quietWatch";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("createQuietWatch", () => {
  it("waits for calls under way, failed ones too", async () => {
    const watch = createQuietWatch();
    let finish = () => {};
    const target = watch.watched({
      name: "engine",
      slow: () => new Promise<void>((resolve) => (finish = resolve)),
      fails: async () => Promise.reject(new Error("no")),
    });
    expect(target.name).toBe("engine");
    const slow = target.slow();
    await expect(target.fails()).rejects.toThrow("no");
    let quiet = false;
    const waiting = watch.quiet(never).then(() => {
      quiet = true;
    });
    await turn();
    expect(quiet).toBe(false);
    finish();
    await slow;
    await waiting;
    expect(quiet).toBe(true);
  });

  it("does not hold back the call that ends the work", async () => {
    const watch = createQuietWatch();
    const abort = new AbortController();
    const target = watch.watched({
      stop: async (work: Promise<void>) => {
        abort.abort();
        await work;
      },
    });
    await target.stop(watch.quiet(abort.signal));
  });

  it("is quiet at once when nobody calls", async () => {
    await createQuietWatch().quiet(never);
  });
});
