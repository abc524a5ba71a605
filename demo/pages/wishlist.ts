import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { emptyState } from "../parts/emptyState";
import { productCard } from "../parts/productCard";
import { shelf } from "../parts/shelf";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

export function wishlistPage(shop: Shop): Page {
  return {
    title: () => shop.t.wishlistPage.title,
    render() {
      const { t } = shop;
      const products = shop.wishlist.lines().flatMap(({ id }) => shop.catalogue.byId.get(id) ?? []);
      return html`<div class="wrap">
        ${
          products.length === 0
            ? emptyState(t.wishlistPage.empty, t.wishlistPage.emptyHelp)
            : html`<h1 class="page-title" tabindex="-1">${t.wishlistPage.title}</h1>
                <ul class="grid">
                  ${repeat(
                    products,
                    (product) => product.id,
                    (product, index) => html`<li>${productCard(shop, product, { list: "wishlist", index })}</li>`,
                  )}
                </ul>`
        }
        <div class="shelves">${shelf(shop, { placement: "home", heading: t.home.forYou, limit: 12 })}</div>
      </div>`;
    },
  };
}
