import { html, nothing, type TemplateResult } from "lit";
import { aisleNumber } from "../parts/aisleNumber";
import { changePanel } from "../parts/changePanel";
import { icons } from "../parts/icons";
import { picture } from "../parts/productCard";
import { shelf } from "../parts/shelf";
import type { ShopProduct } from "../shop/catalogue";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

const HERO_PICTURES = 5;

export interface HomeOptions {
  readonly openShoppers: () => void;
}

export function homePage(shop: Shop, { openShoppers }: HomeOptions): Page {
  const window = heroPictures(shop);
  return {
    title: () => shop.t.home.title,
    render() {
      const { t } = shop;
      const status = shop.catalogStatus;
      return html`${shop.change ? changePanel(shop, shop.change) : hero(shop, window, openShoppers)}
        <div class="wrap shelves">
          ${shelf(shop, { placement: "home", heading: t.home.forYou, limit: 12 })}
          ${shop.asking && !shop.change ? html`<p class="hint shelf-hint">${t.home.forYouPending}</p>` : nothing}
          ${shelf(shop, { placement: "again", heading: t.home.again, limit: 12, whenEmpty: "collapse" })}
          ${shelf(shop, { placement: "recent", heading: t.home.recent, limit: 12, whenEmpty: "collapse" })}
        </div>
        <section class="wrap aisles" aria-labelledby="aisles-title">
          <h2 id="aisles-title" class="section-title">${t.home.aisles}</h2>
          <ul class="aisle-grid">
            ${shop.catalogue.departments.map(
              (department, index) =>
                html`<li>
                  <a class="aisle-sign" href=${links.department(department.slug)}>
                    <span class="aisle-number">${aisleNumber(index)}</span>
                    <span class="aisle-name">${shop.departmentName(department)}</span>
                    <span class="aisle-count">${t.items(department.count)}</span>
                  </a>
                </li>`,
            )}
          </ul>
        </section>
        <div class="wrap shelves">
          ${shelf(shop, { placement: "trending", heading: t.home.trending, limit: 12 })}
          ${shelf(shop, { placement: "new", heading: t.home.fresh, limit: 12 })}
        </div>
        ${status?.language === "words" ? html`<p class="wrap hint">${t.feed.byWords}</p>` : nothing}
        <section class="wrap how" aria-labelledby="how-title">
          <h2 id="how-title" class="section-title">${t.home.how}</h2>
          <ol class="how-steps">
            ${t.home.steps.map(
              ([title, text], index) =>
                html`<li><span class="aisle-number" aria-hidden="true">${aisleNumber(index)}</span><h3>${title}</h3><p>${text}</p></li>`,
            )}
          </ol>
          <a class="more-link" href=${links.privacy}>${t.home.see} ${icons.arrow()}</a>
        </section>`;
    },
  };
}

function hero(shop: Shop, pictures: readonly ShopProduct[], openShoppers: () => void): TemplateResult {
  const { t, catalogue } = shop;
  const own = catalogue.kind === "own";
  return html`<section class="hero wrap" aria-labelledby="hero-title">
    <div class="hero-text">
      <h1 id="hero-title" tabindex="-1">${own ? t.home.ownHeadline(catalogue.name) : t.home.headline.map((line) => html`<span>${line} </span>`)}</h1>
      <p class="lead">
        ${
          own
            ? t.home.ownLead(t.items(catalogue.products.length), t.home.aisleCount(catalogue.departments.length))
            : t.home.lead
        }
      </p>
      <div class="hero-actions">
        ${
          own
            ? html`<button type="button" class="button" @click=${() => shop.openDemo()}>${t.feed.back}</button>`
            : html`<button type="button" class="button" aria-haspopup="dialog" @click=${openShoppers}>${t.home.tryShopper}</button>`
        }
        <a class="button button--plain" href=${links.feed}>${t.home.tryFeed}</a>
      </div>
    </div>
    <ul class="hero-window" aria-hidden="true">
      ${pictures.map((product) => html`<li>${picture(product, 300)}</li>`)}
    </ul>
  </section>`;
}

/** The most wanted product of each of some aisles, so that the window shows the shop's breadth. */
function heroPictures(shop: Shop): readonly ShopProduct[] {
  const best = new Map<string, ShopProduct>();
  for (const product of shop.catalogue.products) {
    const known = best.get(product.department);
    if (!known || (product.popularity ?? 0) > (known.popularity ?? 0)) best.set(product.department, product);
  }
  const step = Math.max(1, Math.floor(best.size / HERO_PICTURES));
  const spread = [...best.values()].filter((_, index) => index % step === 0);
  // A feed of few aisles still fills the window.
  return [...new Set([...spread, ...shop.catalogue.products.slice(0, HERO_PICTURES)])].slice(0, HERO_PICTURES);
}
