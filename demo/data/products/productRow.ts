import type { ColourName } from "../pictures/palette";
import type { ShapeName } from "../pictures/shapes";
import type { PatternName } from "../pictures/sketch";

/** The shape, then its colours, main one first. */
export type PictureRow = readonly [ShapeName, ...ColourName[]];

/** A product as its department's file writes it; `catalogue.ts` makes the `DemoProduct` of it. Short keys keep the chunk small. */
export interface ProductRow {
  /** Number within the department; never used again for another product. */
  readonly n: number;
  /** Title. */
  readonly t: string;
  /** Description. */
  readonly d: string;
  /** Brand. */
  readonly b: string;
  /** Category below the department: `Cookware/Dutch ovens`. */
  readonly c: string;
  /** Price, US dollars. */
  readonly p: number;
  /** Sale price, US dollars. */
  readonly sale?: number;
  /** Absent means in stock. */
  readonly stock?: "out_of_stock" | "preorder" | "backorder";
  /** Orders of the last 30 days. */
  readonly pop: number;
  /** Days since it came into the shop; negative for what is yet to come. */
  readonly age: number;
  readonly a?: Readonly<Record<string, string>>;
  readonly pic: PictureRow;
  readonly pat?: PatternName;
  /** The same product in other colours or sizes; the row itself is then only their common part. */
  readonly v?: readonly VariantRow[];
}

export interface VariantRow {
  /** Last part of the id. */
  readonly k: string;
  /** After the title. */
  readonly t: string;
  /** After the description. */
  readonly d: string;
  readonly a: Readonly<Record<string, string>>;
  readonly pic?: PictureRow;
  readonly pat?: PatternName;
  readonly p?: number;
  readonly sale?: number;
  readonly stock?: "out_of_stock" | "preorder" | "backorder";
}
