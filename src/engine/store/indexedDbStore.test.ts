import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { type Connection, createConnection } from "./connection";
import { createIndexedDbStore } from "./indexedDbStore";
import { event } from "./testing/storeSuite";

describe("createIndexedDbStore", () => {
  it("an append that was committed unseen, and so runs twice, is neither doubled nor left unanswered", async () => {
    const connection = createConnection({ namespace: "twice" });
    const twice: Connection = {
      ...connection,
      async run(work) {
        await connection.run(work);
        return connection.run(work);
      },
    };
    await createIndexedDbStore({ connection, scope: "persistent" }).append([event("before")]);
    const store = createIndexedDbStore({ connection: twice, scope: "persistent" });
    const stored = await store.append([event("before"), event("a"), event("b"), event("a")]);
    expect(stored.map((one) => one.id)).toEqual(["a", "b"]);
    const all = await store.eventsAfter(0);
    expect(all.map((one) => one.id)).toEqual(["before", "a", "b"]);
    expect(all.slice(1)).toEqual(stored);
    connection.close();
  });
});
