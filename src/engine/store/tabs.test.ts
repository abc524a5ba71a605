import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createEmbeddingLock } from "./embeddingLock";
import { createTabs, readTabMessage, type TabMessage } from "./tabs";
import { createFakeLocks } from "./testing/fakeLocks";

describe("createTabs", () => {
  it("tells the other tabs of the shop, not itself and not another shop", async () => {
    const [one, two, other] = [createTabs("shop"), createTabs("shop"), createTabs("other")];
    const heard: string[] = [];
    one.subscribe((message) => heard.push(`one ${message.type}`));
    two.subscribe((message) => heard.push(`two ${message.type}`));
    other.subscribe((message) => heard.push(`other ${message.type}`));
    one.announce({ type: "events-appended" });
    one.announce({ type: "vectors-written", modelId: "m" });
    await vi.waitFor(() => expect(heard).toEqual(["two events-appended", "two vectors-written"]));
    for (const tab of [one, two, other]) tab.close();
  });

  it("ends with unsubscribe and close, and works alone without BroadcastChannel", () => {
    const listener = vi.fn();
    const deliver: ((event: Event) => void)[] = [];
    const channel = {
      postMessage: () => {
        throw new DOMException("closed", "InvalidStateError");
      },
      addEventListener: (_: string, heard: unknown) => deliver.push(heard as (event: Event) => void),
      close: vi.fn(),
    };
    const tabs = createTabs("shop", () => channel);
    const unsubscribe = tabs.subscribe(listener);
    deliver[0](new MessageEvent("message", { data: { type: "catalog-updated" } }));
    expect(() => tabs.announce({ type: "catalog-updated" })).not.toThrow();
    unsubscribe();
    deliver[0](new MessageEvent("message", { data: { type: "catalog-updated" } }));
    expect(listener).toHaveBeenCalledTimes(1);
    tabs.close();
    expect(channel.close).toHaveBeenCalled();
    const alone = createTabs("shop", () => {
      throw new DOMException("opaque origin", "SecurityError");
    });
    expect(() => alone.announce({ type: "events-appended" })).not.toThrow();
  });

  it("passes over what it does not understand", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        const message = readTabMessage(data);
        if (message) expect((data as TabMessage).type).toBe(message.type);
      }),
    );
    expect(readTabMessage({ type: "erased", what: "half" })).toBeUndefined();
    expect(readTabMessage({ type: "erased", what: "everything", more: 1 })).toEqual({
      type: "erased",
      what: "everything",
    });
  });
});

describe("createEmbeddingLock", () => {
  it("lets one tab work at a time, and the next when the first is gone", async () => {
    const locks = createFakeLocks();
    const first = createEmbeddingLock("shop", locks.tab("one"));
    const second = createEmbeddingLock("shop", locks.tab("two"));
    const order: string[] = [];
    let finish = () => {};
    const held = first("m", undefined, () => {
      order.push("first");
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const waits = second("m", undefined, async () => {
      order.push("second");
      return 7;
    });
    const unrelated = await second("other", undefined, async () => "free");
    expect(unrelated).toBe("free");
    expect(order).toEqual(["first"]);
    finish();
    await held;
    expect(await waits).toBe(7);
    expect(order).toEqual(["first", "second"]);
  });

  it("stops waiting when aborted", async () => {
    const locks = createFakeLocks();
    const withLock = createEmbeddingLock("shop", locks.tab("one"));
    let finish = () => {};
    const held = withLock(
      "m",
      undefined,
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const abort = new AbortController();
    const work = vi.fn(async () => {});
    const waits = withLock("m", abort.signal, work);
    abort.abort();
    await expect(waits).rejects.toMatchObject({ name: "AbortError" });
    await expect(withLock("n", abort.signal, work)).rejects.toMatchObject({ name: "AbortError" });
    expect(work).not.toHaveBeenCalled();
    finish();
    await held;
  });

  it("runs at once where there are no locks or none are allowed, and passes errors of the work on", async () => {
    expect(await createEmbeddingLock("shop", undefined)("m", undefined, async () => 1)).toBe(1);
    const refusing = { request: () => Promise.reject(new DOMException("opaque", "SecurityError")) };
    const withLock = createEmbeddingLock("shop", refusing as unknown as LockManager);
    expect(await withLock("m", undefined, async () => 2)).toBe(2);
    const failing = createEmbeddingLock("shop", createFakeLocks().tab("one"));
    await expect(failing("m", undefined, () => Promise.reject(new Error("work")))).rejects.toThrow("work");
  });
});
