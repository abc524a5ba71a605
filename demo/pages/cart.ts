import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { emptyState } from "../parts/emptyState";
import { price } from "../parts/price";
import { picture } from "../parts/productCard";
import { shelf } from "../parts/shelf";
import { MAX_QUANTITY } from "../shop/basket";
import type { ShopProduct } from "../shop/catalogue";
import { money, unitPrice } from "../shop/money";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

export interface CartOptions {
  readonly go: (href: string) => void;
}

export function cartPage(shop: Shop, { go }: CartOptions): Page {
  if (shop.cartLines().length > 0) shop.track("view_cart", shop.cartParams());
  return {
    title: () => shop.t.cartPage.title,
    render() {
      const { t } = shop;
      const lines = shop.cartLines();
      if (lines.length === 0) {
        return html`<div class="wrap">
          ${emptyState(t.cartPage.empty, t.cartPage.emptyHelp)}
          <div class="shelves">${shelf(shop, { placement: "home", heading: t.cartPage.forYou, limit: 12 })}</div>
        </div>`;
      }
      return html`<div class="wrap">
        <h1 class="page-title" tabindex="-1">${t.cartPage.title}</h1>
        <div class="cart">
          <ul class="cart-lines">
            ${repeat(
              lines,
              ({ product }) => product.id,
              ({ product, quantity }) => line(shop, product, quantity),
            )}
          </ul>
          ${summary(shop, lines[0].product.currency, () => go(links.order(shop.checkout())))}
        </div>
        <div class="shelves">
          ${shelf(shop, {
            placement: "complement",
            heading: t.cartPage.goesWith,
            limit: 12,
            basket: lines.map(({ product }) => product.id),
          })}
          ${shelf(shop, { placement: "home", heading: t.cartPage.forYou, limit: 12 })}
        </div>
      </div>`;
    },
  };
}

function line(shop: Shop, product: ShopProduct, quantity: number): TemplateResult {
  const { t } = shop;
  const set = (next: number) => shop.setQuantity(product, next);
  return html`<li class="cart-line">
    <a class="cart-picture" href=${links.product(product.id)} tabindex="-1" aria-hidden="true">${picture(product, 120)}</a>
    <div class="cart-what">
      <a class="card-title" href=${links.product(product.id)}>${product.title}</a>
      <span class="muted">${price(shop, product)}</span>
      <button type="button" class="text-button" aria-label=${t.cartPage.removeItem(product.title)} @click=${() => set(0)}>
        ${t.cartPage.remove}
      </button>
    </div>
    <label class="quantity">
      <span class="visually-hidden">${t.cartPage.quantityOf(product.title)}</span>
      <input
        type="number"
        min="1"
        max=${MAX_QUANTITY}
        .value=${live(String(quantity))}
        @change=${(event: Event) => set((event.target as HTMLInputElement).valueAsNumber || 1)}
      />
    </label>
    <span class="cart-sum">${money((unitPrice(product) ?? 0) * quantity, product.currency, t.locale)}</span>
  </li>`;
}

function summary(shop: Shop, currency: string | undefined, checkout: () => void): TemplateResult {
  const { t } = shop;
  const total = money(shop.cartTotal(), currency, t.locale);
  return html`<section class="summary" aria-label=${t.cartPage.total}>
    <dl>
      <div><dt>${t.cartPage.subtotal}</dt><dd>${total}</dd></div>
      <div><dt>${t.cartPage.delivery}</dt><dd>${t.cartPage.free}</dd></div>
      <div class="summary-total"><dt>${t.cartPage.total}</dt><dd>${total}</dd></div>
    </dl>
    <button type="button" class="button button--wide" @click=${checkout}>${t.cartPage.checkout}</button>
    <p class="muted">${t.cartPage.demo}</p>
  </section>`;
}
