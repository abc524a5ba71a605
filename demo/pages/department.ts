import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { aisleNumber } from "../parts/aisleNumber";
import { breadcrumbs } from "../parts/breadcrumbs";
import { emptyState } from "../parts/emptyState";
import { icons } from "../parts/icons";
import { productCard } from "../parts/productCard";
import {
  applyFilters,
  type Facets,
  type Filters,
  facets,
  readFilters,
  SORTS,
  type Sort,
  writeFilters,
} from "../shop/filters";
import { links, type Route } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

const PAGE_SIZE = 24;
/** The most that one recommendation may be asked for. */
const MAX_RANKED = 200;
/** An aisle never waits longer for its personal order: what was painted is not re-ordered. */
const RANK_WAIT_MS = 500;

type DepartmentRoute = Extract<Route, { name: "department" }>;

export interface DepartmentOptions {
  /** Changes the address without a new entry in the history. */
  readonly replace: (href: string) => void;
}

export function departmentPage(shop: Shop, route: DepartmentRoute, { replace }: DepartmentOptions): Page {
  const { slug } = route;
  const index = shop.catalogue.departments.findIndex((department) => department.slug === slug);
  const department = shop.catalogue.departments[index];
  const products = shop.catalogue.products.filter((product) => product.department === slug);
  const choices = facets(products);
  let filters = readFilters(route.query);
  let limit = PAGE_SIZE;
  let ranked: readonly string[] | undefined;
  let rankedBy: string | undefined;
  let listed: string | undefined;

  if (department) void rank();

  async function rank(): Promise<void> {
    const waited = new Promise<undefined>((resolve) => setTimeout(resolve, RANK_WAIT_MS));
    const asked = shop.client
      .recommend({
        placement: "home",
        limit: MAX_RANKED,
        filter: { category: department.category, includeOutOfStock: true },
      })
      .catch(() => undefined);
    const answer = await Promise.race([asked, waited]);
    ranked = answer?.items.map(({ item }) => item.id) ?? [];
    rankedBy = answer?.id;
    shop.update();
  }

  function change(next: Partial<Filters>): void {
    filters = { ...filters, ...next };
    limit = PAGE_SIZE;
    replace(links.department(slug, writeFilters(filters)));
    shop.update();
  }

  return {
    title: () => (department ? shop.departmentName(department) : shop.t.notFound.title),
    routeChanged(next) {
      if (next.name === "department") filters = readFilters(next.query);
      shop.update();
    },
    render() {
      const { t } = shop;
      if (!department) {
        return emptyState(
          t.notFound.title,
          t.notFound.help,
          html`<a class="button" href=${links.home}>${t.notFound.home}</a>`,
        );
      }
      const waiting = ranked === undefined && filters.sort === "for-you";
      const found = applyFilters(products, filters, ranked);
      const shown = found.slice(0, limit);
      const next = shop.catalogue.departments[(index + 1) % shop.catalogue.departments.length];
      const blurb = shop.settings.language() === "zh" ? department.blurbZh : department.blurb;
      if (!waiting) noteList();
      return html`<div class="wrap department">
        ${breadcrumbs(shop, [{ label: shop.departmentName(department) }])}
        <div class="department-head">
          <span class="department-number" aria-hidden="true">${aisleNumber(index)}</span>
          <div>
            <h1 tabindex="-1">${shop.departmentName(department)}</h1>
            ${blurb ? html`<p class="lead">${blurb}</p>` : nothing}
          </div>
        </div>
        ${sections(choices)}
        <div class="department-body">
          ${filterPanel(choices)}
          <div>
            <div class="grid-head">
              <p role="status" class="muted">${t.items(found.length)}</p>
              <label class="sort">
                <span>${t.department.sort}</span>
                <select .value=${live(filters.sort)} @change=${(event: Event) => change({ sort: (event.target as HTMLSelectElement).value as Sort })}>
                  ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === filters.sort}>${t.department.sorts[sort]}</option>`)}
                </select>
              </label>
            </div>
            ${
              found.length === 0
                ? html`<div class="empty">
                    <p>${t.department.none}</p>
                    <button type="button" class="button button--plain" @click=${clear}>${t.department.clear}</button>
                  </div>`
                : html`<ul class="grid" aria-busy=${waiting}>
                    ${
                      waiting
                        ? shown.map(() => html`<li class="skeleton" aria-hidden="true"></li>`)
                        : repeat(
                            shown,
                            (product) => product.id,
                            (product, place) =>
                              html`<li>${productCard(shop, product, { list: `aisle/${slug}`, index: place, from: filters.sort === "for-you" ? rankedBy : undefined })}</li>`,
                          )
                    }
                  </ul>`
            }
            ${
              found.length > shown.length
                ? html`<p class="show-more">
                    <span class="muted">${t.department.shown(shown.length, found.length)}</span>
                    <button type="button" class="button button--plain" @click=${() => {
                      limit += PAGE_SIZE;
                      shop.update();
                    }}>
                      ${t.department.more(Math.min(PAGE_SIZE, found.length - shown.length))}
                    </button>
                  </p>`
                : nothing
            }
          </div>
        </div>
        ${
          next && next !== department
            ? html`<a class="next-aisle" href=${links.department(next.slug)}>
                <span class="label">${t.department.next}</span>
                <span class="next-aisle-name"><span class="aisle-number">${aisleNumber((index + 1) % shop.catalogue.departments.length)}</span>${shop.departmentName(next)}</span>
                ${icons.arrow()}
              </a>`
            : nothing
        }
      </div>`;
    },
  };

  /** An aisle seen is a list seen; its first screen stands for it, once per order and filter. */
  function noteList(): void {
    const key = writeFilters(filters).toString();
    if (listed === key) return;
    listed = key;
    const items = applyFilters(products, filters, ranked).slice(0, PAGE_SIZE);
    if (items.length === 0) return;
    shop.track("view_item_list", {
      items: items.map((product, place) => ({ item_id: product.id, index: place })),
      item_list_id: `aisle/${slug}`,
      item_list_name: department.name,
    });
  }

  function clear(): void {
    change({ brands: [], section: undefined, minPrice: undefined, maxPrice: undefined, inStockOnly: false });
  }

  function sections(available: Facets): TemplateResult | typeof nothing {
    if (available.sections.length < 2) return nothing;
    const all = [
      { name: undefined, label: shop.t.department.everything },
      ...available.sections.map(({ name }) => ({ name, label: name })),
    ];
    return html`<div class="chips" role="group" aria-label=${shop.t.department.section}>
      ${all.map(
        ({ name, label }) =>
          html`<button type="button" class="chip" aria-pressed=${filters.section === name} @click=${() => change({ section: name })}>
            ${label}
          </button>`,
      )}
    </div>`;
  }

  function filterPanel(available: Facets): TemplateResult {
    const { t } = shop;
    const chosen =
      filters.brands.length +
      (filters.minPrice !== undefined ? 1 : 0) +
      (filters.maxPrice !== undefined ? 1 : 0) +
      (filters.inStockOnly ? 1 : 0);
    const toggle = (brand: string) =>
      filters.brands.includes(brand) ? filters.brands.filter((name) => name !== brand) : [...filters.brands, brand];
    return html`<details class="filters" ?open=${matchMedia("(min-width: 60rem)").matches}>
      <summary>${t.department.filters}${chosen > 0 ? html` <span class="count-inline">${chosen}</span>` : nothing}</summary>
      <form class="filters-form" aria-label=${t.department.filters} @submit=${(event: Event) => event.preventDefault()}>
        <label class="check">
          <input type="checkbox" .checked=${live(filters.inStockOnly)} @change=${() => change({ inStockOnly: !filters.inStockOnly })} />
          <span>${t.department.stock}</span>
        </label>
        ${
          available.price
            ? html`<fieldset>
                <legend>${t.department.price}</legend>
                <div class="price-range">
                  ${priceField(t.department.from, "minPrice", available.price.low)}
                  ${priceField(t.department.to, "maxPrice", available.price.high)}
                </div>
              </fieldset>`
            : nothing
        }
        ${
          available.brands.length > 1
            ? html`<fieldset>
                <legend>${t.department.brand}</legend>
                ${available.brands.slice(0, 12).map(
                  ({ name, count }) =>
                    html`<label class="check">
                      <input type="checkbox" .checked=${live(filters.brands.includes(name))} @change=${() => change({ brands: toggle(name) })} />
                      <span>${name}</span><span class="muted">${count}</span>
                    </label>`,
                )}
              </fieldset>`
            : nothing
        }
        ${chosen > 0 ? html`<button type="button" class="text-button" @click=${clear}>${t.department.clear}</button>` : nothing}
      </form>
    </details>`;
  }

  function priceField(label: string, field: "minPrice" | "maxPrice", placeholder: number): TemplateResult {
    return html`<label>
      <span>${label}</span>
      <input
        type="number"
        inputmode="decimal"
        min="0"
        placeholder=${placeholder}
        .value=${live(filters[field] === undefined ? "" : String(filters[field]))}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLInputElement;
          change({ [field]: value === "" || Number(value) < 0 ? undefined : Number(value) });
        }}
      />
    </label>`;
  }
}
