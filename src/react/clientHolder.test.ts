import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeAisle } from "../page/testing/fakeAisle";
import { createClientHolder, holdClient } from "./clientHolder";
import { lazyView } from "./hooks";

const ITEMS = [{ id: "a", title: "Mug" }];

describe("createClientHolder", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("creates once, on first use, and tells", () => {
    const create = vi.fn(() => createFakeAisle());
    const holder = createClientHolder(create);
    const listener = vi.fn();
    holder.subscribe(listener);
    expect(holder.peek()).toBeUndefined();
    expect(create).not.toHaveBeenCalled();
    expect(holder.get()).toBe(holder.get());
    expect(holder.peek()).toBe(holder.get());
    expect(create).toHaveBeenCalledTimes(1);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("survives StrictMode's unmount and mount, and disposes when it is really over", () => {
    const aisle = createFakeAisle();
    const dispose = vi.spyOn(aisle, "dispose");
    const holder = createClientHolder(() => aisle);
    holder.get();
    const first = holder.retain();
    first();
    const second = holder.retain();
    vi.advanceTimersByTime(10);
    expect(dispose).not.toHaveBeenCalled();
    second();
    vi.advanceTimersByTime(10);
    expect(dispose).toHaveBeenCalledTimes(1);
    expect(holder.peek()).toBeUndefined();
  });

  it("never disposes a client that the shop owns", () => {
    const aisle = createFakeAisle();
    const dispose = vi.spyOn(aisle, "dispose");
    holdClient(aisle).retain()();
    vi.advanceTimersByTime(10);
    expect(dispose).not.toHaveBeenCalled();
  });
});

describe("lazyView", () => {
  it("touches nothing until it is subscribed to", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const create = vi.fn(() => aisle);
    const holder = createClientHolder(create);
    const view = lazyView(holder, (client) => client.shelf({ placement: "home" }));
    expect(view.current()).toBeUndefined();
    expect(create).not.toHaveBeenCalled();
    const listener = vi.fn();
    const leave = view.subscribe(listener);
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1));
    expect(view.current()?.items).toHaveLength(1);
    expect(view.current()).toBe(view.current());
    leave();
  });

  it("shows at once what another component already follows", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const holder = holdClient(aisle);
    const shelf = () => lazyView(holder, (client) => client.shelf({ placement: "home" }));
    const first = shelf();
    const listener = vi.fn();
    const leave = first.subscribe(listener);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
    expect(shelf().current()).toBe(first.current());
    expect(aisle.queries).toHaveLength(1);
    leave();
  });
});
