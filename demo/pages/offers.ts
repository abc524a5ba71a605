/** Promotions, paid places and articles, ranked in this browser by what the visitor did with products. */
import { html, nothing, type TemplateResult } from "lit";
import type { RankedItem, Shelf, ShelfQuery, ShelfView } from "../../src/index";
import { reasonText } from "../../src/ranking/reasonText";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

const COLLECTIONS = ["promotions", "ads", "articles"] as const;
type Collection = (typeof COLLECTIONS)[number];
const QUERIES: Readonly<Record<Collection, ShelfQuery>> = {
  promotions: { placement: "home", collection: "promotions", limit: 3 },
  ads: { placement: "home", collection: "ads", limit: 2 },
  articles: { placement: "home", collection: "articles", limit: 3 },
};

export function offersPage(shop: Shop): Page {
  const views = new Map<Collection, ShelfView>(COLLECTIONS.map((name) => [name, shop.client.shelf(QUERIES[name])]));
  const told = new Set<string>();
  const ends = [...views].map(([name, view]) =>
    view.subscribe(() => {
      const shelf = view.current();
      if (name !== "articles" && shelf) tellSeen(shelf);
      shop.update();
    }),
  );

  /** GA4's promotion trail: once for each that was on this page. */
  function tellSeen(shelf: Shelf): void {
    for (const { item, position } of shelf.items) {
      if (told.has(item.id)) continue;
      told.add(item.id);
      shop.track("view_promotion", promotionParams(shelf, { id: item.id, title: item.title, position }));
    }
  }

  const section = (name: Collection, card: (ranked: RankedItem, shelf: Shelf) => TemplateResult) => {
    const { t } = shop;
    const shelf = views.get(name)?.current();
    return html`<section class="offers-section" data-collection=${name} aria-labelledby="offers-${name}">
      <h2 id="offers-${name}" class="section-title">${t.offers[name]}</h2>
      ${
        shelf === undefined
          ? html`<p class="muted">${t.loading}</p>`
          : shelf.items.length === 0
            ? html`<p class="muted">${t.offers.empty}</p>`
            : html`<ul class="offer-list">${shelf.items.map((ranked) => html`<li class="offer">${card(ranked, shelf)}</li>`)}</ul>`
      }
    </section>`;
  };

  const link = ({ item, position }: RankedItem, shelf: Shelf) => html`<h3 class="offer-title">
    <a
      href=${item.link ?? "#/"}
      @click=${() => shop.track("select_promotion", promotionParams(shelf, { id: item.id, title: item.title, position }))}
      >${item.title}</a
    >
  </h3>`;
  const reason = ({ why }: RankedItem) => (why[0] ? reasonText(why[0], shop.t.locale) : "");

  const promotionCard = (ranked: RankedItem, shelf: Shelf) => html`
    <p class="label">${terms(shop, ranked)}</p>
    ${link(ranked, shelf)}
    <p class="muted">${reason(ranked)}</p>
  `;
  const adCard = (ranked: RankedItem, shelf: Shelf) => {
    const { t } = shop;
    const { ad } = ranked;
    if (!ad) return html`${nothing}`;
    const price = ad.price.toLocaleString(t.locale, { style: "currency", currency: "USD" });
    return html`
      <p class="label ad-label">${t.offers.ad} · ${ad.sponsor}</p>
      ${link(ranked, shelf)}
      <details class="ad-why">
        <summary>${t.offers.whyAd}</summary>
        <p>${t.offers.pays(ad.sponsor, price)}</p>
        <p>${isByInterest(ranked) ? t.offers.interest(reason(ranked)) : t.offers.noInterest}</p>
      </details>
    `;
  };
  const articleCard = (ranked: RankedItem, shelf: Shelf) => html`
    ${link(ranked, shelf)}
    <p>${ranked.item.description}</p>
    <p class="muted">${reason(ranked)}</p>
  `;

  return {
    title: () => shop.t.offers.title,
    leave() {
      for (const end of ends) end();
    },
    render() {
      const { t } = shop;
      return html`<div class="wrap offers">
        <h1 class="page-title" tabindex="-1">${t.offers.title}</h1>
        <p class="lead">${t.offers.lead}</p>
        ${section("promotions", promotionCard)} ${section("ads", adCard)}
        <label class="switch">
          <input
            type="checkbox"
            .checked=${personal(shop)}
            @change=${async () => {
              await shop.client.consent.set({ ads: personal(shop) ? "off" : "session" });
              shop.update();
            }}
          />
          <span>${t.offers.personal}</span>
        </label>
        ${section("articles", articleCard)}
      </div>`;
    },
  };
}

/** An ad may win by its bid alone, though interests were allowed to speak. */
function isByInterest({ why: [first] }: RankedItem): boolean {
  return ["event", "category", "brand", "price"].includes(first?.evidence.kind ?? "");
}

function personal({ client }: Shop): boolean {
  const { ads } = client.consent.get();
  return ads === "session" || ads === "persistent";
}

function promotionParams(
  shelf: Shelf,
  { id, title, position }: { readonly id: string; readonly title: string; readonly position: number },
) {
  return {
    promotion_id: id,
    promotion_name: title,
    collection: shelf.collection,
    recommendation_id: shelf.id,
    items: [{ item_id: id, item_name: title, index: position }],
  };
}

function terms({ t }: Shop, { item: { promotion, currency = "USD" } }: RankedItem): string {
  if (promotion?.percentOff !== undefined) return `−${promotion.percentOff}%`;
  if (promotion?.moneyOff === undefined) return t.offers.promotion;
  return `−${promotion.moneyOff.toLocaleString(t.locale, { style: "currency", currency, maximumFractionDigits: 0 })}`;
}
