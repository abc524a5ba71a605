/** What a build has learned, its rows those of a catalogue: everything a learned ranking adds to items, words and vectors. */
import type { QuantizedVector } from "../../encoder/quantizeVector";
import type { AssetParts, SpaceVectors } from "../../format/assets/assetParts";
import { DEFAULT_NAME } from "../../format/assets/manifest";
import type { BlendPlacements } from "../../format/behaviour/blend";
import type { SparseWeights } from "../../format/behaviour/itemItem";
import type { TextHead } from "../../format/behaviour/textHead";
import type { CatalogView } from "../rankContext";
import type { VectorTable } from "../vectorTable";
import type { AdaptedRows } from "./adaptedSpace";

export interface LearnedModel {
  /** Terms of each placement; placements left out keep the defaults. */
  readonly placements: BlendPlacements;
  /** By name (`default` where there is one). */
  readonly itemItem: Readonly<Record<string, SparseWeights>>;
  readonly textHead?: TextHead;
  readonly adapted?: AdaptedRows;
  /** Vectors of the shop's own, by the name of their space. */
  readonly spaces?: Readonly<Record<string, VectorTable>>;
  /** Decayed orders of each row, by name. */
  readonly popularity: Readonly<Record<string, Float32Array>>;
  readonly repeat?: RepeatRows;
}

/** Vectors of items that a space has none of, by the space's name and the item's id. */
export type AddedVectors = Readonly<Record<string, ReadonlyMap<string, QuantizedVector>>>;

export interface RepeatRows {
  /** Share of an item's buyers who bought it again. */
  readonly shares: Float32Array;
  /** Median days between two purchases by one shopper; 0: not known. */
  readonly medianDays: Float32Array;
}

/**
 * The build's parts in the rows of a catalogue. Items the build did not know get no behaviour; rows of items that are
 * gone fall away; of several variants in one row the first counts.
 * @param added of as many dimensions as the space they are added to
 */
export function alignModel(parts: AssetParts, catalog: CatalogView, added: AddedVectors = {}): LearnedModel {
  const rows = catalog.items.length;
  const rowOf = alignedRows(parts.ids, catalog);
  const spread = (values: Float32Array) => {
    const aligned = new Float32Array(rows);
    rowOf.forEach((row, built) => {
      if (row >= 0) aligned[row] = values[built];
    });
    return aligned;
  };
  return {
    placements: parts.blend ?? {},
    itemItem: mapValues(parts.itemItem, (weights) => alignWeights(weights, rowOf, rows)),
    textHead: parts.textHead,
    adapted: parts.adapted && alignAdapted(parts.adapted, rowOf, rows),
    spaces: mapValues(parts.spaces, (space, name) => alignSpace(space, rowOf, catalog, added[name])),
    popularity: mapValues(parts.popularity, ({ orders }) => spread(orders)),
    repeat: parts.repeat && { shares: spread(parts.repeat.shares), medianDays: spread(parts.repeat.medianDays) },
  };
}

/** Row of the catalogue of each row of the build; -1 where the item is gone or its row is taken. */
function alignedRows(ids: readonly string[], catalog: CatalogView): Int32Array {
  const taken = new Uint8Array(catalog.items.length);
  return Int32Array.from(ids, (id) => {
    const row = catalog.rowOf.get(id);
    if (row === undefined || taken[row]) return -1;
    taken[row] = 1;
    return row;
  });
}

/** Rows the build did not know have no vector of their own, and the prior of the unlisted. */
function alignAdapted(adapted: AdaptedRows, rowOf: Int32Array, rows: number): AdaptedRows {
  const { dimensions, vectors: values, scales } = adapted;
  const aligned = alignVectors({ dimensions, values, scales }, rowOf, rows);
  const priors = new Float32Array(rows).fill(adapted.unlistedPrior);
  rowOf.forEach((row, built) => {
    if (row >= 0) priors[row] = adapted.priors[built];
  });
  return { ...adapted, scales: aligned.scales, priors, vectors: aligned.values };
}

function alignSpace(
  space: SpaceVectors,
  rowOf: Int32Array,
  catalog: CatalogView,
  added: AddedVectors[string] = new Map(),
): VectorTable {
  const { modelId, dimensions } = space;
  const aligned = alignVectors(space, rowOf, catalog.items.length);
  for (const [id, { values, scale }] of added) {
    const row = catalog.rowOf.get(id);
    if (row === undefined || aligned.scales[row] > 0) continue;
    aligned.scales[row] = scale;
    aligned.values.set(values, row * dimensions);
  }
  return { modelId, dimensions, ...aligned, present: Uint8Array.from(aligned.scales, (scale) => (scale > 0 ? 1 : 0)) };
}

function alignVectors(
  { dimensions, values, scales }: Pick<SpaceVectors, "dimensions" | "values" | "scales">,
  rowOf: Int32Array,
  rows: number,
) {
  const aligned = { values: new Int8Array(rows * dimensions), scales: new Float32Array(rows) };
  rowOf.forEach((row, built) => {
    if (row < 0) return;
    aligned.scales[row] = scales[built];
    aligned.values.set(values.subarray(built * dimensions, (built + 1) * dimensions), row * dimensions);
  });
  return aligned;
}

function alignWeights(weights: SparseWeights, rowOf: Int32Array, rows: number): SparseWeights {
  const builtOf = new Int32Array(rows).fill(-1);
  rowOf.forEach((row, built) => {
    if (row >= 0) builtOf[row] = built;
  });
  const starts = new Uint32Array(rows + 1);
  const scales = new Float32Array(rows);
  const columns = new Uint32Array(weights.columns.length);
  const values = new Int8Array(weights.values.length);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const built = builtOf[row];
    if (built >= 0) {
      scales[row] = weights.scales[built];
      for (let i = weights.starts[built]; i < weights.starts[built + 1]; i++) {
        const column = rowOf[weights.columns[i]];
        if (column < 0) continue;
        columns[end] = column;
        values[end++] = weights.values[i];
      }
    }
    starts[row + 1] = end;
  }
  return { items: rows, starts, scales, columns: columns.subarray(0, end), values: values.subarray(0, end) };
}

export function mapValues<T, U>(
  record: Readonly<Record<string, T>> | undefined,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, map(value, name)]));
}

/** The file a term names, where the build has it. */
export function named<T>(files: Readonly<Record<string, T>>, name = DEFAULT_NAME): T | undefined {
  return Object.hasOwn(files, name) ? files[name] : undefined;
}
