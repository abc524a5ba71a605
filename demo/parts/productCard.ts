import { html, nothing, type TemplateResult } from "lit";
import type { ShopProduct } from "../shop/catalogue";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import { icons } from "./icons";
import { price } from "./price";

/** Products in their first month carry a "new" mark. */
const NEW_FOR_DAYS = 30;

export interface ProductCardOptions {
  /** The list it stands in, as GA4 names it. */
  readonly list: string;
  readonly index: number;
  /** Id of the recommendation that put it here. */
  readonly from?: string;
}

export function productCard(shop: Shop, product: ShopProduct, options: ProductCardOptions): TemplateResult {
  const { t } = shop;
  const saved = shop.wishlist.lines().some((line) => line.id === product.id);
  return html`<article class="card">
    <a
      class="card-link"
      href=${links.product(product.id, options.from)}
      @click=${() => shop.selected(product, options)}
    >
      <span class="card-picture">${picture(product, 320)} ${mark(shop, product)}</span>
      <span class="card-brand">${product.brand ?? nothing}</span>
      <span class="card-title">${product.title}</span>
      ${price(shop, product)}
    </a>
    <button
      type="button"
      class="card-save"
      aria-pressed=${saved}
      aria-label=${saved ? t.product.removeSaved(product.title) : t.product.saveItem(product.title)}
      @click=${() => shop.toggleSaved(product)}
    >
      ${icons.heart()}
    </button>
  </article>`;
}

/** Decorative: the title stands beside it. */
export function picture(product: Pick<ShopProduct, "imageLink">, size: number): TemplateResult {
  return html`<img src=${product.imageLink} alt="" width=${size} height=${size} loading="lazy" decoding="async" />`;
}

function mark(shop: Shop, product: ShopProduct): TemplateResult | typeof nothing {
  const { t } = shop;
  if (product.availability && product.availability !== "in_stock") {
    return html`<span class="mark mark--quiet">${product.availability === "out_of_stock" ? t.product.soldOut : t.product.preorder}</span>`;
  }
  const age = product.availableSince === undefined ? Number.POSITIVE_INFINITY : shop.now() - product.availableSince;
  return age < NEW_FOR_DAYS * 86_400_000 ? html`<span class="mark">${t.product.fresh}</span>` : nothing;
}
