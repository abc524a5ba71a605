/**
 * What `aisle build` published: found, fetched, verified, read, and replaced when the shop publishes another. A folder
 * that cannot be had, or is of a newer schema, never takes the last good one away.
 */
import { hashKey } from "../../encoder/textKey";
import { AisleError, throwIfAborted } from "../../errors";
import { type AssetParts, RANKING_ROLES, readAssets, readCatalogAsset } from "../../format/assets/assetParts";
import { readAvailability } from "../../format/assets/availability";
import {
  type AssetFile,
  type AssetManifest,
  type AssetRole,
  AVAILABILITY_FILE,
  MANIFEST_FILE,
  readAssetManifest,
} from "../../format/assets/manifest";
import { createLearnedRanking } from "../../ranking/learned/createLearnedRanking";
import type { AssetsStatus } from "../../types";
import type { Build, BuildSupply, BuildSupplyOptions, ShippedVectors } from "./build";
import type { ChunkRef } from "./fetchChunk";
import { type ChunkJob, cacheChunks, chunkJobs, fetchChunks } from "./fetchChunks";
import { fetchText } from "./fetchText";

/** Vectors and the head are two thirds of the bytes; a shopper who saves data is ranked by the shop's orders alone. */
const LARGE_ROLES: ReadonlySet<string> = new Set<AssetRole>(["vectors", "text-head"]);

export function createBuildSupply(options: BuildSupplyOptions): BuildSupply {
  const { folderUrl, cache, onChange, onDegraded, now } = options;
  let state: AssetsStatus["state"] = "loading";
  let build: LoadedBuild | undefined;
  let manifest: AssetManifest | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let availabilityText = "";
  let running: Promise<void> | undefined;
  let kept: Promise<unknown> = Promise.resolve();

  function settle(next: AssetsStatus["state"]): void {
    state = next;
    onChange();
  }

  async function check(): Promise<void> {
    let found: AssetManifest | undefined;
    await kept;
    try {
      found = await publishedManifest();
    } catch (error) {
      const failure = asAisleError(error);
      // The folder may hold an encoder alone: then there is no build, and nothing is amiss.
      if (failure.seen === 404 && !build && !(await rememberedManifest())) return settle("none");
      return fallBack(failure);
    }
    if (!found.enabled) {
      manifest = found;
      await remember(found);
      return settle("disabled");
    }
    if (build?.manifest.buildId === found.buildId) {
      manifest = found;
      if (state !== "ready") settle("ready");
      return;
    }
    try {
      await take(found);
    } catch (error) {
      throwIfAborted(options.signal);
      await fallBack(asAisleError(error));
    }
  }

  /** What is in use stays; at the start, the folder that was good last time serves. */
  async function fallBack(failure: AisleError): Promise<void> {
    const instead = "the last good build goes on";
    if (build) {
      onDegraded(failure, instead);
      return;
    }
    const last = await rememberedManifest();
    if (last && !last.enabled) {
      manifest = last;
      onDegraded(failure, "the kill switch stays as it was");
      return settle("disabled");
    }
    if (last) {
      try {
        await take(last);
        onDegraded(failure, instead);
        return;
      } catch {
        // Neither the new one nor the old one: told once, about the new one.
      }
    }
    onDegraded(failure, "shelves are ranked without the build");
    settle("failed");
  }

  async function take(found: AssetManifest): Promise<void> {
    const files = found.files.filter(isWanted);
    const contents = new Map(files.map((file) => [file, new Uint8Array(file.bytes)]));
    const jobs = files.flatMap((file) => chunkJobs(file.chunks, contents.get(file) as Uint8Array));
    const { saved } = await fetchChunks(folderUrl, jobs, options);
    const parts = readAssets(found, (file) => contents.get(file));
    const rows = readCatalogAsset(found, (file) => contents.get(file));
    const before = build;
    build = { ...buildOf(found, parts), rows, jobs };
    manifest = found;
    // Nobody waits for a disk; one build is kept after the other.
    kept = Promise.all([kept, saved]).then(async () => {
      await remember(found);
      if (before) await forget(before.manifest, found);
    });
    settle("ready");
  }

  function isWanted({ role }: AssetFile): boolean {
    if (role === "catalog") return options.wantsCatalog();
    if (options.saveData && LARGE_ROLES.has(role)) return false;
    return (RANKING_ROLES as readonly string[]).includes(role);
  }

  async function publishedManifest(): Promise<AssetManifest> {
    return readAssetManifest(parseJson(await fetchText(new URL(MANIFEST_FILE, folderUrl).href, options)));
  }

  async function rememberedManifest(): Promise<AssetManifest | undefined> {
    const last = await cache.read(manifestKey(folderUrl));
    try {
      return last && readAssetManifest(parseJson(new TextDecoder().decode(last)));
    } catch {
      return undefined;
    }
  }

  /** Only now: a manifest is good once all its files are here. */
  async function remember(found: AssetManifest): Promise<void> {
    await cache.write(manifestKey(folderUrl), new TextEncoder().encode(JSON.stringify(found)));
  }

  async function forget(before: AssetManifest, found: AssetManifest): Promise<void> {
    const needed = new Set(chunksOf(found).map(({ sha256 }) => sha256));
    await cache.remove(chunksOf(before).flatMap(({ sha256 }) => (needed.has(sha256) ? [] : [sha256])));
  }

  return {
    build: () => (state === "ready" ? build : undefined),
    status: () => ({
      state,
      buildId: manifest?.buildId,
      asOf: manifest?.asOf,
      items: manifest?.items,
      bytes: build?.jobs.reduce((sum, { chunk }) => sum + chunk.bytes, 0),
    }),

    check() {
      running ??= check().finally(() => {
        running = undefined;
      });
      return running;
    },

    async availability() {
      const { maxAgeSeconds } = manifest?.availability ?? {};
      if (state !== "ready" || maxAgeSeconds === undefined || now() - checkedAt < maxAgeSeconds * 1000)
        return undefined;
      checkedAt = now();
      try {
        const text = await fetchText(new URL(AVAILABILITY_FILE, folderUrl).href, { ...options, tries: 1 });
        if (text === availabilityText) return undefined;
        const changes = readAvailability(parseJson(text));
        availabilityText = text;
        return changes;
      } catch (error) {
        onDegraded(asAisleError(error), "prices and stock are those of the catalogue");
        return undefined;
      }
    },

    async keep() {
      if (!build || !manifest) return;
      await cacheChunks(build.jobs, cache);
      await remember(manifest);
    },
  };
}

interface LoadedBuild extends Build {
  readonly jobs: readonly ChunkJob[];
}

function buildOf(manifest: AssetManifest, parts: AssetParts): Omit<LoadedBuild, "jobs" | "rows"> {
  return {
    manifest,
    ids: parts.ids,
    learned: createLearnedRanking(parts),
    vectors: parts.vectors && shippedVectors(parts.vectors),
    spaces: parts.spaces,
  };
}

function shippedVectors({ modelId, dimensions, textHashes, scales, values }: NonNullable<AssetParts["vectors"]>) {
  const rows = new Map<string, number>();
  scales.forEach((scale, row) => {
    if (scale > 0) rows.set(hashKey(textHashes[2 * row], textHashes[2 * row + 1]), row);
  });
  const shipped: ShippedVectors = {
    modelId,
    dimensions,
    of(key) {
      // The hash goes before the length of the text (`encoder/textKey.ts`).
      const row = rows.get(key.slice(0, key.indexOf("-")));
      if (row === undefined) return undefined;
      return { values: values.subarray(row * dimensions, (row + 1) * dimensions), scale: scales[row] };
    },
  };
  return shipped;
}

function chunksOf(manifest: AssetManifest): ChunkRef[] {
  return manifest.files.flatMap((file) => file.chunks);
}

function manifestKey(folderUrl: string): string {
  return `manifest:${folderUrl}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AisleError("ASSET_CORRUPT", "A file of the asset folder is not JSON.", { cause });
  }
}

function asAisleError(error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AisleError("ASSET_CORRUPT", `The build could not be used: ${message}.`, { cause: error });
}
