import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { memoryCache } from "./assets/testing";
import { createCatalog } from "./catalog/catalog";
import { createMemoryStore } from "./store/memoryStore";
import { createUnderstanding, type UnderstandingOptions } from "./understanding";

const FOLDER = "https://shop.example/aisle/";

/** The demo's encoder, behind an address. */
const serve = (async (url: string) =>
  new Response(new Uint8Array(await readFile(`public/aisle/${url.slice(FOLDER.length)}`)))) as typeof fetch;

afterEach(() => vi.unstubAllGlobals());

async function understanding(more: Partial<UnderstandingOptions> = {}) {
  const fetch = vi.fn(serve);
  vi.stubGlobal("fetch", fetch);
  const store = createMemoryStore();
  const problems: unknown[] = [];
  const pace = { now: () => performance.now(), yieldNow: async () => {} };
  const onDegraded = (error: unknown) => problems.push(error);
  const catalog = createCatalog({
    ...pace,
    fetch,
    today: Date.now,
    wait: async () => {},
    onChange: () => {},
    onDegraded,
  });
  await catalog.load({
    kind: "items",
    items: [
      { id: "chair", title: "Oak dining chair" },
      { id: "lamp", title: "Reading lamp for the desk" },
    ],
  });
  const made = createUnderstanding({
    ...pace,
    assetsUrl: FOLDER,
    encoder: "table",
    thread: "worker",
    catalog,
    build: { opened: async () => {}, build: () => undefined, tellMismatch: () => {}, tellOtherEncoder: () => {} },
    cache: memoryCache(),
    store: () => store,
    lock: (_name, _signal, work) => work(),
    idle: async () => {},
    announce: () => {},
    onFirstVectors: () => {},
    onDownloaded: () => {},
    onEncoder: () => {},
    onDegraded,
    ...more,
  });
  const context = () => ({
    vectors: made.vectors(catalog.view().revision),
    language: catalog.status().language,
  });
  return { made, catalog, context, fetch, problems };
}

describe("understanding", () => {
  it("asks for no encoder where there is none to have", async () => {
    for (const none of [{ assetsUrl: undefined }, { encoder: "none" as const }]) {
      const { made, context, fetch, problems } = await understanding(none);
      made.prepare();
      await made.understand();
      expect(await made.othersEmbedding.encoder()).toBeUndefined();
      expect(await made.queryVector("chair", context())).toBeUndefined();
      expect([fetch.mock.calls, problems]).toEqual([[], []]);
      await made.stop();
      made.dispose();
    }
  });

  it("gives a search its vector only where the items' are of the same encoder", async () => {
    const { made, catalog, context, problems } = await understanding();
    await made.understand();
    expect(catalog.status().embedded).toMatchObject({ done: 2, total: 2 });
    const { vectors, language } = context();
    expect(await made.queryVector("chair", { vectors, language })).toHaveLength(vectors?.dimensions as number);
    expect(await made.queryVector("chair", { vectors, language: "words" })).toBeUndefined();
    const others = vectors && { ...vectors, modelId: "another" };
    expect(await made.queryVector("chair", { vectors: others, language })).toBeUndefined();
    expect(problems).toEqual([]);
    await made.stop();
    made.dispose();
  });

  it("downloads the weights once every reason to spare the device is gone", async () => {
    const { made, problems } = await understanding({ encoder: "wasm" });
    made.pause("save_data");
    made.pause("hidden");
    void made.understand();
    await vi.waitFor(() => expect(made.status()).toMatchObject({ tier: "table", state: "ready" }));
    made.resume("hidden");
    expect(await made.othersEmbedding.encoder()).toBeUndefined();
    expect(made.status().tier).toBe("table");
    made.resume("save_data");
    await vi.waitFor(() => expect(made.status().tier).toBe("wasm"), { timeout: 10_000 });
    expect(problems).toEqual([]);
    await made.stop();
    made.dispose();
  });
});
