import { html, nothing, type TemplateResult } from "lit";
import type { Placement } from "../../src/index";
import type { Shop } from "../shop/shop";

export interface ShelfOptions {
  readonly placement: Placement;
  readonly heading: string;
  readonly limit: number;
  readonly item?: string;
  /** Ids of what is in the cart, for `complement`. */
  readonly basket?: readonly string[];
  /** Ids that the page shows already. */
  readonly exclude?: readonly string[];
  readonly layout?: "carousel" | "grid";
  /** Default `message`; `collapse` takes no space while there is nothing to show. */
  readonly whenEmpty?: "message" | "collapse";
}

/** A live shelf of recommendations; it follows what the visitor does without a reload. */
export function shelf(shop: Shop, options: ShelfOptions): TemplateResult {
  return html`<aisle-shelf
    class="shelf"
    .client=${shop.client}
    lang=${shop.t.locale}
    placement=${options.placement}
    heading=${options.heading}
    limit=${options.limit}
    layout=${options.layout ?? "carousel"}
    item=${options.item ?? nothing}
    .basket=${options.basket}
    .exclude=${options.exclude}
    when-empty=${options.whenEmpty ?? "message"}
  ></aisle-shelf>`;
}
