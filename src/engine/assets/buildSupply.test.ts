import { describe, expect, it } from "vitest";
import { textHash, textKey } from "../../encoder/textKey";
import type { AisleError } from "../../errors";
import { writeAssets } from "../../format/assets/assetParts";
import { writeAvailability } from "../../format/assets/availability";
import { sampleCatalog, sampleOptions, sampleParts } from "../../format/assets/testing";
import type { BuildSupplyOptions } from "./build";
import { createBuildSupply } from "./buildSupply";
import { FOLDER, type Host, host, memoryCache, published } from "./testing";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const first = await writeAssets(sampleParts(), { ...sampleOptions, catalog: sampleCatalog() });
const second = await writeAssets({ ...sampleParts(), blend: {} }, { ...sampleOptions, catalog: sampleCatalog() });

function supply(server: Host, more: Partial<BuildSupplyOptions> = {}) {
  const problems: AisleError[] = [];
  const cache = memoryCache();
  const changes: string[] = [];
  const made = createBuildSupply({
    folderUrl: FOLDER,
    fetch: server.fetch,
    cache,
    tries: 1,
    backoffMs: () => 0,
    keepAfterMs: 0,
    wantsCatalog: () => false,
    saveData: false,
    now: () => 0,
    onChange: () => changes.push(made.status().state),
    onDegraded: (error) => problems.push(error),
    ...more,
  });
  return { made, problems, cache, changes };
}

describe("build supply", () => {
  it("takes up what is published, without the catalogue unless it is wanted", async () => {
    const server = host(published(first));
    const { made, problems, changes } = supply(server);
    expect(made.status()).toMatchObject({ state: "loading" });
    await made.check();
    expect(made.build()?.ids).toEqual(sampleParts().ids);
    expect(made.build()?.learned.ranks("home")).toBe(true);
    expect(made.build()?.rows).toBeUndefined();
    expect(made.status()).toMatchObject({ state: "ready", buildId: first.manifest.buildId, items: 6 });
    expect(server.asked.some((name) => name.startsWith("catalog"))).toBe(false);
    expect([problems, changes]).toEqual([[], ["ready"]]);
    const hungry = supply(host(published(first)), { wantsCatalog: () => true });
    await hungry.made.check();
    expect(hungry.made.build()?.rows).toEqual(sampleCatalog());
  });

  it("finds shipped vectors by the text they were made from", async () => {
    const texts = sampleCatalog().map(({ title }) => title);
    const vectors = { ...sampleParts().vectors!, textHashes: Uint32Array.from(texts.flatMap(textHash)) };
    vectors.scales[2] = 0;
    const server = host(published(await writeAssets({ ...sampleParts(), vectors }, sampleOptions)));
    const { made } = supply(server);
    await made.check();
    const shipped = made.build()?.vectors;
    expect(shipped?.of(textKey(texts[1]))).toEqual({ values: vectors.values.subarray(4, 8), scale: vectors.scales[1] });
    expect(shipped?.of(textKey(texts[2]))).toBeUndefined();
    expect(shipped?.of(textKey("changed"))).toBeUndefined();
  });

  it("knows that a folder with an encoder alone has no build", async () => {
    const { made, problems } = supply(host());
    await made.check();
    expect(made.status()).toMatchObject({ state: "none" });
    expect(made.build()).toBeUndefined();
    expect(problems).toEqual([]);
  });

  it("replaces the build in use, downloads only what changed, and forgets what is not needed", async () => {
    const server = host(published(first));
    const { made, cache } = supply(server);
    await made.check();
    server.files = published(second);
    server.asked.length = 0;
    await made.check();
    expect(made.status().buildId).toBe(second.manifest.buildId);
    expect(server.asked).toEqual(["manifest.json", second.manifest.files[0].chunks[0].file]);
    await expect.poll(() => cache.entries.has(first.manifest.files[0].chunks[0].sha256)).toBe(false);
    expect(cache.entries.has(second.manifest.files[0].chunks[0].sha256)).toBe(true);
  });

  it("keeps the build in use when the next one is broken, unreachable or too new", async () => {
    const newer = new TextEncoder().encode('{"kind":"aisle-assets","schemaVersion":2}');
    const broken = published(second);
    broken.set(second.manifest.files[0].chunks[0].file, new Uint8Array(second.manifest.files[0].bytes));
    const missing = published(second);
    missing.delete(second.manifest.files[0].chunks[0].file);
    for (const [files, code] of [
      [new Map([["manifest.json", newer]]), "ASSET_SCHEMA_NEWER"],
      [new Map([["manifest.json", new TextEncoder().encode("<html>")]]), "ASSET_CORRUPT"],
      [new Map(), "ASSET_UNREACHABLE"],
      [missing, "ASSET_UNREACHABLE"],
      [broken, "ASSET_CORRUPT"],
    ] as const) {
      const server = host(published(first));
      const { made, problems } = supply(server, { tries: 2 });
      await made.check();
      server.files = new Map(files);
      await made.check();
      expect(made.status()).toMatchObject({ state: "ready", buildId: first.manifest.buildId });
      expect(problems.map((problem) => problem.code)).toEqual([code]);
    }
  });

  it("starts with the last good build when the folder cannot be had", async () => {
    const before = supply(host(published(first)));
    await before.made.check();
    await expect.poll(() => before.cache.entries.has(`manifest:${FOLDER}`)).toBe(true);
    const offline = host();
    const { made, problems } = supply(offline, { cache: before.cache });
    await made.check();
    expect(made.status()).toMatchObject({ state: "ready", buildId: first.manifest.buildId });
    expect(problems.map(({ code }) => code)).toEqual(["ASSET_UNREACHABLE"]);
    expect(offline.asked).toEqual(["manifest.json"]);
  });

  it("checks what the cache holds like what it downloads", async () => {
    const before = supply(host(published(first)));
    await before.made.check();
    await expect.poll(() => before.cache.entries.has(`manifest:${FOLDER}`)).toBe(true);
    for (const [key, bytes] of before.cache.entries) {
      if (!key.startsWith("manifest:"))
        before.cache.entries.set(
          key,
          bytes.map((byte) => byte ^ 1),
        );
    }
    const { made, problems } = supply(host(), { cache: before.cache });
    await made.check();
    expect(made.status().state).toBe("failed");
    expect(problems).toHaveLength(1);
  });

  it("obeys the kill switch, at the start, later, offline, and when it is taken back", async () => {
    const server = host(published(first));
    const { made, cache } = supply(server);
    await made.check();
    server.files = published(first, { enabled: false });
    await made.check();
    expect(made.status().state).toBe("disabled");
    expect(made.build()).toBeUndefined();
    const offline = supply(host(), { cache });
    await offline.made.check();
    expect(offline.made.status().state).toBe("disabled");
    server.files = published(first);
    await made.check();
    expect(made.status().state).toBe("ready");
    expect(made.build()).toBeDefined();
  });

  it("leaves the largest files out for a shopper who saves data", async () => {
    const server = host(published(first));
    const { made } = supply(server, { saveData: true });
    await made.check();
    expect(made.status().state).toBe("ready");
    expect(made.build()?.vectors).toBeUndefined();
    expect(server.asked.some((name) => /^(vectors|text-head)/.test(name))).toBe(false);
  });

  it("asks for price and stock once they may be old, and tells only what is new", async () => {
    let now = 0;
    const files = published(first, { availability: { maxAgeSeconds: 60 } });
    const changes = [{ id: "item-1", availability: "out_of_stock" as const }];
    const server = host(files.set("availability.json", writeAvailability(changes)));
    const { made, problems } = supply(server, { now: () => now });
    await made.check();
    expect(await made.availability()).toEqual(changes);
    expect(await made.availability()).toBeUndefined();
    now += 61_000;
    expect(await made.availability()).toBeUndefined();
    server.files.set("availability.json", writeAvailability([]));
    now += 61_000;
    expect(await made.availability()).toEqual([]);
    server.files.delete("availability.json");
    now += 61_000;
    expect(await made.availability()).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(["ASSET_UNREACHABLE"]);
    expect(server.asked.filter((name) => name === "availability.json")).toHaveLength(4);
  });

  it("never asks for availability where the shop publishes none", async () => {
    const server = host(published(first));
    const { made } = supply(server);
    await made.check();
    expect(await made.availability()).toBeUndefined();
    expect(server.asked).not.toContain("availability.json");
  });

  it("asks for the same files whoever the shopper is", async () => {
    const servers = [host(published(first)), host(published(first))];
    for (const server of servers) await supply(server).made.check();
    expect(servers[0].asked).toEqual(servers[1].asked);
  });

  it("keeps what is in memory once the shopper agrees", async () => {
    const cache = memoryCache();
    const deaf = { ...cache, write: async () => undefined };
    let inUse: typeof cache = deaf as typeof cache;
    const { made } = supply(host(published(first)), {
      cache: {
        read: (key) => inUse.read(key),
        write: (key, bytes) => inUse.write(key, bytes),
        remove: (keys) => inUse.remove(keys),
      },
    });
    await made.check();
    expect(cache.entries.size).toBe(0);
    inUse = cache;
    await made.keep();
    const offline = supply(host(), { cache });
    await offline.made.check();
    expect(offline.made.status().buildId).toBe(first.manifest.buildId);
    expect(text(cache.entries.get(`manifest:${FOLDER}`)!)).toContain(first.manifest.buildId);
  });
});
