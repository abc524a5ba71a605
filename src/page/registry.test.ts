import { afterEach, describe, expect, it, vi } from "vitest";
import {
  getDefaultClient,
  noteShelf,
  onDefaultClient,
  onRecentShelves,
  recentShelves,
  setDefaultClient,
} from "./registry";
import { createFakeAisle } from "./testing/fakeAisle";

describe("registry", () => {
  afterEach(() => setDefaultClient(undefined));

  it("tells late and early listeners about the client", () => {
    const aisle = createFakeAisle();
    const early = vi.fn();
    const late = vi.fn();
    const leave = onDefaultClient(early);
    expect(early).not.toHaveBeenCalled();
    setDefaultClient(aisle);
    onDefaultClient(late)();
    expect(early).toHaveBeenCalledExactlyOnceWith(aisle);
    expect(late).toHaveBeenCalledExactlyOnceWith(aisle);
    leave();
    setDefaultClient(undefined);
    expect(early).toHaveBeenCalledTimes(1);
    expect(getDefaultClient()).toBeUndefined();
  });

  it("is one for two copies of the module", async () => {
    vi.resetModules();
    const copy = await import("./registry");
    const aisle = createFakeAisle();
    copy.setDefaultClient(aisle);
    expect(getDefaultClient()).toBe(aisle);
  });

  it("remembers the newest shelf of each query, and not more than a dozen", async () => {
    const aisle = createFakeAisle();
    const listener = vi.fn();
    const leave = onRecentShelves(listener);
    const shelves = await Promise.all(Array.from({ length: 15 }, () => aisle.recommend({ placement: "home" })));
    shelves.forEach((shelf, index) => {
      noteShelf(`query ${index}`, shelf);
    });
    noteShelf("query 11", shelves[0]);
    leave();
    noteShelf("query 14", shelves[14]);
    expect(listener).toHaveBeenCalledTimes(16);
    expect(recentShelves().map((shelf) => shelves.indexOf(shelf))).toEqual([14, 0, 13, 12, 10, 9, 8, 7, 6, 5, 4, 3]);
  });
});
