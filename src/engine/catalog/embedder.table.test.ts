import { describe, expect, it } from "vitest";
import type { EncoderEngine } from "../../encoder/encoderEngine";
import { quantizeVector } from "../../encoder/quantizeVector";
import { textKey } from "../../encoder/textKey";
import { AisleError } from "../../errors";
import type { CatalogView } from "../../ranking/rankContext";
import { createMemoryStore } from "../store/memoryStore";
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

describe("createEmbedder with a table", () => {
  /** Another direction for each text than the encoder's. */
  const tableOf = (modelId = "model", onBatch?: (texts: readonly string[]) => void): FakeEngine => {
    const engine = engineOf(modelId, onBatch);
    return {
      ...engine,
      tier: "table",
      async embed(texts) {
        return (await engine.embed(texts)).map((value, at) => (at % 2 ? value : -value));
      },
    };
  };

  it("has the table's vectors at once, then the encoder's, and stores those alone", async () => {
    const store = createMemoryStore();
    const table = tableOf();
    let arrive = (_: EncoderEngine) => {};
    const encoder = new Promise<EncoderEngine>((resolve) => {
      arrive = resolve;
    });
    const view = viewOf([...items(150), { id: "twin", title: "Item 0" }]);
    const { embedder, progress } = open(() => encoder, { store: () => store, table: async () => table });
    const embedding = embedder.embed(view);
    await until(() => embedder.status().table === 151);
    expect(embedder.status()).toEqual({ done: 0, total: 151, table: 151 });
    expect([...embedder.vectors(1)!.present]).toEqual(Array(151).fill(1));
    expect(textsOf(table).length).toBe(150);
    arrive(engineOf());
    await embedding;
    expectComplete(embedder, view);
    expect(embedder.status()).toEqual({ done: 151, total: 151 });
    expect(progress[0]).toBe("0/151");
    const keys = view.items.map(({ title }) => textKey(title));
    expect((await store.readVectors("model", keys)).get(keys[3])?.values).toEqual(
      embedder.vectors(1)!.values.slice(3 * DIMENSIONS, 4 * DIMENSIONS),
    );
  });

  it("asks for no encoder while the device is to be spared, and tells why", async () => {
    const asked: string[] = [];
    const view = viewOf(items(20));
    const { embedder } = open(
      async () => {
        asked.push("encoder");
        return engineOf();
      },
      { table: async () => tableOf() },
    );
    embedder.pause("save_data");
    embedder.pause("low_battery");
    const embedding = embedder.embed(view);
    await until(() => embedder.status().table === 20);
    embedder.resume("save_data");
    await new Promise((resolve) => setTimeout(resolve));
    expect(embedder.status()).toEqual({ done: 0, total: 20, table: 20, paused: "low_battery" });
    expect(asked).toEqual([]);
    embedder.resume("low_battery");
    await embedding;
    expect(asked).toEqual(["encoder"]);
    expectComplete(embedder, view);
  });

  it("is done with the table where nothing else can run", async () => {
    const { embedder, degraded } = open(() => Promise.reject(new AisleError("BACKEND_UNAVAILABLE", "nothing")), {
      table: async () => tableOf(),
    });
    await embedder.embed(viewOf(items(20)));
    expect(embedder.status()).toEqual({ done: 20, total: 20, table: 20 });
    expect(degraded).toEqual([]);
  });

  it("keeps the table's vectors when the encoder cannot be had, and says so", async () => {
    const { embedder, degraded } = open(() => Promise.reject(new AisleError("ASSET_UNREACHABLE", "offline")), {
      table: async () => tableOf(),
    });
    await embedder.embed(viewOf(items(20)));
    expect(embedder.status()).toEqual({ done: 0, total: 20, table: 20, paused: "no_encoder" });
    expect(degraded).toEqual(["ASSET_UNREACHABLE"]);
  });

  it("takes the encoder's stored vectors before the encoder is there", async () => {
    const store = createMemoryStore();
    const view = viewOf(items(20));
    await open(async () => engineOf(), { store: () => store }).embedder.embed(view);
    const { embedder } = open(() => new Promise<never>(() => {}), { store: () => store, table: async () => tableOf() });
    void embedder.embed(view);
    await until(() => embedder.status().done === 20);
    expectComplete(embedder, view);
    await embedder.stop();
  });

  it("goes on without a table that fails", async () => {
    const view = viewOf(items(20));
    const table = tableOf("model", () => {
      throw new Error("broken");
    });
    const { embedder, demoted } = open(async () => engineOf(), { table: async () => table });
    await embedder.embed(view);
    expect(demoted).toEqual(["BACKEND_WRONG"]);
    expectComplete(embedder, view);
  });

  it("leaves vectors alone that are of another space than the table's", async () => {
    const view = viewOf(items(20));
    const made = engineOf("built");
    const shipped = {
      modelId: "built",
      dimensions: DIMENSIONS,
      of: (key: string) =>
        key === textKey(view.items[0].title) ? undefined : quantizeVector(vectorOf(titleOf(view, key))),
    };
    const table = tableOf("model");
    const { embedder } = open(async () => made, { table: async () => table, shipped: () => shipped });
    await embedder.embed(view);
    expect(textsOf(table)).toEqual([]);
    expect(textsOf(made)).toEqual([view.items[0].title]);
    expectComplete(embedder, view);
  });

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve));
  }

  function titleOf(view: CatalogView, key: string): string {
    return view.items.find(({ title }) => textKey(title) === key)!.title;
  }
});
