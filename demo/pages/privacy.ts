import { html } from "lit";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

export function privacyPage(shop: Shop): Page {
  void import("../../src/elements/privacy");
  return {
    title: () => shop.t.privacy.title,
    render() {
      const { t } = shop;
      return html`<div class="wrap privacy">
        <h1 class="page-title" tabindex="-1">${t.privacy.title}</h1>
        <p class="lead">${t.privacy.lead}</p>
        <div class="privacy-body">
          <aisle-privacy class="panel" .client=${shop.client} lang=${t.locale}></aisle-privacy>
          <aside class="facts" aria-label=${t.home.how}>
            ${t.privacy.facts.map(([title, text]) => html`<h2 class="label">${title}</h2><p>${text}</p>`)}
            <p class="muted">${t.privacy.cart}</p>
          </aside>
        </div>
      </div>`;
    },
  };
}
