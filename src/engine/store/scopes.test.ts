import { openDB } from "idb";
import { describe, expect, it, vi } from "vitest";
import { sessionLockName } from "./sessions";
import { createFakeLocks } from "./testing/fakeLocks";
import { freshDatabases, ids, open, quotaError, session } from "./testing/openForTest";
import { event, T0 } from "./testing/storeSuite";

freshDatabases();

describe("changeScope", () => {
  it("takes what is in memory along, behind what is there, with a checkpoint only into an empty scope", async () => {
    const store = await open({ scope: { kind: "memory" } });
    const [a] = await store.append([event("a"), event("b")]);
    await store.writeCheckpoint({ schemaVersion: 1, sequence: a.sequence, profile: { folded: "a" } });
    await store.writePersonal("attributes", { size: "M" });
    await store.writeSetting("probe", 1);
    await store.changeScope({ kind: "persistent" });
    expect(store.kind).toBe("indexeddb");
    const stored = await store.eventsAfter(0);
    expect(stored.map((one) => one.id)).toEqual(["a", "b"]);
    expect(await store.readCheckpoint()).toEqual({
      schemaVersion: 1,
      sequence: stored[0].sequence,
      profile: { folded: "a" },
    });
    expect(await store.readPersonal("attributes")).toEqual({ size: "M" });
    await vi.waitFor(async () => expect(await store.readSetting("probe")).toBe(1));

    const second = await open({ scope: { kind: "memory" } });
    const [c] = await second.append([event("c"), event("a")]);
    await second.writeCheckpoint({ schemaVersion: 1, sequence: c.sequence, profile: { folded: "c" } });
    await second.changeScope({ kind: "persistent" });
    expect(await ids(second)).toEqual(["a", "b", "c"]);
    expect((await second.readCheckpoint())?.profile).toEqual({ folded: "a" });
    expect((await second.eventsAfter((await second.readCheckpoint())!.sequence)).map((one) => one.id)).toEqual([
      "b",
      "c",
    ]);
  });

  it("moves persistent to session: other tabs and later visits see nothing", async () => {
    const store = await open();
    await store.append([event("a")]);
    await store.changeScope(session("s1"));
    expect(await ids(store)).toEqual(["a"]);
    expect(await ids(await open())).toEqual([]);
    expect(await ids(await open({ scope: session("s2") }))).toEqual([]);
    expect(await ids(await open({ scope: session("s1") }))).toEqual(["a"]);
  });

  it("moves session to persistent behind the checkpoint of earlier visits", async () => {
    const earlier = await open();
    const tab = await open({ scope: session("s1") });
    await tab.append([event("s")]);
    const [p] = await earlier.append([event("p")]);
    await earlier.writeCheckpoint({ schemaVersion: 1, sequence: p.sequence, profile: {} });
    await tab.changeScope({ kind: "persistent" });
    expect((await tab.eventsAfter(p.sequence)).map((one) => one.id)).toEqual(["s"]);
    expect(await ids(await open({ scope: session("s1") }))).toEqual([]);
  });

  it("to memory erases what is stored, that of other scopes and visits too, and starts with nothing", async () => {
    await (await open({ scope: session("other") })).append([event("x")]);
    const store = await open();
    await store.append([event("a")]);
    await store.writeSetting("probe", 1);
    await store.changeScope({ kind: "memory" });
    expect(store.kind).toBe("memory");
    expect(store.reason).toBeUndefined();
    expect(await ids(store)).toEqual([]);
    expect(await ids(await open())).toEqual([]);
    expect(await ids(await open({ scope: session("other") }))).toEqual([]);
    expect(await (await open()).readSetting("probe")).toBe(1);
  });

  it("memory to memory erases earlier visits, keeps the page's own, and creates no database", async () => {
    const fresh = await open({ scope: { kind: "memory" } });
    await fresh.append([event("a")]);
    await fresh.changeScope({ kind: "memory" });
    expect(await indexedDB.databases()).toEqual([]);
    expect(await ids(fresh)).toEqual(["a"]);
    await (await open()).append([event("b")]);
    await fresh.changeScope({ kind: "memory" });
    expect(await ids(await open())).toEqual([]);
  });

  it("loses no event that is written while the scope changes", async () => {
    const store = await open({ scope: { kind: "memory" } });
    const work = [
      store.append([event("a")]),
      store.changeScope(session("s1")),
      store.append([event("b")]),
      store.changeScope({ kind: "persistent" }),
      store.append([event("c")]),
    ];
    await Promise.all(work);
    expect(await ids(store)).toEqual(["a", "b", "c"]);
    expect(await ids(await open())).toEqual(["a", "b", "c"]);
  });

  it("into storage that fails, keeps everything in memory", async () => {
    const store = await open({ scope: { kind: "memory" } });
    await store.append([event("a")]);
    vi.stubGlobal("indexedDB", undefined);
    await store.changeScope({ kind: "persistent" });
    expect(store.kind).toBe("memory");
    expect(store.reason).toMatch(/does not allow/);
    expect(await ids(store)).toEqual(["a"]);
  });

  it("a move that fails half-way moves nothing", async () => {
    const store = await open();
    await store.append([event("a"), event("b")]);
    let calls = 0;
    const real = IDBObjectStore.prototype.add;
    vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(function (this: IDBObjectStore, ...args) {
      calls += 1;
      if (calls % 2 === 0) throw quotaError();
      return real.apply(this, args);
    });
    await store.changeScope(session("s1"));
    expect(store.kind).toBe("memory");
    expect(await ids(store)).toEqual(["a", "b"]);
    vi.restoreAllMocks();
    expect(await ids(await open())).toEqual(["a", "b"]);
  });
});

describe("sessions", () => {
  it("survive a reload, and are purged at the next start once their tab is gone", async () => {
    const locks = createFakeLocks();
    const start = (tab: string, sessionId: string) => open({ scope: session(sessionId), locks: locks.tab(tab) });
    const first = await start("tab1", "s1");
    await first.append([event("a")]);
    await first.writePersonal("attributes", { size: "M" });
    const living = await start("tab2", "s2");
    await living.append([event("b")]);
    expect(locks.held()).toContain(sessionLockName("shop", "s1"));

    first.close();
    locks.closeTab("tab1");
    const reloaded = await start("tab1", "s1");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await ids(reloaded)).toEqual(["a"]);
    expect(await ids(living)).toEqual(["b"]);

    reloaded.close();
    locks.closeTab("tab1");
    await start("tab3", "s3");
    const rows = await openDB("aisle:shop");
    await vi.waitFor(async () => {
      expect((await rows.getAll("events")).map((row) => row.id)).toEqual(["b"]);
      expect(await rows.getAll("personal")).toEqual([]);
    });
    rows.close();
  });

  it("leave persistent rows alone", async () => {
    const store = await open();
    await store.append([event("a")]);
    await open({ scope: session("s"), locks: createFakeLocks().tab("t") });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await ids(store)).toEqual(["a"]);
  });

  it("without Web Locks, go by the age of their newest event", async () => {
    await (await open({ scope: session("idle") })).append([event("a", { at: T0 - 31 * 60_000 })]);
    await (await open({ scope: session("busy") })).append([event("b", { at: T0 - 60_000 })]);
    await open({ scope: session("new") });
    const rows = await openDB("aisle:shop");
    await vi.waitFor(async () => expect((await rows.getAll("events")).map((row) => row.id)).toEqual(["b"]));
    rows.close();
  });
});

describe("erase", () => {
  function fakeCaches(names: string[]): CacheStorage {
    return {
      keys: async () => names,
      delete: async (name: string) => names.splice(names.indexOf(name), 1).length > 0,
    } as unknown as CacheStorage;
  }

  it("everything: the database is gone, Aisle's caches too, the shop's own stay", async () => {
    const names = ["aisle-assets-v1", "shop-shell", "aisle-pictures"];
    const store = await open({ caches: fakeCaches(names) });
    const other = await open({ scope: session("s") });
    await store.append([event("a")]);
    await other.append([event("b")]);
    await store.erase("everything");
    expect(await indexedDB.databases()).toEqual([]);
    expect(names).toEqual(["shop-shell"]);
    expect(await ids(other)).toEqual([]);
    await store.append([event("c")]);
    expect(await ids(store)).toEqual(["c"]);
  });

  it("a tab that holds the database open cannot keep the rows", async () => {
    const store = await open();
    await store.append([event("a")]);
    const stubborn = await openDB("aisle:shop");
    await store.erase("everything");
    expect(await stubborn.count("events")).toBe(0);
    stubborn.close();
  });

  it("reaches the device even after memory had to take over", async () => {
    const store = await open();
    await store.append([event("a")]);
    vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
      throw quotaError();
    });
    await store.append([event("b")]);
    await store.erase("behaviour");
    expect(await ids(store)).toEqual([]);
    vi.restoreAllMocks();
    expect(await ids(await open())).toEqual([]);
  });

  it("says so when the device did not erase", async () => {
    const store = await open();
    await store.append([event("a")]);
    vi.spyOn(IDBObjectStore.prototype, "clear").mockImplementation(() => {
      throw new DOMException("broken", "UnknownError");
    });
    await expect(store.erase("behaviour")).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  });

  it("where storage is denied there is nothing to erase", async () => {
    vi.stubGlobal("indexedDB", undefined);
    const store = await open();
    await store.append([event("a")]);
    await store.erase("everything");
    expect(await ids(store)).toEqual([]);
  });
});
