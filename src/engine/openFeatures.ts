/**
 * What a shop may ask for beyond the ranking of products. Its code is fetched where it is asked for; where it cannot be
 * had, that is told, and the engine goes on without.
 */
import type { Change } from "../types";
import type { UsedBuild } from "./assets/usedBuild";
import type { Catalog } from "./catalog/catalog";
import type { Collections, CollectionsOptions } from "./collections";
import type { EngineOptions } from "./engine.protocol";
import type { Pictures } from "./pictures/createPictures";
import type { OpenPicturesOptions } from "./pictures/openPictures";
import type { Shoppers } from "./shoppers";
import type { Trials } from "./trials/createTrials";

export interface FeatureSurroundings {
  readonly shoppers: Shoppers;
  readonly catalog: Catalog;
  readonly build: UsedBuild;
  readonly emit: (change: Change) => void;
  readonly onDegraded: (error: unknown, instead: string) => void;
}

/** Experiments, exploration, fairness, reports. Never rejects, as all here. */
export function openTrials(
  options: EngineOptions,
  { shoppers, emit, onDegraded }: FeatureSurroundings,
): Promise<Trials | undefined> {
  return orWithout("nothing is tried out", onDegraded, async () => {
    const { createTrials } = await import("./trials/createTrials");
    return createTrials({
      ...options,
      store: () => shoppers.products.store,
      consent: () => shoppers.consent.products,
      now: Date.now,
      randomBytes: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      locks: navigator.locks,
      onReported: () => emit({ type: "profile" }),
      onDegraded,
    });
  });
}

/** Promotions, ads, articles. */
export function openCollections(
  sources: NonNullable<EngineOptions["collections"]>,
  given: Pick<CollectionsOptions, "catalog" | "embedder">,
  { emit, onDegraded }: FeatureSurroundings,
): Promise<Collections | undefined> {
  return orWithout("only products are shown", onDegraded, async () => {
    const { createCollections } = await import("./collections");
    return createCollections(sources, {
      ...given,
      onChange: () => emit({ type: "shelves" }),
      now: Date.now,
      randomBits: () => crypto.getRandomValues(new Uint32Array(1))[0],
      onDegraded,
    });
  });
}

/** Vectors of new items' pictures. */
export function openPictures(
  given: Pick<OpenPicturesOptions, "plan" | "assetsUrl" | "lock" | "idle">,
  { shoppers, catalog, build, emit, onDegraded }: FeatureSurroundings,
): Promise<Pictures | undefined> {
  return orWithout("new items are ranked without their pictures", onDegraded, async () => {
    const { openPictures } = await import("./pictures/openPictures");
    return openPictures({
      ...given,
      build,
      catalog,
      store: () => shoppers.products.store,
      onChange: () => emit({ type: "shelves" }),
      onDegraded,
    });
  });
}

async function orWithout<T>(
  instead: string,
  onDegraded: FeatureSurroundings["onDegraded"],
  open: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    onDegraded(error, instead);
    return undefined;
  }
}
