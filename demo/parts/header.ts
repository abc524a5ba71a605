import { html, nothing, type TemplateResult } from "lit";
import { links, type Route } from "../shop/router";
import type { Theme } from "../shop/settings";
import { type Shop, YOURSELF } from "../shop/shop";
import { aisleNumber } from "./aisleNumber";
import { icons } from "./icons";
import { progressLine } from "./progress";
import type { SearchBox } from "./searchBox";

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { auto: "light", light: "dark", dark: "auto" };

export interface HeaderOptions {
  readonly search: SearchBox;
  readonly menuOpen: boolean;
  readonly setMenu: (open: boolean) => void;
  readonly openShoppers: () => void;
  readonly shopperName?: string;
}

export function header(shop: Shop, route: Route, options: HeaderOptions): TemplateResult {
  const { t } = shop;
  return html`<header class="header">
    <div class="header-row wrap">
      <a class="wordmark" href=${links.home} aria-current=${route.name === "home" ? "page" : nothing}>
        <span class="wordmark-name">${t.shopName}</span><span class="wordmark-line">${t.tagline}</span>
      </a>
      <button
        type="button"
        class="menu-button"
        aria-expanded=${options.menuOpen}
        aria-controls="aisles-menu"
        @click=${() => options.setMenu(!options.menuOpen)}
      >
        ${options.menuOpen ? icons.close() : icons.menu()}<span>${t.menu}</span>
      </button>
      ${options.search.render()}
      <div class="header-actions">
        <button
          type="button"
          class="shopper-button ${shop.shopper === YOURSELF ? "" : "is-active"}"
          aria-haspopup="dialog"
          aria-label=${options.shopperName ? t.youAre(options.shopperName) : t.shoppers}
          @click=${options.openShoppers}
        >
          ${icons.person()}<span>${options.shopperName ?? t.shoppers}</span>
        </button>
        <span class="preferences">${preferences(shop)}</span>
        ${counted(links.wishlist, t.wishlistWith(shop.wishlist.count()), shop.wishlist.count(), icons.heart())}
        ${counted(links.cart, t.cartWith(shop.cart.count()), shop.cart.count(), icons.cart())}
      </div>
    </div>
    <nav id="aisles-menu" class="aisles-menu" aria-label=${t.menu} ?hidden=${!options.menuOpen}>
      <ul class="wrap aisles-menu-list">
        ${shop.catalogue.departments.map(
          (department, index) =>
            html`<li>
              <a
                href=${links.department(department.slug)}
                aria-current=${route.name === "department" && route.slug === department.slug ? "page" : nothing}
              >
                <span class="aisle-number">${aisleNumber(index)}</span>${shop.departmentName(department)}
              </a>
            </li>`,
        )}
      </ul>
      <p class="wrap aisles-menu-preferences">${preferences(shop)}</p>
    </nav>
    ${progressLine(shop)}
  </header>`;
}

/** Language and theme: in the header where there is room, in the menu on a phone. */
function preferences(shop: Shop): TemplateResult {
  const { t, settings } = shop;
  const theme = settings.theme();
  const other = settings.language() === "en" ? "zh" : "en";
  const themeIcon = { auto: icons.auto, light: icons.sun, dark: icons.moon }[theme];
  return html`<button type="button" class="text-button" aria-label=${t.languageLabel} @click=${() => shop.setLanguage(other)}>
      <span lang=${other}>${t.language}</span>
    </button>
    <button
      type="button"
      class="icon-button"
      aria-label=${t.themeLabel[theme]}
      title=${t.themeLabel[theme]}
      @click=${() => shop.setTheme(NEXT_THEME[theme])}
    >
      ${themeIcon()}
    </button>`;
}

function counted(href: string, label: string, count: number, icon: TemplateResult): TemplateResult {
  return html`<a class="icon-button" href=${href} aria-label=${label}>
    ${icon}${count > 0 ? html`<span class="count" aria-hidden="true">${count}</span>` : nothing}
  </a>`;
}
