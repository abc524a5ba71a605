import { html, type TemplateResult } from "lit";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";

export interface Crumb {
  readonly label: string;
  /** Absent: the page one is on. */
  readonly href?: string;
}

export function breadcrumbs(shop: Shop, crumbs: readonly Crumb[]): TemplateResult {
  return html`<nav class="breadcrumbs" aria-label=${shop.t.breadcrumbs}>
    <ol>
      <li><a href=${links.home}>${shop.t.shopName}</a></li>
      ${crumbs.map(({ label, href }) => html`<li>${href ? html`<a href=${href}>${label}</a>` : html`<span aria-current="page">${label}</span>`}</li>`)}
    </ol>
  </nav>`;
}
