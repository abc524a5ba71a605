import { html } from "lit";
import { shelf } from "../parts/shelf";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

export function orderPage(shop: Shop, id: string): Page {
  return {
    title: () => shop.t.order.title,
    render() {
      const { t } = shop;
      return html`<div class="wrap">
        <div class="empty">
          <h1 class="empty-title" tabindex="-1">${t.order.title}</h1>
          <p>${t.order.text(id)}</p>
          <p class="muted">${t.order.learned}</p>
          <a class="button" href=${links.home}>${t.order.back}</a>
        </div>
        <div class="shelves">${shelf(shop, { placement: "home", heading: t.home.forYou, limit: 12 })}</div>
      </div>`;
    },
  };
}
