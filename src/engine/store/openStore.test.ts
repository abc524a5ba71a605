import { forceCloseDatabase } from "fake-indexeddb";
import { openDB } from "idb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { MIGRATIONS } from "./schema";
import { freshDatabases, ids, open, quotaError, session } from "./testing/openForTest";
import { event, storeSuite } from "./testing/storeSuite";

freshDatabases();

describe("store in memory", () => storeSuite(() => open({ scope: { kind: "memory" } }), { keepsAssets: false }));
describe("store on the device", () => storeSuite(() => open(), { keepsAssets: true }));
describe("store of a session", () => storeSuite(() => open({ scope: session("s1") }), { keepsAssets: true }));
describe("store where storage is denied", () => {
  beforeEach(() => vi.stubGlobal("indexedDB", undefined));
  storeSuite(() => open(), { keepsAssets: false });
});

describe("storage across visits", () => {
  it("an event that append resolved is there at the next visit", async () => {
    await (await open()).append([event("a")]);
    const next = await open();
    expect(next.kind).toBe("indexeddb");
    expect(await ids(next)).toEqual(["a"]);
  });

  it("asks for strict durability when it writes events", async () => {
    const store = await open();
    const transaction = vi.spyOn(IDBDatabase.prototype, "transaction");
    await store.append([event("a")]);
    expect(transaction.mock.calls[0].slice(1)).toEqual(["readwrite", { durability: "strict" }]);
  });

  it("two tabs share one log and never a sequence", async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all([one.append([event("a")]), two.append([event("b")]), one.append([event("c")])]);
    expect((await ids(one)).sort()).toEqual(["a", "b", "c"]);
    expect(await two.eventsAfter(0)).toEqual(await one.eventsAfter(0));
  });

  it("memory touches no database", async () => {
    const store = await open({ scope: { kind: "memory" } });
    await store.append([event("a")]);
    await store.writeSetting("probe", 1);
    await store.writeVectors("m", new Map([["k", { values: new Int8Array([1]), scale: 1 }]]));
    expect(await indexedDB.databases()).toEqual([]);
  });
});

describe("migrations", () => {
  /** Written out by hand: what version 1 looked like must not follow the code. */
  async function handMadeVersion1(): Promise<void> {
    const database = await openDB("aisle:shop", 1, {
      upgrade(db) {
        const events = db.createObjectStore("events", { keyPath: "sequence", autoIncrement: true });
        events.createIndex("byScope", ["scope", "sequence"]);
        events.createIndex("byId", ["scope", "id"], { unique: true });
        db.createObjectStore("checkpoints", { keyPath: "scope" });
        db.createObjectStore("personal", { keyPath: ["scope", "key"] });
        for (const name of ["vectors", "assets", "settings"]) db.createObjectStore(name);
      },
    });
    await database.add("events", { ...event("old"), scope: "persistent" });
    await database.put("checkpoints", { schemaVersion: 1, sequence: 0, profile: { from: "old" }, scope: "persistent" });
    database.close();
  }

  it("reads a database of version 1", async () => {
    await handMadeVersion1();
    const store = await open();
    expect(store.kind).toBe("indexeddb");
    expect(await ids(store)).toEqual(["old"]);
    expect((await store.readCheckpoint())?.profile).toEqual({ from: "old" });
  });

  const second = {
    to: 2,
    async migrate(_db: unknown, transaction: { objectStore(name: string): unknown }) {
      const settings = transaction.objectStore("settings") as IDBObjectStore;
      await settings.put("yes", "migrated");
    },
  };

  it("runs what is missing, once, and keeps what is there", async () => {
    await handMadeVersion1();
    const migrate = vi.fn(second.migrate);
    const migrations = [...MIGRATIONS, { to: 2, migrate }];
    const store = await open({ migrations });
    expect(await ids(store)).toEqual(["old"]);
    expect(await store.readSetting("migrated")).toBe("yes");
    store.close();
    await open({ migrations });
    expect(migrate).toHaveBeenCalledTimes(1);
  });

  it("a migration that fails leaves the old database, and memory takes over", async () => {
    await handMadeVersion1();
    const broken = { to: 2, migrate: () => Promise.reject(new Error("no")) };
    const store = await open({ migrations: [...MIGRATIONS, broken] });
    expect(store.kind).toBe("memory");
    expect(await ids(await open())).toEqual(["old"]);
  });

  it("an older page beside a newer database works in memory and says why", async () => {
    (await open({ migrations: [...MIGRATIONS, second] })).close();
    const store = await open();
    expect(store.kind).toBe("memory");
    expect(store.reason).toMatch(/newer version/);
  });

  it("a tab of the older version steps aside for an upgrade and then says why it is in memory", async () => {
    const old = await open();
    await old.append([event("a")]);
    const upgraded = await open({ migrations: [...MIGRATIONS, second] });
    expect(upgraded.kind).toBe("indexeddb");
    expect(await ids(upgraded)).toEqual(["a"]);
    await old.append([event("b")]);
    expect(old.kind).toBe("memory");
    expect(await ids(old)).toEqual(["a", "b"]);
  });

  it("a tab that will not step aside does not hang the page", async () => {
    await handMadeVersion1();
    const stubborn = await openDB("aisle:shop", 1);
    const store = await open({ migrations: [...MIGRATIONS, second] });
    expect(store.kind).toBe("memory");
    expect(store.reason).toMatch(/did not answer in time/);
    expect(await store.append([event("a")])).toHaveLength(1);
    stubborn.close();
  });
});

describe("failing storage", () => {
  it.each([
    ["indexedDB is missing", () => vi.stubGlobal("indexedDB", undefined)],
    [
      "indexedDB throws at a touch",
      () =>
        vi.spyOn(indexedDB, "open").mockImplementation(() => {
          throw new DOMException("denied", "SecurityError");
        }),
    ],
    [
      "opening fails (private window)",
      () =>
        vi.spyOn(indexedDB, "open").mockImplementation(() => {
          throw new DOMException("no mutations", "InvalidStateError");
        }),
    ],
    [
      "opening never answers",
      () => vi.spyOn(indexedDB, "open").mockImplementation(() => new EventTarget() as IDBOpenDBRequest),
    ],
  ])("%s: memory takes over, said once", async (_, deny) => {
    deny();
    const onDegraded = vi.fn();
    const store = await open({ onDegraded });
    expect(store.kind).toBe("memory");
    expect(store.reason).toMatch(/\w/);
    await store.append([event("a")]);
    expect(await ids(store)).toEqual(["a"]);
    expect(onDegraded).toHaveBeenCalledTimes(1);
  });

  it.each(["UnknownError", "InvalidStateError", "AbortError"])(
    "a lost connection (%s) is opened anew and the write repeated",
    async (name) => {
      const store = await open();
      await store.append([event("a")]);
      vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(() => {
        throw new DOMException("Connection to Indexed Database server lost", name);
      });
      expect(await store.append([event("b")])).toHaveLength(1);
      expect(store.kind).toBe("indexeddb");
      expect(await ids(store)).toEqual(["a", "b"]);
    },
  );

  it("a connection the browser terminated is opened anew", async () => {
    const store = await open();
    const transaction = vi.spyOn(IDBDatabase.prototype, "transaction");
    await store.append([event("a")]);
    const database = transaction.mock.contexts[0] as IDBDatabase;
    transaction.mockRestore();
    forceCloseDatabase(database as never);
    await store.append([event("b")]);
    expect(await ids(store)).toEqual(["a", "b"]);
  });

  it("a read that an eviction cuts short is repeated, and nothing is left unhandled", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const store = await open();
    await store.append([event("a")]);
    const { transaction } = IDBDatabase.prototype;
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(function (this: IDBDatabase, ...args) {
      const cut = transaction.apply(this, args);
      queueMicrotask(() => cut.abort());
      return cut;
    });
    expect(await ids(store)).toEqual(["a"]);
    await new Promise((told) => setTimeout(told));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("when the database dies for good, memory holds everything accepted, and the profile's checkpoint", async () => {
    const onDegraded = vi.fn();
    const before = await open();
    await before.append([event("earlier")]);
    before.close();
    const store = await open({ onDegraded });
    await store.eventsAfter(0);
    const [a] = await store.append([event("a")]);
    await store.writeCheckpoint({ schemaVersion: 1, sequence: 1, profile: { events: 1 } });
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(() => {
      throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
    });
    const [b] = await store.append([event("b")]);
    expect(b.sequence).toBeGreaterThan(a.sequence);
    expect(store.kind).toBe("memory");
    expect((await store.eventsAfter(1)).map((one) => one.id)).toEqual(["a", "b"]);
    expect((await store.readCheckpoint())?.profile).toEqual({ events: 1 });
    expect(onDegraded).toHaveBeenCalledTimes(1);
  });

  it("a full device gives up caches before behaviour", async () => {
    const store = await open();
    await store.writeVectors("old-model", new Map([["k", { values: new Int8Array([1]), scale: 1 }]]));
    store.close();
    const next = await open();
    await next.writeVectors("model", new Map([["k", { values: new Int8Array([2]), scale: 1 }]]));
    vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
      throw quotaError();
    });
    expect(await next.append([event("a")])).toHaveLength(1);
    expect(next.kind).toBe("indexeddb");
    expect((await next.readVectors("old-model", ["k"])).size).toBe(0);
    expect((await next.readVectors("model", ["k"])).size).toBe(1);
  });

  it("a device that stays full: memory takes over and loses nothing that was accepted", async () => {
    const store = await open();
    await store.append([event("a"), event("b")]);
    await store.writePersonal("attributes", { size: "M" });
    vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
      throw quotaError();
    });
    expect(await store.append([event("c")])).toHaveLength(1);
    expect(store.kind).toBe("memory");
    expect(store.reason).toMatch(/no room/);
    expect(await ids(store)).toEqual(["a", "b", "c"]);
    expect(await store.readPersonal("attributes")).toEqual({ size: "M" });
    vi.restoreAllMocks();
    expect(await ids(await open())).toEqual(["a", "b"]);
  });

  it.each(["writeCheckpoint", "writePersonal"] as const)("%s on a full device is kept in memory", async (method) => {
    const store = await open();
    await store.append([event("a")]);
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw quotaError();
    });
    if (method === "writeCheckpoint") {
      await store.writeCheckpoint({ schemaVersion: 1, sequence: 1, profile: { kept: true } });
      expect((await store.readCheckpoint())?.profile).toEqual({ kept: true });
    } else {
      await store.writePersonal("paused", true);
      expect(await store.readPersonal("paused")).toBe(true);
    }
    expect(store.kind).toBe("memory");
    expect(await ids(store)).toEqual(["a"]);
  });

  it.each(["writeVectors", "writeAsset", "writeSetting"] as const)(
    "%s on a full device is given up, said once, and behaviour stays on the device",
    async (method) => {
      const onDegraded = vi.fn();
      const store = await open({ onDegraded });
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
        throw quotaError();
      });
      const write = () =>
        method === "writeVectors"
          ? store.writeVectors("m", new Map([["k", { values: new Int8Array([1]), scale: 1 }]]))
          : method === "writeAsset"
            ? store.writeAsset("h", new ArrayBuffer(4))
            : store.writeSetting("s", 1);
      await write();
      await write();
      expect(onDegraded).toHaveBeenCalledTimes(1);
      expect(store.kind).toBe("indexeddb");
      expect(await store.append([event("a")])).toHaveLength(1);
      expect(store.kind).toBe("indexeddb");
    },
  );

  it("after an eviction, events land behind those already folded", async () => {
    const store = await open();
    const before = await store.append(["a", "b", "c"].map((id) => event(id)));
    // The browser drops the origin's data and, with it, the connection.
    await new Promise((resolve) => {
      indexedDB.deleteDatabase("aisle:shop").onsuccess = resolve;
    });
    const [after] = await store.append([event("d")]);
    expect(store.kind).toBe("indexeddb");
    expect(after.sequence).toBeGreaterThan(before[2].sequence);
    expect(await ids(store)).toEqual(["d"]);
  });
});
