/** Who fills the shelves: what one arm of the simulation is asked and told. */
import type { PublicCampaign, PublicItem, PublicPromotion } from "./world";

export type Slot = "home" | "again" | "related" | "complement" | "promotions" | "ads";

export const SLOT_LIMITS: Readonly<Record<Slot, number>> = {
  home: 8,
  again: 4,
  related: 8,
  complement: 4,
  promotions: 3,
  ads: 1,
};

export interface ShelfRequest {
  readonly slot: Slot;
  readonly shopper: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The product on the page, for `related` and `ads`. */
  readonly item?: string;
  readonly basket: readonly string[];
  readonly limit: number;
}

/** What anybody who stands in the page can see a shopper do. */
export interface Act {
  readonly kind: "see" | "click" | "view" | "cart" | "buy";
  readonly shopper: number;
  readonly at: number;
  /** Good, promotion or campaign. */
  readonly id: string;
  readonly slot?: Slot;
  readonly position?: number;
  readonly dwellMs?: number;
  readonly order?: string;
}

export interface Policy {
  /** Ids of goods, or of promotions and campaigns for their slots; may be short or empty. */
  show(request: ShelfRequest): readonly string[];
  observe(act: Act): void;
}

/** What every arm knows of the shop before its shoppers come: the catalogue, and last season's orders. */
export interface ShopKnowledge {
  readonly items: readonly PublicItem[];
  readonly promotions: readonly PublicPromotion[];
  readonly campaigns: readonly PublicCampaign[];
  /** Orders of earlier shoppers, ids of goods; oldest first. */
  readonly orders: readonly PastOrder[];
}

export interface PastOrder {
  readonly shopper: number;
  readonly at: number;
  readonly items: readonly string[];
}
