import type { Item } from "../../src/types";
import { departments } from "./departments";
import type { PictureSpec } from "./pictures/pictureSpec";
import type { VariantRow } from "./products/productRow";

export type { Department, DepartmentSlug } from "./departments";
export { departments } from "./departments";

const DAY_MS = 86_400_000;

/** A product of the demo shop. `imageLink` is a `data:` URL of its picture. */
export interface DemoProduct extends Item {
  readonly picture: PictureSpec;
  readonly price: number;
  readonly category: readonly string[];
  readonly description: string;
  readonly brand: string;
}

export interface LoadCatalogueOptions {
  /** Epoch milliseconds from which `availableSince` counts back; default: the start of today, UTC. */
  readonly now?: number;
}

/** The whole catalogue, variants as products of their own that share `itemGroupId`. The data and the drawing code are lazy chunks. */
export async function loadCatalogue(options: LoadCatalogueOptions = {}): Promise<DemoProduct[]> {
  const [{ rowsByDepartment }, { pictureUrl }] = await Promise.all([
    import("./products/rowsByDepartment"),
    import("./pictures/pictureUrl"),
  ]);
  const now = options.now ?? Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return departments.flatMap((department) =>
    rowsByDepartment[department.slug].flatMap((row) => {
      const make = (variant?: VariantRow, rank = 0): DemoProduct => {
        const groupId = `aisle-${department.code}-${String(row.n).padStart(4, "0")}`;
        const [shape, ...colours] = variant?.pic ?? row.pic;
        const pattern = variant?.pat ?? row.pat;
        const picture: PictureSpec = { shape, colours, hue: department.hue, ...(pattern && { pattern }) };
        const salePrice = variant?.p === undefined ? (variant?.sale ?? row.sale) : variant.sale;
        const id = variant ? `${groupId}-${variant.k}` : groupId;
        return {
          id,
          title: variant ? `${row.t}, ${variant.t}` : row.t,
          description: variant ? `${row.d} ${variant.d}` : row.d,
          brand: row.b,
          category: [department.name, ...row.c.split("/")],
          price: variant?.p ?? row.p,
          ...(salePrice !== undefined && { salePrice }),
          currency: "USD",
          link: `#/product/${id}`,
          imageLink: pictureUrl({ picture }),
          availability: variant?.stock ?? row.stock ?? "in_stock",
          ...(variant && { itemGroupId: groupId }),
          // The first variant listed is the one most people take.
          popularity: Math.round(row.pop / (rank + 1)),
          availableSince: now - row.age * DAY_MS,
          attributes: { ...row.a, ...variant?.a },
          picture,
        };
      };
      return row.v ? row.v.map(make) : [make()];
    }),
  );
}
