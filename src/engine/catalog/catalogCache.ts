/** The last good catalogue on the device, in pages, so that neither writing nor reading it blocks. */
import { textKey } from "../../encoder/textKey";
import type { Item } from "../../types";
import type { Store } from "../store/store";

export type SettingStore = Pick<Store, "readSetting" | "writeSetting">;

const META = "catalog";
const PAGE_ITEMS = 500;
const SCHEMA_VERSION = 1;

interface Meta {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** What was loaded: `url:…` or `file:…`. */
  readonly source: string;
  /** Content key of each page; a page with another content belongs to an unfinished write. */
  readonly pages: readonly string[];
}

interface Page {
  readonly key: string;
  readonly items: readonly Item[];
}

export interface CachedCatalog {
  readonly source: string;
  readonly items: readonly Item[];
}

/** Writes changed pages first and the table of contents last: a write cut short leaves no mixture that would be read. */
export async function saveCatalog(
  store: SettingStore,
  { source, items }: CachedCatalog,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  const before = readMeta(await store.readSetting(META));
  const pages: string[] = [];
  let changed = before?.source !== source;
  for (let at = 0; at < items.length; at += PAGE_ITEMS) {
    const page = items.slice(at, at + PAGE_ITEMS);
    const key = textKey(JSON.stringify(page));
    const index = pages.push(key) - 1;
    if (before?.pages[index] !== key) {
      await store.writeSetting(pageName(index), { key, items: page } satisfies Page);
      changed = true;
    }
    await pause();
  }
  if (!changed && before?.pages.length === pages.length) return;
  await store.writeSetting(META, { schemaVersion: SCHEMA_VERSION, source, pages } satisfies Meta);
}

/** @returns undefined when nothing is kept, or not all of it, or not by this version */
export async function readCachedCatalog(
  store: SettingStore,
  pause: () => Promise<void> | undefined,
): Promise<CachedCatalog | undefined> {
  const meta = readMeta(await store.readSetting(META));
  if (!meta) return undefined;
  const items: Item[] = [];
  for (const [index, key] of meta.pages.entries()) {
    const page = await store.readSetting(pageName(index));
    if (!isPage(page) || page.key !== key) return undefined;
    for (const item of page.items) items.push(item);
    await pause();
  }
  return { source: meta.source, items };
}

function pageName(index: number): string {
  return `${META}:${index}`;
}

function readMeta(value: unknown): Meta | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { schemaVersion, source, pages } = value as Partial<Meta>;
  if (schemaVersion !== SCHEMA_VERSION || typeof source !== "string" || !Array.isArray(pages)) return undefined;
  return pages.every((key) => typeof key === "string") ? { schemaVersion, source, pages } : undefined;
}

function isPage(value: unknown): value is Page {
  if (typeof value !== "object" || value === null || !("items" in value) || !Array.isArray(value.items)) return false;
  return value.items.every((item) => typeof item?.id === "string" && typeof item.title === "string");
}
