/** Items of the feed: texts repaired, variants folded as the page folds them, missing attributes filled in and marked. */
import type { Item } from "../../types";
import { compareUtf8, type FilledAttribute } from "../ingest/dataset";
import type { Catalog } from "../ingest/readCatalog";
import { fillAttributes } from "./fillAttributes";
import type { Findings } from "./findings";
import { repairText } from "./repairText";

export interface CleanItems {
  /** Sorted by id. */
  readonly items: readonly Item[];
  /** Folded into one of them. */
  readonly variants: readonly Item[];
  readonly filled: ReadonlyMap<number, readonly FilledAttribute[]>;
  readonly otherTexts: ReadonlyMap<number, string>;
  /** Row by id: every item's, then every variant's and group's that is no item's. */
  readonly rowOf: ReadonlyMap<string, number>;
}

export function cleanItems(catalog: Pick<Catalog, "items" | "otherTexts">, findings: Findings): CleanItems {
  const repaired = catalog.items.map((item) => repairItem(item, findings));
  const folded = foldVariants(repaired);
  const dropped = repaired.length - folded.length;
  findings.add({ code: "variant", about: "items", action: "repaired", count: dropped });
  const sorted = folded.toSorted((a, b) => compareUtf8(a.shown.id, b.shown.id));
  const { items, filled } = fillAttributes(
    sorted.map(({ shown }) => shown),
    findings,
  );
  noticeNearDuplicates(items, findings);
  const rowOf = new Map<string, number>();
  // An item's own id goes before a variant's, a variant's before a group of the same name.
  const idsOf: readonly ((folded: Folded) => readonly (string | undefined)[])[] = [
    ({ shown }) => [shown.id],
    ({ members }) => members.map(({ id }) => id),
    ({ shown }) => [shown.itemGroupId],
  ];
  for (const ids of idsOf) {
    for (const [row, folded] of sorted.entries()) {
      for (const id of ids(folded)) if (id !== undefined && !rowOf.has(id)) rowOf.set(id, row);
    }
  }
  const otherTexts = new Map(
    items.flatMap(({ id }, row): [number, string][] => {
      const text = catalog.otherTexts.get(id);
      return text === undefined ? [] : [[row, repairText(text)]];
    }),
  );
  const variants = folded.flatMap(({ shown, members }) => members.filter((item) => item !== shown));
  return { items, variants, filled, otherTexts, rowOf };
}

function repairItem(item: Item, findings: Findings): Item {
  const change: { title?: string; description?: string; brand?: string; category?: readonly string[] } = {};
  const title = repairText(item.title);
  if (title !== item.title) change.title = title;
  const description = item.description && repairText(item.description);
  if (description !== item.description) change.description = description;
  const brand = item.brand && repairText(item.brand);
  if (brand !== item.brand) change.brand = brand;
  const category = item.category?.map(repairText);
  if (category?.some((part, i) => part !== item.category?.[i])) change.category = category;
  if (Object.keys(change).length === 0) return item;
  findings.add({
    code: "encoding_damage",
    about: "items",
    action: "repaired",
    count: 1,
    examples: [`${item.title} → ${title}`],
  });
  return { ...item, ...change };
}

interface Folded {
  readonly shown: Item;
  readonly members: readonly Item[];
}

/** Of a group the first that can be bought is shown, else the first: the page's own rule. */
export function foldVariants(items: readonly Item[]): readonly Folded[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = item.itemGroupId === undefined ? `item ${item.id}` : `group ${item.itemGroupId}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].map((members) => ({
    shown: members.find(({ availability }) => availability !== "out_of_stock") ?? members[0],
    members,
  }));
}

/** Items that only their ids tell apart: shown side by side they look like a mistake, so the shop should know. */
function noticeNearDuplicates(items: readonly Item[], findings: Findings): void {
  const first = new Map<string, Item>();
  for (const item of items) {
    const words = item.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
    const key = [words.trim(), item.brand ?? "", item.price ?? ""].join("\t");
    const known = first.get(key);
    if (!known) {
      first.set(key, item);
      continue;
    }
    findings.add({
      code: "near_duplicate_items",
      about: "items",
      action: "noticed",
      count: 1,
      examples: [`${known.id} and ${item.id}: ${item.title}`],
    });
  }
}
