/** Everything a ranking depends on. Pure data in, a shelf out: page and server pass the same. */
import type { QuantizedVector } from "../encoder/quantizeVector";
import type { ProfileState } from "../profile/profileState";
import type { Item, Placement } from "../types";
import type { InterestPoint } from "./interestPoints";
import type { RankedList } from "./rankedList";
import type { ReadQuery } from "./readQuery";
import type { Eligible } from "./rerank/eligible";
import type { StepsOf } from "./shelfSteps";
import type { VectorTable } from "./vectorTable";
import type { WordIndex } from "./words/wordIndex";

/** The catalogue as ranking sees it: variants collapsed, one row an item, in feed order. */
export interface CatalogView {
  readonly items: readonly Item[];
  /** Row of an item id, of a variant's id, or of an `itemGroupId`. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Changes when texts or rows change (not on price or stock): keys what is derived from texts. */
  readonly revision: number;
  /** Absent: products. */
  readonly collection?: string;
  /** Says how rare a word is, where these rows are too few to. */
  readonly background?: WordIndex;
}

/** Weights of the blend, per signal; learned on held-out data by the server, or the defaults in `blend.ts`. */
export interface BlendWeights {
  readonly text: number;
  readonly words: number;
  readonly popularity: number;
  readonly freshness: number;
  readonly category: number;
  readonly brand: number;
  readonly price: number;
  readonly recency: number;
  /** Bought before and due again. */
  readonly habit: number;
  /** Match with the words, and closeness to the meaning, of a query. */
  readonly query: number;
}

/** A ranking by a build's assets (`learned/createLearnedRanking.ts`), behind an interface because its code is lazy. */
export interface LearnedRanking {
  ranks(placement: Placement): boolean;
  /**
   * @param given the item on the page, or the basket; undefined where the shopper's history speaks
   * @returns undefined where the build has nothing to say: all rows are alike to it
   */
  rank(
    query: ReadQuery,
    context: RankContext,
    rows: Eligible,
    given: readonly InterestPoint[] | undefined,
  ): RankedList | undefined;
  /** Vectors of items that a space of the build's has none of, by their ids; they take the place of those added before. */
  extend(space: string, vectors: ReadonlyMap<string, QuantizedVector>): void;
}

export interface RankContext {
  readonly catalog: CatalogView;
  /** Absent or partly present while vectors arrive: ranking then leans on words. */
  readonly vectors?: VectorTable;
  /** `query` embedded in the same space, for `search`. */
  readonly queryVector?: Float32Array;
  readonly profile: ProfileState;
  readonly weights?: Partial<BlendWeights>;
  /** What `aisle build` learned; where it has weights for a placement, they rank it. */
  readonly learned?: LearnedRanking;
  /** `words`: the encoder does not know the catalogue's language. */
  readonly language: "covered" | "words";
  readonly sensitiveCategories: readonly string[];
  /** `none`: whoever measures shelves by the million looks at the order alone. */
  readonly reasons?: "none";
  /** Rules, exploration and the like, where the shop has them. */
  readonly steps?: StepsOf;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}
