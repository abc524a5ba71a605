import { afterEach, describe, expect, it, vi } from "vitest";
import type { AisleError } from "../../errors";
import { writeAssets } from "../../format/assets/assetParts";
import { writeAvailability } from "../../format/assets/availability";
import { sampleCatalog, sampleOptions, sampleParts } from "../../format/assets/testing";
import type { CatalogView } from "../../ranking/rankContext";
import type { CatalogStatus } from "../../types";
import type { Build } from "./build";
import { FOLDER, type Host, host, memoryCache, published } from "./testing";
import { CHECK_BUILD_EVERY_MS, createUsedBuild, type UsedBuildOptions } from "./usedBuild";

const files = await writeAssets(sampleParts(), { ...sampleOptions, catalog: sampleCatalog() });
const next = await writeAssets({ ...sampleParts(), blend: {} }, { ...sampleOptions, catalog: sampleCatalog() });

/** A catalogue of items of these ids, read to its end. */
function catalogOf(...ids: string[]): UsedBuildOptions["catalog"] {
  const items = ids.map((id) => ({ id, title: id }));
  const view = { items, rowOf: new Map(ids.map((id, row) => [id, row])), revision: 1 } as unknown as CatalogView;
  return { view: () => view, status: () => ({ state: "ready" }) as CatalogStatus };
}

function used(server: Host, more: Partial<UsedBuildOptions> = {}) {
  vi.stubGlobal("fetch", server.fetch);
  const problems: AisleError[] = [];
  const changes: Build["rows"][] = [];
  const made = createUsedBuild({
    folderUrl: FOLDER,
    cache: memoryCache(),
    catalog: catalogOf("item-0"),
    wantsCatalog: () => false,
    saveData: false,
    now: () => 0,
    onChange: (rows) => changes.push(rows),
    onAvailability: async () => {},
    onDegraded: (error) => problems.push(error as AisleError),
    ...more,
  });
  return { made, problems, changes };
}

afterEach(() => vi.unstubAllGlobals());

describe("used build", () => {
  it("asks for nothing where no folder was named", async () => {
    const server = host(published(files));
    const { made } = used(server, { folderUrl: undefined });
    await made.open();
    await made.checkAgain();
    expect([made.status(), made.build(), server.asked]).toEqual([{ state: "none" }, undefined, []]);
  });

  it("tells how many of its items the page knows", async () => {
    const { made } = used(host(published(files)), { catalog: catalogOf("item-0", "item-3", "other") });
    const opening = made.open();
    expect(made.opened()).toBe(opening);
    expect(made.status()).toEqual({ state: "loading" });
    await opening;
    expect(made.status()).toMatchObject({ state: "ready", items: 6, known: 2 });
  });

  it("gives a catalogue once, and only to a page without its own", async () => {
    const server = host(published(files));
    let at = 0;
    const { made, changes } = used(server, { wantsCatalog: () => true, now: () => at });
    await made.open();
    expect(changes).toEqual([sampleCatalog()]);
    server.files = published(files, { enabled: false });
    at += CHECK_BUILD_EVERY_MS + 1;
    await made.checkAgain();
    expect(made.isDisabled()).toBe(true);
    server.files = published(files);
    at += CHECK_BUILD_EVERY_MS + 1;
    await made.checkAgain();
    expect(changes).toEqual([sampleCatalog(), undefined, undefined]);

    const own = used(host(published(files)));
    await own.made.open();
    expect(own.changes).toEqual([undefined]);
  });

  it("looks for a newer one only when the last look is long ago", async () => {
    const server = host(published(files));
    let at = 1;
    const { made } = used(server, { now: () => at });
    await made.open();
    server.files = published(next);
    at += CHECK_BUILD_EVERY_MS;
    await made.checkAgain();
    expect(made.build()?.manifest.buildId).toBe(files.manifest.buildId);
    at += 1;
    await made.checkAgain();
    expect(made.build()?.manifest.buildId).toBe(next.manifest.buildId);
  });

  it("leaves out a build of other items, whatever the encoder, and tells each once", async () => {
    const { made, problems } = used(host(published(files)), { catalog: catalogOf("other") });
    await made.open();
    expect(made.usable()).toBe(made.build());
    const build = made.build() as Build;
    const { encoder } = build.manifest;
    expect(encoder).toBeDefined();
    for (let i = 0; i < 2; i++) {
      made.tellMismatch(build);
      made.tellOtherEncoder(build, undefined);
      made.tellOtherEncoder(build, encoder?.modelId);
      made.tellOtherEncoder(build, "another");
    }
    expect(problems.map(({ code }) => code)).toEqual(["ASSET_MISMATCH", "ASSET_MISMATCH"]);
    expect(problems[0].seen).toBe("item-0 in the build, other in the catalogue");
    expect(made.usable()).toBeUndefined();
  });

  it("holds what was said of prices and stock for catalogues that are loaded later", async () => {
    const changes = [{ id: "item-1", availability: "out_of_stock" as const }];
    const server = host(published(files, { availability: { maxAgeSeconds: 60 } }));
    server.files.set("availability.json", writeAvailability(changes));
    const told: unknown[] = [];
    const { made } = used(server, { onAvailability: async (one) => told.push(one) });
    await made.open();
    expect(made.availability()).toEqual([]);
    await made.refreshAvailability();
    await made.refreshAvailability();
    expect([told, made.availability()]).toEqual([[changes], changes]);
  });
});
