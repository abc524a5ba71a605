/** The vectors of one catalogue in one encoder's space, filled row by row. */
import { textKey } from "../../encoder/textKey";
import type { CatalogView } from "../../ranking/rankContext";
import type { VectorTable } from "../../ranking/vectorTable";
import type { Item } from "../../types";
import type { StoredVector } from "../store/store";

export interface ItemVectors {
  /** `CatalogView.revision` the rows belong to. */
  readonly revision: number;
  readonly table: VectorTable;
  /** Key of each row's text. */
  readonly keys: readonly string[];
  /** Rows that have their vector. */
  readonly done: number;
  /** Rows that have the table's vector meanwhile. */
  readonly rough: number;
  /** Rows of each text still missing: equal texts share a vector. */
  readonly missing: ReadonlyMap<string, readonly number[]>;
  /** @returns rows filled; 0 for a key that is not missing or a vector of another length */
  put(key: string, vector: StoredVector): number;
  /** A vector of the table, until the text has its own. @returns as `put` */
  putRough(key: string, vector: StoredVector): number;
  /** The vector of a text that has one; the table's does not count. */
  get(key: string): StoredVector | undefined;
}

export interface ItemVectorsOptions {
  readonly modelId: string;
  readonly dimensions: number;
  readonly itemText: (item: Item) => string;
  /** Awaited between pieces of work. */
  readonly pause: () => Promise<void> | undefined;
}

const PIECE_ROWS = 100;

/** @param before vectors already in memory; those of the same model are taken over by text, wherever their rows went */
export async function createItemVectors(
  view: CatalogView,
  before: ItemVectors | undefined,
  { modelId, dimensions, itemText, pause }: ItemVectorsOptions,
): Promise<ItemVectors> {
  const { items, revision } = view;
  const values = new Int8Array(items.length * dimensions);
  const scales = new Float32Array(items.length);
  const present = new Uint8Array(items.length);
  const roughRows = new Set<number>();
  const keys: string[] = [];
  const missing = new Map<string, number[]>();
  const firstRowOf = new Map<string, number>();
  let done = 0;

  for (let row = 0; row < items.length; row++) {
    const key = textKey(itemText(items[row]));
    keys.push(key);
    const rows = missing.get(key);
    if (rows) rows.push(row);
    else missing.set(key, [row]);
    if (!firstRowOf.has(key)) firstRowOf.set(key, row);
    if (row % PIECE_ROWS === PIECE_ROWS - 1) await pause();
  }

  function fill(key: string, vector: StoredVector): readonly number[] {
    const rows = missing.get(key);
    if (!rows || vector.values.length !== dimensions || !(vector.scale > 0)) return [];
    for (const row of rows) {
      values.set(vector.values, row * dimensions);
      scales[row] = vector.scale;
      present[row] = 1;
    }
    return rows;
  }

  const vectors: ItemVectors = {
    revision,
    table: { modelId, dimensions, values, scales, present },
    keys,
    missing,
    get done() {
      return done;
    },
    get rough() {
      return roughRows.size;
    },
    put(key, vector) {
      const rows = fill(key, vector);
      for (const row of rows) roughRows.delete(row);
      if (rows.length > 0) missing.delete(key);
      done += rows.length;
      return rows.length;
    },
    putRough(key, vector) {
      const rows = fill(key, vector);
      for (const row of rows) roughRows.add(row);
      return rows.length;
    },
    get(key) {
      const row = firstRowOf.get(key);
      if (row === undefined || present[row] === 0 || roughRows.has(row)) return undefined;
      return { values: values.subarray(row * dimensions, (row + 1) * dimensions), scale: scales[row] };
    },
  };

  if (before?.table.modelId === modelId) {
    for (const key of [...missing.keys()]) {
      const known = before.get(key);
      if (known) vectors.put(key, known);
    }
  }
  return vectors;
}
