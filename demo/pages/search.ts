import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Shelf } from "../../src/index";
import { emptyState } from "../parts/emptyState";
import { productCard } from "../parts/productCard";
import { links, type Route } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

const RESULTS = 48;
/** Long enough to let a word be finished, short enough to feel instant. */
const DELAY_MS = 100;

export function searchPage(shop: Shop, route: Extract<Route, { name: "search" }>): Page {
  let text = "";
  let results: Shelf | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  ask(route.text, 0);

  function ask(next: string, delayMs: number): void {
    text = next.trim();
    clearTimeout(timer);
    const mine = ++asked;
    if (text === "") {
      results = undefined;
      shop.update();
      return;
    }
    timer = setTimeout(async () => {
      const found = await shop.client
        .search(text, { limit: RESULTS, filter: { includeOutOfStock: true } })
        .catch(() => undefined);
      if (mine !== asked) return;
      results = found;
      shop.update();
      if (found && found.items.length > 0) {
        shop.track("view_search_results", {
          search_term: text,
          items: found.items.slice(0, 12).map(({ item, position }) => ({ item_id: item.id, index: position })),
          recommendation_id: found.id,
        });
      }
    }, delayMs);
  }

  return {
    title: () => (text ? shop.t.search.title(text) : shop.t.search.submit),
    routeChanged(next) {
      if (next.name === "search" && next.text.trim() !== text) ask(next.text, DELAY_MS);
    },
    leave() {
      clearTimeout(timer);
      asked++;
    },
    render() {
      const { t } = shop;
      const examples = html`<p class="examples">
        <span class="muted">${t.search.try}</span>
        ${t.search.examples.map((example) => html`<a class="chip" lang="en" href=${links.search(example)}>${example}</a>`)}
      </p>`;
      if (text === "") return html`<div class="wrap">${emptyState(t.search.empty, t.search.emptyHelp, examples)}</div>`;
      const products = (results?.items ?? []).flatMap(({ item }) => shop.catalogue.byId.get(item.id) ?? []);
      if (results && products.length === 0) {
        return html`<div class="wrap">${emptyState(t.search.none(text), t.search.noneHelp, examples)}</div>`;
      }
      return html`<div class="wrap">
        <h1 class="page-title" tabindex="-1">${t.search.title(text)}</h1>
        <p class="muted" role="status">
          ${results ? `${t.search.count(products.length)}. ${results.rung === "words" ? t.search.byWords : t.search.byMeaning}.` : t.search.working}
        </p>
        <ul class="grid">
          ${
            results
              ? repeat(
                  products,
                  (product) => product.id,
                  (product, index) =>
                    html`<li>${productCard(shop, product, { list: "search", index, from: results?.id })}</li>`,
                )
              : Array.from({ length: 12 }, () => html`<li class="skeleton" aria-hidden="true"></li>`)
          }
        </ul>
        ${results ? examples : nothing}
      </div>`;
    },
  };
}
