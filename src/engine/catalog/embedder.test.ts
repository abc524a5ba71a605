import { describe, expect, it } from "vitest";
import { quantizeVector } from "../../encoder/quantizeVector";
import { textKey } from "../../encoder/textKey";
import { AisleError } from "../../errors";
import type { Item } from "../../types";
import { createEmbeddingLock } from "../store/embeddingLock";
import { createMemoryStore } from "../store/memoryStore";
import { createFakeLocks } from "../store/testing/fakeLocks";
import {
  DIMENSIONS,
  engineOf,
  expectComplete,
  type FakeEngine,
  items,
  open,
  textsOf,
  vectorOf,
  viewOf,
} from "./testing/embedderFixture";

describe("createEmbedder", () => {
  it("embeds each text once and reports progress", async () => {
    const engine = engineOf();
    const view = viewOf([...items(150), { id: "twin", title: "Item 0" }]);
    const { embedder, progress, announced } = open(async () => engine);
    expect(embedder.vectors(1)).toBeUndefined();
    await embedder.embed(view);
    expectComplete(embedder, view);
    expect(textsOf(engine).sort()).toEqual(
      items(150)
        .map((item) => item.title)
        .sort(),
    );
    expect(progress[0]).toBe("0/151");
    expect(progress.at(-1)).toBe("151/151");
    expect(announced.length).toBeGreaterThan(0);
    expect(embedder.status()).toEqual({ done: 151, total: 151 });
    expect(embedder.vectors(2)).toBeUndefined();
  });

  /** Vectors of a build that knew some texts. */
  const shippedOf = (list: readonly Item[], modelId = "model") => {
    const known = new Map(list.map(({ title }) => [textKey(title), quantizeVector(vectorOf(title))]));
    return { modelId, dimensions: DIMENSIONS, of: (key: string) => known.get(key) };
  };

  it("takes a build's vectors, and asks for no encoder when they are all", async () => {
    const view = viewOf(items(30));
    const { embedder, degraded } = open(async () => Promise.reject(new Error("no encoder was needed")), {
      shipped: () => shippedOf(view.items),
    });
    await embedder.embed(view);
    expectComplete(embedder, view);
    expect(embedder.status()).toEqual({ done: 30, total: 30 });
    expect(degraded).toEqual([]);
  });

  it("embeds what the build does not know, or knew by another text", async () => {
    const known = items(30);
    const engine = engineOf();
    const view = viewOf([...known.with(4, { ...known[4], title: "Renamed" }), { id: "new", title: "Brand new" }]);
    const { embedder } = open(async () => engine, { shipped: () => shippedOf(known) });
    await embedder.embed(view);
    expectComplete(embedder, view);
    expect(textsOf(engine).sort()).toEqual(["Brand new", "Renamed"]);
  });

  it("ranks with what the build knows while no encoder can be had", async () => {
    const view = viewOf([...items(30), { id: "new", title: "Brand new" }]);
    const { embedder } = open(async () => undefined, { shipped: () => shippedOf(items(30)) });
    await embedder.embed(view);
    expect(embedder.status()).toEqual({ done: 30, total: 31, paused: "no_encoder" });
    expect(embedder.vectors(1)?.present.filter((here) => here).length).toBe(30);
  });

  it("embeds anew where the encoder is another than the build's", async () => {
    const engine = engineOf("other");
    const view = viewOf([...items(10), { id: "new", title: "Brand new" }]);
    const { embedder } = open(async () => engine, { shipped: () => shippedOf(items(10)) });
    await embedder.embed(view);
    expectComplete(embedder, view);
    expect(embedder.vectors(1)?.modelId).toBe("other");
    expect(textsOf(engine)).toHaveLength(11);
  });

  it("goes on where a closed tab stopped: only the rest is embedded", async () => {
    const store = createMemoryStore();
    const view = viewOf(items(200));
    const killed = engineOf("model", () => {
      if (killed.batches.flat().length >= 80) return new Promise(() => undefined);
    });
    void open(async () => killed, { store: () => store }).embedder.embed(view);
    while (killed.batches.flat().length < 80) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 5));

    const engine = engineOf();
    const { embedder } = open(async () => engine, { store: () => store });
    await embedder.embed(view);
    expectComplete(embedder, view);
    expect(textsOf(killed, engine).sort()).toEqual(view.items.map((item) => item.title).sort());
  });

  it("makes anew only what changed, and follows moved rows", async () => {
    const engine = engineOf();
    const { embedder } = open(async () => engine);
    const before = items(60);
    await embedder.embed(viewOf(before, 1));
    engine.batches.length = 0;
    const after = viewOf(
      [{ id: "new", title: "Brand new" }, ...before.toReversed().slice(10), { id: "5", title: "Item 5, improved" }],
      2,
    );
    await embedder.embed(after);
    expect(textsOf(engine).sort()).toEqual(["Brand new", "Item 5, improved"]);
    expectComplete(embedder, after);
  });

  it("takes the popular and new first", async () => {
    const engine = engineOf();
    const { embedder } = open(async () => engine);
    const list = items(300).map((item, at) => (at >= 250 ? { ...item, popularity: at } : item));
    await embedder.embed(viewOf(list));
    const first = new Set(textsOf(engine).slice(0, 64));
    expect(list.slice(268).every((item) => first.has(item.title))).toBe(true);
  });

  it("grows batches to what the device does in the time, and shrinks them", async () => {
    let perText = 1;
    let time = 0;
    const engine = engineOf("model", (texts) => {
      time += texts.length * perText;
      if (engine.batches.flat().length > 400) perText = 200;
    });
    const { embedder } = open(async () => engine, { clock: () => time, batchMs: 30 });
    await embedder.embed(viewOf(items(600)));
    const sizes = engine.batches.map((batch) => batch.length);
    expect(sizes[0]).toBe(8);
    expect(Math.max(...sizes)).toBe(30);
    expect(sizes.at(-1)).toBe(1);
  });

  it("retries a batch on the next engine when one dies or answers wrongly: no item lost or doubled", async () => {
    const view = viewOf(items(120));
    const dying = engineOf("model", () => {
      if (dying.batches.length === 3) throw new AisleError("DEVICE_LOST", "The GPU went away.");
    });
    const lying: FakeEngine = {
      ...engineOf(),
      embed: async (texts) => new Float32Array(texts.length * DIMENSIONS).fill(Number.NaN),
    };
    const sound = engineOf();
    const queue = [dying, lying, sound];
    const { embedder, demoted, degraded } = open(
      async () => (queue.length > 1 && demoted.length === 3 - queue.length ? queue[0] : sound),
      {
        demote: (_, error) => {
          demoted.push(error.code);
          queue.shift();
        },
      },
    );
    await embedder.embed(view);
    expect(demoted).toEqual(["DEVICE_LOST", "BACKEND_WRONG"]);
    expect(degraded).toEqual([]);
    expectComplete(embedder, view);
    expect(textsOf(dying, sound).sort()).toEqual(view.items.map((item) => item.title).sort());
  });

  it("leaves out a text that kills every engine, and nothing else", async () => {
    const poison = "Item 33 long long long long long";
    const engine = engineOf("model", (texts) => {
      if (texts.includes(poison)) throw new Error("kernel trap");
    });
    const { embedder, degraded } = open(async () => engine);
    await embedder.embed(viewOf(items(100)));
    expect(embedder.status()).toEqual({ done: 99, total: 100 });
    expect(degraded).toEqual(["BACKEND_WRONG"]);
  });

  it("gives up on an encoder that fails for everything, and says so", async () => {
    const engine = engineOf("model", () => {
      throw new AisleError("BACKEND_WRONG", "Nonsense.");
    });
    const { embedder } = open(async () => engine);
    await embedder.embed(viewOf(items(50)));
    expect(embedder.status()).toEqual({ done: 0, total: 50, paused: "encoder_failed" });
  });

  it("waits without an encoder, and starts over when another model takes over", async () => {
    const view = viewOf(items(50));
    const none = open(async () => undefined);
    await none.embedder.embed(view);
    expect(none.embedder.status()).toEqual({ done: 0, total: 50, paused: "no_encoder" });
    const refused = open(async () => {
      throw new AisleError("BACKEND_UNAVAILABLE", "No tier runs.");
    });
    await refused.embedder.embed(view);
    expect(refused.embedder.status().paused).toBe("no_encoder");
    expect(refused.degraded).toEqual(["BACKEND_UNAVAILABLE"]);

    const first = engineOf("one", () => {
      if (first.batches.length === 2) throw new AisleError("DEVICE_LOST", "Gone.");
    });
    const second = engineOf("two");
    let current = first;
    const { embedder } = open(async () => current, {
      demote: () => {
        current = second;
      },
    });
    await embedder.embed(view);
    expect(embedder.vectors(1)?.modelId).toBe("two");
    expect(textsOf(second)).toHaveLength(50);
    expectComplete(embedder, view);
  });

  it("pauses between batches, gives a reason, and goes on", async () => {
    const engine = engineOf("model", () => {
      if (engine.batches.length === 1) embedder.pause("hidden");
    });
    const view = viewOf(items(100));
    const { embedder, progress } = open(async () => engine);
    const done = embedder.embed(view);
    while (!progress.some((line) => line.endsWith("hidden"))) await new Promise((resolve) => setTimeout(resolve, 1));
    const before = engine.batches.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(engine.batches.length).toBe(before);
    expect(embedder.status().paused).toBe("hidden");
    embedder.resume("hidden");
    await done;
    expectComplete(embedder, view);
    expect(textsOf(engine)).toHaveLength(100);
  });

  it("lets one tab embed and the other pick up its vectors", async () => {
    const store = createMemoryStore();
    const locks = createFakeLocks();
    const view = viewOf(items(900));
    const busy = engineOf();
    const second: { refresh?: () => Promise<void> } = {};
    const one = open(async () => busy, {
      store: () => store,
      lock: createEmbeddingLock("shop", locks.tab("one")),
      announce: () => void second.refresh?.(),
    });
    const spare = engineOf();
    const two = open(async () => spare, { store: () => store, lock: createEmbeddingLock("shop", locks.tab("two")) });
    second.refresh = two.embedder.refresh;
    await Promise.all([one.embedder.embed(view), two.embedder.embed(view)]);
    expectComplete(one.embedder, view);
    expectComplete(two.embedder, view);
    expect(textsOf(busy, spare).sort()).toEqual(view.items.map((item) => item.title).sort());
    expect(two.progress.some((line) => line.endsWith("other_tab"))).toBe(true);
  });

  it("takes over when the embedding tab is paused", async () => {
    const store = createMemoryStore();
    const locks = createFakeLocks();
    const view = viewOf(items(100));
    const hidden = engineOf("model", () => {
      if (hidden.batches.length === 2) one.embedder.pause("hidden");
    });
    const one = open(async () => hidden, { store: () => store, lock: createEmbeddingLock("shop", locks.tab("one")) });
    const visible = engineOf();
    const two = open(async () => visible, { store: () => store, lock: createEmbeddingLock("shop", locks.tab("two")) });
    void one.embedder.embed(view);
    await two.embedder.embed(view);
    expectComplete(two.embedder, view);
    expect(textsOf(hidden, visible).sort()).toEqual(view.items.map((item) => item.title).sort());
    await one.embedder.stop();
  });

  it("stops for a newer view, and for good", async () => {
    const engine = engineOf("model", () => new Promise((resolve) => setTimeout(resolve, 1)));
    const { embedder, degraded } = open(async () => engine);
    const old = embedder.embed(viewOf(items(500, "Old"), 1));
    const view = viewOf(items(40, "New"), 2);
    await embedder.embed(view);
    await old;
    expectComplete(embedder, view);
    expect(embedder.vectors(1)).toBeUndefined();
    void embedder.embed(viewOf(items(500, "Newer"), 3));
    await embedder.stop();
    const { length } = engine.batches;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(engine.batches).toHaveLength(length);
    expect(degraded).toEqual([]);
  });

  it("goes on in memory when the store fails, and reads no vector of another length", async () => {
    const view = viewOf(items(30));
    const engine = engineOf();
    const { embedder, degraded } = open(async () => engine, {
      store: () => ({
        readVectors: async () => new Map([[textKey("Item 0"), { values: new Int8Array(3), scale: 1 }]]),
        writeVectors: async () => {
          throw new Error("quota");
        },
      }),
    });
    await embedder.embed(view);
    expectComplete(embedder, view);
    expect(degraded).toEqual(["STORAGE_FAILED"]);
  });

  it("has nothing to do for an empty catalogue", async () => {
    const { embedder, progress } = open(async () => engineOf());
    await embedder.embed(viewOf([]));
    expect(embedder.status()).toEqual({ done: 0, total: 0 });
    expect(progress.at(-1)).toBe("0/0");
  });
});
