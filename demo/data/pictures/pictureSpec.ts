import type { ColourName } from "./palette";
import type { ShapeName } from "./shapes";
import type { PatternName } from "./sketch";

/** What a product looks like, as data. */
export interface PictureSpec {
  readonly shape: ShapeName;
  /** The shape's colours, main one first; a shape has its own for those left out. */
  readonly colours: readonly ColourName[];
  readonly pattern?: PatternName;
  /** Tint of the backdrop, degrees of the colour circle. */
  readonly hue: number;
}
