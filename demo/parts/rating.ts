import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { ShopProduct } from "../shop/catalogue";
import type { Shop } from "../shop/shop";
import { icons } from "./icons";

/** Five native radio buttons drawn as stars: arrow keys and screen readers work by themselves. */
export function rating(shop: Shop, product: ShopProduct): TemplateResult {
  const { t } = shop;
  const given = shop.ratings.get(product.id) ?? 0;
  return html`<fieldset class="rating">
    <legend class="label">${t.product.rate}</legend>
    ${[1, 2, 3, 4, 5].map(
      (stars) =>
        html`<label class=${stars <= given ? "is-given" : ""}>
          <input type="radio" name="rating" value=${stars} .checked=${live(stars === given)} @change=${() => shop.rate(product, stars)} />
          ${icons.star()}<span class="visually-hidden">${t.product.stars(stars)}</span>
        </label>`,
    )}
  </fieldset>`;
}
