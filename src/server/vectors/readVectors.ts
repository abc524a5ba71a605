/**
 * Item vectors that the shop brings (`--vectors FILE`, `--space NAME=FILE`): Parquet or JSON Lines with the columns `id` and
 * `vector`, a list of numbers. Quantised to int8 row by row as they are read, so that a million rows fit.
 */
import type { DuckDBListVector } from "@duckdb/node-api";
import { quantizeVector } from "../../encoder/quantizeVector";
import { AisleError } from "../../errors";
import type { Item } from "../../types";
import { type Database, quotedPath } from "../ingest/database";
import type { ItemVectors } from "../ingest/dataset";
import type { SourceFile } from "../ingest/sourceFiles";

export interface ReadVectorsOptions {
  /** Whose vectors they are; the page uses them for queries only where it has this very encoder. */
  readonly modelId: string;
  readonly onProgress?: (rows: number) => void;
}

export interface VectorsRead {
  readonly vectors: ItemVectors;
  /** Items that have one. */
  readonly items: number;
  /** Rows left out: of ids that the catalogue does not have, without numbers, not finite or of no length. */
  readonly left: Readonly<Record<"unknown" | "empty" | "unusable", number>>;
}

const MAX_DIMENSIONS = 8_192;

/** @throws AisleError `DATA_UNREADABLE` */
export async function readVectors(
  db: Database,
  files: readonly SourceFile[],
  items: readonly Item[],
  { modelId, onProgress }: ReadVectorsOptions,
): Promise<VectorsRead> {
  const rowOf = new Map(items.map(({ id }, row) => [id, row]));
  const scales = new Float32Array(items.length);
  let dimensions = 0;
  let values = new Int8Array(0);
  const left = { unknown: 0, empty: 0, unusable: 0 };
  let read = 0;
  for (const file of files) {
    try {
      for await (const chunk of db.chunks(
        // A number that is missing within a list makes the vector unusable, not shorter.
        `SELECT CAST(id AS VARCHAR), list_transform(CAST(vector AS FLOAT[]), lambda x: coalesce(x, 'nan'::FLOAT))
         FROM ${relationOf(file)}`,
      )) {
        const ids = chunk.getColumnValues(0);
        const lists = chunk.getColumnVector(1) as DuckDBListVector;
        const numbers = (lists.childVector as unknown as { readonly items: Float32Array }).items;
        for (let i = 0; i < ids.length; i++) {
          const row = rowOf.get(String(ids[i]));
          const length = lists.getEntryLength(i);
          if (row === undefined || length === 0) {
            left[row === undefined ? "unknown" : "empty"]++;
            continue;
          }
          if (length > MAX_DIMENSIONS) {
            throw unreadable(file, `the vector of ${ids[i]} has ${length} numbers, more than ${MAX_DIMENSIONS}`);
          }
          if (dimensions === 0) {
            dimensions = length;
            values = new Int8Array(items.length * dimensions);
          }
          if (length !== dimensions) {
            throw unreadable(file, `the vector of ${ids[i]} has ${length} numbers, others have ${dimensions}`);
          }
          const start = lists.getEntryOffset(i);
          const stored = quantizeVector(numbers.subarray(start, start + length));
          if (!stored) {
            left.unusable++;
            continue;
          }
          values.set(stored.values, row * dimensions);
          scales[row] = stored.scale;
        }
        read += ids.length;
        onProgress?.(read);
      }
    } catch (cause) {
      if (cause instanceof AisleError) throw cause;
      throw unreadable(file, cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause), cause);
    }
  }
  const known = scales.reduce((count, scale) => count + (scale > 0 ? 1 : 0), 0);
  if (known === 0) {
    const what =
      dimensions === 0 ? "has none of the catalogue's ids" : "holds no vector of finite numbers and some length";
    throw new AisleError("DATA_UNREADABLE", `The file of vectors ${what}.`, {
      seen: files[0]?.path,
      fix: "Give it the columns id and vector, ids as in the feed.",
    });
  }
  return { vectors: { modelId, dimensions, values, scales }, items: known, left };
}

function relationOf({ format, path }: SourceFile): string {
  if (format === "parquet") return `read_parquet(${quotedPath(path)})`;
  return `read_json(${quotedPath(path)}, format = 'newline_delimited', columns = {id: 'VARCHAR', vector: 'FLOAT[]'})`;
}

function unreadable(file: SourceFile, what: string, cause?: unknown): AisleError {
  return new AisleError("DATA_UNREADABLE", `${file.path}: ${what}.`, {
    fix: "Vectors are Parquet or JSON Lines with the columns id and vector, a list of numbers.",
    cause,
  });
}
