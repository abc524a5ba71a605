import type { CatalogView, RankContext } from "./rankContext";
import type { VectorTable } from "./vectorTable";

export interface UsableVectors {
  readonly table: VectorTable;
  /** Share of the catalogue's rows that have a vector, 0 to 1, above 0. */
  readonly covered: number;
}

/** The vectors, unless there are none yet, or the table does not fit the catalogue: then words answer. */
export function usableVectors(context: RankContext): UsableVectors | undefined {
  const table = context.vectors;
  if (!table || context.language === "words" || !fits(table, context.catalog)) return undefined;
  let count = 0;
  for (let row = 0; row < context.catalog.items.length; row++) count += table.present[row] ? 1 : 0;
  return count === 0 ? undefined : { table, covered: count / context.catalog.items.length };
}

function fits(table: VectorTable, catalog: CatalogView): boolean {
  const rows = catalog.items.length;
  return (
    table.dimensions > 0 &&
    table.values.length >= rows * table.dimensions &&
    table.scales.length >= rows &&
    table.present.length >= rows
  );
}
