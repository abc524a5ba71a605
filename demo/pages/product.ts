import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { startDwell } from "../../src/index";
import { breadcrumbs } from "../parts/breadcrumbs";
import { emptyState } from "../parts/emptyState";
import { icons } from "../parts/icons";
import { price } from "../parts/price";
import { rating } from "../parts/rating";
import { shelf } from "../parts/shelf";
import { MAX_QUANTITY } from "../shop/basket";
import type { ShopProduct } from "../shop/catalogue";
import { links, type Route } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

/** Shorter looks are a glance in passing. */
const MIN_DWELL_MS = 1500;

export function productPage(shop: Shop, route: Extract<Route, { name: "product" }>): Page {
  const product = shop.catalogue.byId.get(route.id);
  if (!product) return missingPage(shop);
  const versions = product.itemGroupId
    ? [...shop.catalogue.byId.values()].filter((other) => other.itemGroupId === product.itemGroupId)
    : [];
  const department = shop.department(product.department);
  let quantity = 1;

  shop.credit(product.id, route.from);
  shop.looked(product);
  const dwell = startDwell(document, () => performance.now());

  return {
    title: () => product.title,
    leave() {
      const dwellMs = dwell.stop();
      if (dwellMs >= MIN_DWELL_MS) shop.stayed(product, dwellMs);
    },
    render() {
      const { t } = shop;
      const saved = shop.wishlist.lines().some((line) => line.id === product.id);
      const state = product.availability ?? "in_stock";
      const section = product.category?.[1];
      return html`<div class="wrap product-page">
        ${breadcrumbs(shop, [
          ...(department ? [{ label: shop.departmentName(department), href: links.department(department.slug) }] : []),
          ...(department && section
            ? [{ label: section, href: links.department(department.slug, new URLSearchParams({ section })) }]
            : []),
          { label: product.title },
        ])}
        <div class="product">
          <div class="product-picture">
            <img src=${product.imageLink} alt=${product.title} width="600" height="600" fetchpriority="high" />
          </div>
          <div class="product-text">
            <p class="card-brand">${product.brand ?? nothing}</p>
            <h1 tabindex="-1">${product.title}</h1>
            <p class="product-price">${price(shop, product)}</p>
            <p class="stock stock--${state}">${t.product.availability[state]}</p>
            ${versionPicker(shop, product, versions)}
            <form
              class="buy"
              @submit=${(event: Event) => {
                event.preventDefault();
                shop.addToCart(product, quantity);
              }}
            >
              <label class="quantity">
                <span class="visually-hidden">${t.product.quantity}</span>
                <input
                  type="number"
                  min="1"
                  max=${MAX_QUANTITY}
                  required
                  .value=${live(String(quantity))}
                  @change=${(event: Event) => {
                    quantity = Math.min(
                      MAX_QUANTITY,
                      Math.max(1, Math.round((event.target as HTMLInputElement).valueAsNumber) || 1),
                    );
                    shop.update();
                  }}
                />
              </label>
              <button type="submit" class="button button--wide" ?disabled=${state === "out_of_stock"}>
                ${state === "out_of_stock" ? t.product.soldOut : state === "preorder" ? t.product.preorder : t.product.add}
              </button>
              <button
                type="button"
                class="button button--plain button--save"
                aria-pressed=${saved}
                @click=${() => shop.toggleSaved(product)}
              >
                ${icons.heart()}<span>${saved ? t.product.saved : t.product.save}</span>
              </button>
            </form>
            ${
              product.description
                ? html`<h2 class="label">${t.product.about}</h2>
                    <p class="description">${product.description}</p>`
                : nothing
            }
            ${details(shop, product)} ${rating(shop, product)}
          </div>
        </div>
        <div class="shelves">
          ${shelf(shop, { placement: "complement", heading: t.product.complement, limit: 8, item: product.id })}
          ${shelf(shop, { placement: "related", heading: t.product.related, limit: 12, item: product.id })}
          ${shelf(shop, { placement: "recent", heading: t.home.recent, limit: 12, exclude: [product.id], whenEmpty: "collapse" })}
        </div>
      </div>`;
    },
  };
}

function versionPicker(
  shop: Shop,
  product: ShopProduct,
  versions: readonly ShopProduct[],
): TemplateResult | typeof nothing {
  if (versions.length < 2) return nothing;
  return html`<nav class="versions" aria-label=${shop.t.product.versions}>
    <ul>
      ${versions.map(
        (version) =>
          html`<li>
            <a href=${links.product(version.id)} aria-current=${version.id === product.id ? "page" : nothing} title=${version.title}>
              <img src=${version.imageLink} alt=${version.title} width="64" height="64" />
            </a>
          </li>`,
      )}
    </ul>
  </nav>`;
}

function details(shop: Shop, product: ShopProduct): TemplateResult {
  const { t } = shop;
  const rows = [
    ...(product.brand ? [[t.product.brandLabel, product.brand]] : []),
    ...Object.entries(product.attributes ?? {}).map(([name, value]) => [
      t.product.attributes[name] ?? name.charAt(0).toLocaleUpperCase(t.locale) + name.slice(1),
      value,
    ]),
    [t.product.idLabel, product.id],
  ];
  return html`<h2 class="label">${t.product.details}</h2>
    <dl class="details">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function missingPage(shop: Shop): Page {
  return {
    title: () => shop.t.product.missing,
    render: () =>
      emptyState(
        shop.t.product.missing,
        shop.t.product.missingHelp,
        html`<a class="button" href=${links.home}>${shop.t.notFound.home}</a>`,
      ),
  };
}
