/** Items gathered to the rows that ranking sees: ids unique, variants of one group folded into one row. */
import type { ReportProblem } from "../../format/feed/problems";
import type { CatalogView } from "../../ranking/rankContext";
import type { Item, ItemUpdate } from "../../types";

export interface CatalogRowsOptions {
  /** Rows beyond it are rejected. */
  readonly limit: number;
  readonly onProblem: ReportProblem;
}

export interface CatalogRows {
  readonly size: number;
  /** Items folded into another one's row. */
  readonly variants: number;
  /** The first item with an id counts; later ones are reported as `duplicate_id`. */
  add(item: Item): void;
  has(id: string): boolean;
  /**
   * Changes price, stock or popularity of an item or variant, in its row.
   * @returns whether another variant now stands for the row
   */
  update(change: ItemUpdate): boolean;
  /** Every item in feed order, variants included. */
  all(): readonly Item[];
  view(revision: number): CatalogView;
}

export function createCatalogRows({ limit, onProblem }: CatalogRowsOptions): CatalogRows {
  /** Members of each row in feed order; the shown one is the first that can be bought, else the first. */
  const rows: Item[][] = [];
  const shown: Item[] = [];
  const rowOf = new Map<string, number>();
  const groups = new Map<string, number>();
  let items = 0;

  const choose = (row: number): boolean => {
    const before = shown[row];
    shown[row] = rows[row].find((item) => item.availability !== "out_of_stock") ?? rows[row][0];
    return before !== undefined && before.id !== shown[row].id;
  };

  return {
    get size() {
      return rows.length;
    },
    get variants() {
      return items - rows.length;
    },
    add(item) {
      if (rowOf.has(item.id)) {
        onProblem("duplicate_id", item.id);
        return;
      }
      let row = item.itemGroupId === undefined ? undefined : groups.get(item.itemGroupId);
      if (row === undefined) {
        if (rows.length >= limit) {
          onProblem("too_many_items", item.id);
          return;
        }
        row = rows.push([]) - 1;
        if (item.itemGroupId !== undefined) groups.set(item.itemGroupId, row);
      }
      rows[row].push(item);
      rowOf.set(item.id, row);
      items++;
      choose(row);
    },
    has: (id) => rowOf.has(id),
    update({ id, ...changes }) {
      const row = rowOf.get(id);
      if (row === undefined) return false;
      rows[row] = rows[row].map((item) => (item.id === id ? { ...item, ...changes } : item));
      return choose(row);
    },
    all: () => rows.flat(),
    view: (revision) => ({
      items: [...shown],
      // An item's own id goes before a group of the same name.
      rowOf: new Map([...groups, ...rowOf]),
      revision,
    }),
  };
}

/** Whether two views hold the same rows with the same words, so that what was derived from texts still holds. */
export function sameTexts(a: CatalogView, b: CatalogView): boolean {
  if (a.items.length !== b.items.length || a.rowOf.size !== b.rowOf.size) return false;
  for (const [id, row] of a.rowOf) if (b.rowOf.get(id) !== row) return false;
  return a.items.every((item, row) => words(item) === words(b.items[row]));
}

function words({ id, title, description, brand, category, attributes, availableSince }: Item): string {
  return JSON.stringify([id, title, description, brand, category, attributes, availableSince]);
}
