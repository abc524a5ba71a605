import type { Item } from "../../src/types";
import { placeholderPicture } from "./placeholderPicture";
import { links } from "./router";

export interface ShopProduct extends Item {
  /** Slug of the aisle it stands in. */
  readonly department: string;
  readonly imageLink: string;
}

export interface Department {
  readonly slug: string;
  readonly name: string;
  readonly nameZh: string;
  readonly blurb: string;
  readonly blurbZh: string;
  /** Hue in degrees, for tints and placeholder pictures. */
  readonly hue: number;
  readonly count: number;
  /** What Aisle calls it: the first name on the category path. */
  readonly category?: string;
}

export interface ShopCatalogue {
  readonly kind: "demo" | "own";
  /** The shop's own catalogue has none; a feed has its file name. */
  readonly name: string;
  /** Each once: of products that come in several versions, the first. */
  readonly products: readonly ShopProduct[];
  /** Every version too. */
  readonly byId: ReadonlyMap<string, ShopProduct>;
  readonly departments: readonly Department[];
}

/** More aisles than this cannot be taken in at a glance; the smallest share the last one. */
export const MAX_DEPARTMENTS = 24;
const REST = "more";

type DepartmentText = Pick<Department, "slug" | "name" | "nameZh" | "blurb" | "blurbZh" | "hue">;

/** The shop's own products; `departments` names the first level of their category paths. */
export function demoCatalogue(items: readonly Item[], departments: readonly DepartmentText[]): ShopCatalogue {
  const slugs = new Map(departments.map((department) => [department.name, department.slug]));
  const all = items.map((item) => ({
    ...item,
    link: links.product(item.id),
    imageLink: item.imageLink ?? "",
    department: slugs.get(item.category?.[0] ?? "") ?? REST,
  }));
  const products = withoutVariants(all);
  const counts = countBy(products, (product) => product.department);
  return {
    kind: "demo",
    name: "",
    products,
    byId: new Map(all.map((product) => [product.id, product])),
    departments: departments.map((department) => ({
      ...department,
      count: counts.get(department.slug) ?? 0,
      category: department.name,
    })),
  };
}

/**
 * A feed somebody brought: aisles from its categories, largest first; variants shown once; a drawn picture where it
 * names none.
 */
export function ownCatalogue(items: readonly Item[], name: string): ShopCatalogue {
  const counts = countBy(items, (item) => item.category?.[0] ?? "");
  const named = [...counts].filter(([category]) => category !== "").sort((a, b) => b[1] - a[1]);
  const kept = named.slice(0, counts.size > MAX_DEPARTMENTS ? MAX_DEPARTMENTS - 1 : MAX_DEPARTMENTS);
  const departments = new Map<string, Department>();
  const taken = new Set<string>([REST]);
  for (const [category, count] of kept) {
    const slug = freeSlug(category, taken);
    departments.set(category, {
      slug,
      name: category,
      nameZh: category,
      blurb: "",
      blurbZh: "",
      hue: hueOf(category),
      count,
      category,
    });
  }
  const rest = items.length - kept.reduce((sum, [, count]) => sum + count, 0);
  const aisles: Department[] = [...departments.values()];
  if (rest > 0) {
    const alone = aisles.length === 0;
    aisles.push({
      slug: REST,
      name: alone ? "All products" : "Everything else",
      nameZh: alone ? "全部商品" : "其他商品",
      blurb: "",
      blurbZh: "",
      hue: 220,
      count: rest,
    });
  }
  const all = items.map((item): ShopProduct => {
    const department = departments.get(item.category?.[0] ?? "");
    return {
      ...item,
      link: links.product(item.id),
      imageLink: item.imageLink || placeholderPicture(item.title, department?.hue ?? hueOf(item.title)),
      department: department?.slug ?? REST,
    };
  });
  const products = withoutVariants(all);
  const shown = countBy(products, (product) => product.department);
  return {
    kind: "own",
    name,
    products,
    byId: new Map(all.map((product) => [product.id, product])),
    departments: aisles.map((department) => ({ ...department, count: shown.get(department.slug) ?? 0 })),
  };
}

function withoutVariants(all: readonly ShopProduct[]): readonly ShopProduct[] {
  const groups = new Set<string>();
  return all.filter(({ itemGroupId }) => {
    if (itemGroupId === undefined) return true;
    if (groups.has(itemGroupId)) return false;
    groups.add(itemGroupId);
    return true;
  });
}

function countBy<T>(values: readonly T[], key: (value: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(key(value), (counts.get(key(value)) ?? 0) + 1);
  return counts;
}

function freeSlug(category: string, taken: Set<string>): string {
  const base =
    category
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "aisle";
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  taken.add(slug);
  return slug;
}

/** The same words always get the same colour. */
export function hueOf(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)!) % 360;
  return hash;
}
