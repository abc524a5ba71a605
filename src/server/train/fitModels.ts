/** Everything a blend may be made of, fitted on one past and read back from the files that ship. */
import { readAdapted, writeAdapted } from "../../format/behaviour/adapted";
import { readItemItem, type SparseWeights, writeItemItem } from "../../format/behaviour/itemItem";
import type { AdaptedRows } from "../../ranking/learned/adaptedSpace";
import type { LearnedModel, RepeatRows } from "../../ranking/learned/learnedModel";
import type { FitData } from "../evaluate/protocols";
import type { ItemVectors } from "../ingest/dataset";
import { adaptedItems } from "./adapt/adaptedItems";
import { type AdaptedModel, type AdaptOptions, type EpochReport, fitAdapted } from "./adapt/fitAdapted";
import type { Continuation } from "./adapt/trainingCases";
import { decayedOrders } from "./decayedOrders";
import type { Matrix } from "./dense";
import { addTextNeighbours, coOccurrences, cosineWeights, easeWeights, type History } from "./itemItem";
import { pruneRows } from "./pruneRows";
import { repeatIntervals } from "./repeatIntervals";
import { type NeighbourCounts, neighbourCounts, sparseCosines, sparseItemItem } from "./sparseItemItem";
import { tfIdfSimilarity } from "./textSimilarity";

export interface FitModelsInput {
  readonly data: FitData;
  /** Text of each item. */
  readonly texts: readonly string[];
  readonly vectors?: ItemVectors;
  /** Continuations to end the training of adapted vectors by. */
  readonly validation?: readonly Continuation[];
  readonly onEpoch?: (epoch: EpochReport) => void;
}

export interface ModelSettings {
  /** EASE's λ, in histories. */
  readonly lambda: number;
  /** What text neighbours count for in the item-item weights, in shoppers. */
  readonly textShare: number;
  readonly perRow: number;
  readonly adapt: Partial<AdaptOptions>;
}

const DIGEST = new Uint8Array(16);
/** Items up to which EASE is solved as a whole, in `8 × items²` bytes. */
const MOST_DENSE = 10_000;

/** Fits on demand and keeps what it has fitted: settings share their parts. */
export interface ModelFitter {
  /** Of shoppers' histories (`customers`), of orders (`baskets`), or neighbours by cosine (`knn`). */
  itemItem(kind: ItemItemKind, settings: Pick<ModelSettings, "lambda" | "textShare" | "perRow">): SparseWeights;
  adapted(options: Partial<AdaptOptions>): { readonly rows: AdaptedRows; readonly model: AdaptedModel } | undefined;
  readonly popularity: LearnedModel["popularity"];
  /** Absent where times are not known. */
  readonly repeat?: RepeatRows;
}

export type ItemItemKind = "customers" | "baskets" | "knn";

export function createModelFitter({ data, texts, vectors, validation, onEpoch }: FitModelsInput): ModelFitter {
  const items = texts.length;
  const counts = once(
    (kind: "customers" | "baskets"): Matrix =>
      coOccurrences(kind === "customers" ? data.histories : data.baskets, items),
  );
  // Half a gigabyte for a million items: only the latest is kept.
  const neighbours = latest(
    (kind: "customers" | "baskets"): NeighbourCounts =>
      neighbourCounts(kind === "customers" ? data.histories : data.baskets, items),
  );
  const similarity = once((_: "tf-idf") => tfIdfSimilarity(texts));
  const plain = vectors && plainVectors(vectors);
  const itemItem = once((key: string): SparseWeights => {
    const [kind, lambda, textShare, perRow] = JSON.parse(key) as [ItemItemKind, number, number, number];
    if (items > MOST_DENSE) {
      const options = { lambda, perRow, catalogDigest: DIGEST };
      const near = neighbours(kind === "baskets" ? "baskets" : "customers");
      return readItemItem(writeItemItem(kind === "knn" ? sparseCosines(near, options) : sparseItemItem(near, options)));
    }
    const weights =
      kind === "knn"
        ? cosineWeights(counts("customers"))
        : easeWeights(
            textShare > 0 ? addTextNeighbours(counts(kind), similarity("tf-idf"), textShare) : counts(kind),
            lambda,
          );
    return readItemItem(writeItemItem(pruneRows(weights, { perRow, catalogDigest: DIGEST })));
  });
  const adapted = once((key: string) => {
    if (!plain || !vectors) return undefined;
    const model = fitAdapted(
      { vectors: plain, dimensions: vectors.dimensions, histories: data.histories, validation, onEpoch },
      JSON.parse(key) as Partial<AdaptOptions>,
    );
    const file = writeAdapted({ ...adaptedItems(model, vectors.modelId), catalogDigest: DIGEST });
    return { model, rows: readAdapted(file) };
  });
  return {
    itemItem: (kind, { lambda, textShare, perRow }) => {
      // Texts as side information are dense: of large catalogues they count in the blend alone.
      const share = items > MOST_DENSE ? 0 : textShare;
      return itemItem(JSON.stringify(kind === "knn" ? [kind, 0, 0, perRow] : [kind, lambda, share, perRow]));
    },
    adapted: (options) => adapted(JSON.stringify(options)),
    popularity: {
      default: popularityOf(data, items, 30),
      // A half-life beyond any shop's age: all orders alike.
      "all-time": popularityOf(data, items, 36_500),
    },
    repeat: data.purchases.length > 0 ? repeatIntervals(data.purchases, items) : undefined,
  };
}

function popularityOf(data: FitData, items: number, halfLifeDays: number): Float32Array {
  if (data.purchases.length === 0) return heldBy(data.histories, items);
  return decayedOrders(data.purchases, { items, asOf: data.asOf, halfLifeDays, catalogDigest: DIGEST }).orders;
}

/** Without times: how many histories hold each item. */
function heldBy(histories: readonly History[], items: number): Float32Array {
  const held = new Float32Array(items);
  for (const history of histories) for (const row of new Set(Array.from(history))) held[row]++;
  return held;
}

/** Floats that the integers stand for. */
export function plainVectors({ values, scales, dimensions }: ItemVectors): Float32Array {
  return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / dimensions)]);
}

function once<K extends string, T>(make: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key) as T;
  };
}

/** Keeps what the last key gave. */
function latest<K extends string, T>(make: (key: K) => T): (key: K) => T {
  let known: { readonly key: K; readonly value: T } | undefined;
  return (key) => {
    if (known?.key !== key) {
      // What was kept must go before as much again is made.
      known = undefined;
      known = { key, value: make(key) };
    }
    return known.value;
  };
}
