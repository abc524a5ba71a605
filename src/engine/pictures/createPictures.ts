/**
 * Vectors of the pictures of items that the build did not know, made in the page by the shop's model and added to the
 * space that the build has of pictures. Every shopper's page looks at the same pictures in the order of the feed, whatever
 * the shopper does; once made, vectors are kept like those of texts. Loaded for shops that name a model.
 */
import { type QuantizedVector, quantizeVector } from "../../encoder/quantizeVector";
import { textKey } from "../../encoder/textKey";
import type { ImageEncoder } from "../../encoder/tiers/onnx/createImageEncoder";
import { AisleError } from "../../errors";
import type { ImageEncoderPlan, Item } from "../../types";
import type { Build } from "../assets/build";
import type { UsedBuild } from "../assets/usedBuild";
import type { Catalog } from "../catalog/catalog";
import type { WithEmbeddingLock } from "../store/embeddingLock";
import type { Store } from "../store/store";

export interface PicturesOptions {
  readonly plan: ImageEncoderPlan;
  readonly openEncoder: () => Promise<ImageEncoder>;
  readonly readPicture: (url: string, signal: AbortSignal) => Promise<Blob>;
  readonly build: Pick<UsedBuild, "opened" | "usable">;
  readonly catalog: Pick<Catalog, "view">;
  /** Asked each time, because consent moves it. */
  readonly store: () => Store;
  readonly lock: WithEmbeddingLock;
  /** Resolves when nothing more urgent waits, or the signal fires. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  /** Items have got vectors: shelves may change. */
  readonly onChange: () => void;
  readonly onDegraded: (error: unknown, instead: string) => void;
}

export interface Pictures {
  /** Takes up the catalogue's items as they are now. Never rejects. */
  understand(): Promise<void>;
  /** Work waits while there is a reason to. */
  pause(reason: string): void;
  resume(reason: string): void;
  /** Ends the work and waits for the picture in hand. */
  stop(): Promise<void>;
}

type Space = NonNullable<Build["spaces"]>[string];

/** Pictures between two changes of shelves. */
const BATCH = 16;
/** One of the build's own pictures, seen by the page's model: below it, the model is not the one that made the space. */
const LEAST_COSINE = 0.9;
/** Pictures that are tried for that. */
const MOST_CHECKED = 3;
/** So many pictures in a row that cannot be read or embedded: the next ones would not be either. */
const MOST_FAILED = 8;

export function createPictures(options: PicturesOptions): Pictures {
  const { plan, build, catalog, store, onDegraded } = options;
  const modelId = `picture:${plan.space}:${plan.model}`;
  const ended = new AbortController();
  const pauses = new Set<string>();
  const failed = new Set<string>();
  let failedInARow = 0;
  let encoder: ImageEncoder | undefined;
  /** The build whose space the model was found to have made. */
  let agreed: string | undefined;
  /** The build that was told to be without the space. */
  let spaceless: string | undefined;
  let isRefused = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    await build.opened();
    const used = build.usable();
    if (!used || isRefused) return;
    if (!used.spaces || !Object.hasOwn(used.spaces, plan.space)) {
      tellMissing(used.manifest.buildId);
      return;
    }
    const space = used.spaces[plan.space];
    const missing = itemsWithout(used, space, catalog);
    const vectors = await stored(missing, space);
    const tell = () => {
      used.learned.extend(plan.space, new Map(vectors));
      options.onChange();
    };
    if (vectors.size > 0) tell();
    const wanted = missing.filter(({ id, imageLink }) => !vectors.has(id) && !failed.has(imageLink));
    if (wanted.length === 0 || pauses.size > 0) return;
    encoder ??= await options.openEncoder();
    if (agreed !== used.manifest.buildId) await checkModel(encoder, used, space);
    agreed = used.manifest.buildId;
    for (let at = 0; at < wanted.length && pauses.size === 0; at += BATCH) {
      const made = new Map<string, QuantizedVector>();
      for (const { id, imageLink } of wanted.slice(at, at + BATCH)) {
        const vector = pauses.size === 0 ? await vectorOf(encoder, imageLink) : undefined;
        if (!vector) continue;
        vectors.set(id, vector);
        made.set(textKey(imageLink), vector);
      }
      if (made.size === 0) continue;
      tell();
      await store().writeVectors(modelId, made);
    }
  }

  /** Once for each build: a space that did not help on validation was left out, and the shop should hear of it. */
  function tellMissing(buildId: string): void {
    if (spaceless === buildId) return;
    spaceless = buildId;
    onDegraded(
      new AisleError("ASSET_MISMATCH", `The build has no space ${plan.space}.`, {
        seen: buildId,
        fix: `Build with --space ${plan.space}=FILE; its report says whether the space helped: one that does not is left out.`,
      }),
      "new items are ranked without their pictures",
    );
  }

  async function stored(missing: readonly Pictured[], space: Space): Promise<Map<string, QuantizedVector>> {
    const keys = missing.map(({ imageLink }) => textKey(imageLink));
    const found = await store().readVectors(modelId, keys);
    return new Map(
      missing.flatMap(({ id }, i) => {
        const vector = found.get(keys[i]);
        return vector?.values.length === space.dimensions ? [[id, vector] as const] : [];
      }),
    );
  }

  /** Undefined for a picture that cannot be read, which is not asked for again. */
  async function vectorOf(model: ImageEncoder, url: string): Promise<QuantizedVector | undefined> {
    await options.idle(ended.signal);
    ended.signal.throwIfAborted();
    try {
      const vector = quantizeVector(await model.embed(await options.readPicture(url, ended.signal)));
      failedInARow = 0;
      return vector;
    } catch (error) {
      ended.signal.throwIfAborted();
      if (++failedInARow >= MOST_FAILED) throw error;
      // One tells what is wrong with a host.
      if (failed.size === 0) onDegraded(error, "an item is ranked without its picture");
      failed.add(url);
      return undefined;
    }
  }

  /** @throws AisleError `ASSET_MISMATCH` */
  async function checkModel(model: ImageEncoder, used: Build, space: Space): Promise<void> {
    let best = Number.NEGATIVE_INFINITY;
    for (const { imageLink, row } of picturesOf(used, space, catalog).slice(0, MOST_CHECKED)) {
      const vector = await vectorOf(model, imageLink);
      if (vector?.values.length === space.dimensions) best = Math.max(best, cosine(space, row, vector));
      if (best >= LEAST_COSINE) return;
    }
    throw new AisleError("ASSET_MISMATCH", `The model ${plan.model} did not make the build's space ${plan.space}.`, {
      seen: Number.isFinite(best) ? `cosine ${best.toFixed(3)} to the build's vector` : "no vector to compare",
      fix: "Publish the model that made the vectors of --space, and pictures where a page may read them.",
    });
  }

  function understand(): Promise<void> {
    running = running
      .then(() => options.lock(modelId, ended.signal, run))
      .catch((error) => {
        if (ended.signal.aborted) return;
        // A model that cannot be had, or is another, is not asked again.
        isRefused = true;
        onDegraded(error, "new items are ranked without their pictures");
      });
    return running;
  }

  return {
    understand,
    pause(reason) {
      pauses.add(reason);
    },
    resume(reason) {
      if (pauses.delete(reason) && pauses.size === 0) void understand();
    },
    async stop() {
      ended.abort();
      await running;
      encoder?.dispose();
    },
  };
}

type Pictured = Item & { readonly imageLink: string };

/** In feed order. */
function itemsWithout(used: Build, space: Space, catalog: PicturesOptions["catalog"]): Pictured[] {
  const { items, rowOf } = catalog.view();
  // Of several variants in one row the first counts, as in the ranking.
  const scales = new Map<number, number>();
  used.ids.forEach((id, built) => {
    const row = rowOf.get(id);
    if (row !== undefined && !scales.has(row)) scales.set(row, space.scales[built]);
  });
  return items.filter((item, row): item is Pictured => item.imageLink !== undefined && !(Number(scales.get(row)) > 0));
}

/** Items whose picture the build has seen, in feed order, and their row of the space. */
function picturesOf(used: Build, space: Space, catalog: PicturesOptions["catalog"]) {
  const rows = new Map(used.ids.map((id, row) => [id, row]));
  return catalog.view().items.flatMap(({ id, imageLink }) => {
    const row = rows.get(id);
    return row !== undefined && imageLink !== undefined && space.scales[row] > 0 ? [{ imageLink, row }] : [];
  });
}

function cosine({ values, scales, dimensions }: Space, row: number, vector: QuantizedVector): number {
  let dot = 0;
  for (let d = 0; d < dimensions; d++) dot += values[row * dimensions + d] * vector.values[d];
  return dot * scales[row] * vector.scale;
}
