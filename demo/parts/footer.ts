import { html, nothing, type TemplateResult } from "lit";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import { progress } from "./progress";

export function footer(shop: Shop): TemplateResult {
  const { t } = shop;
  return html`<footer class="footer">
    <div class="wrap footer-grid">
      <p class="footer-note"><span class="wordmark-name">${t.shopName}</span>${t.footer.note}</p>
      <nav aria-label=${t.footer.shop}>
        <h2 class="label">${t.footer.shop}</h2>
        <ul>
          ${shop.catalogue.departments
            .slice(0, 6)
            .map(
              (department) =>
                html`<li><a href=${links.department(department.slug)}>${shop.departmentName(department)}</a></li>`,
            )}
        </ul>
      </nav>
      <nav aria-label=${t.footer.you}>
        <h2 class="label">${t.footer.you}</h2>
        <ul>
          <li><a href=${links.cart}>${t.cart}</a></li>
          <li><a href=${links.wishlist}>${t.wishlist}</a></li>
          <li><a href=${links.privacy}>${t.footer.privacy}</a></li>
          <li><a href=${links.move}>${t.footer.move}</a></li>
          <li><a href=${links.taste}>${t.footer.taste}</a></li>
          <li><a href=${links.feed}>${t.footer.feed}</a></li>
          <li><a href=${links.measure}>${t.footer.measure}</a></li>
          ${
            shop.catalogue.kind === "demo"
              ? html`<li><a href=${links.offers}>${t.footer.offers}</a></li>
                  <li><a href=${links.rules}>${t.footer.rules}</a></li>
                  <li><a href=${links.experiments}>${t.footer.experiments}</a></li>`
              : nothing
          }
        </ul>
      </nav>
    </div>
    <div class="wrap footer-status">${progress(shop)}${shop.online ? nothing : html`<span>${t.progress.offline}</span>`}</div>
  </footer>`;
}
