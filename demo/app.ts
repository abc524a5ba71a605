/** The frame around every page: header, main, footer, banner, dialog; and which page stands in it. */
import { html, nothing, render, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { ref } from "lit/directives/ref.js";
import type { AisleSelectDetail } from "../src/elements/index";
import { cartPage } from "./pages/cart";
import { departmentPage } from "./pages/department";
import { experimentsPage } from "./pages/experiments";
import { feedPage } from "./pages/feed";
import { homePage } from "./pages/home";
import { measurePage } from "./pages/measure";
import { movePage } from "./pages/move";
import { offersPage } from "./pages/offers";
import { orderPage } from "./pages/order";
import type { Page } from "./pages/page";
import { privacyPage } from "./pages/privacy";
import { productPage } from "./pages/product";
import { rulesPage } from "./pages/rules";
import { searchPage } from "./pages/search";
import { tastePage } from "./pages/taste";
import { wishlistPage } from "./pages/wishlist";
import { consentBanner } from "./parts/consentBanner";
import { emptyState } from "./parts/emptyState";
import { footer } from "./parts/footer";
import { header } from "./parts/header";
import { icons } from "./parts/icons";
import { createSearchBox } from "./parts/searchBox";
import { shopperDialog } from "./parts/shopperDialog";
import { createNavigation } from "./shop/navigation";
import { links, type Route, routeKey } from "./shop/router";
import { type Shop, YOURSELF } from "./shop/shop";
import type { SimulatedShopper } from "./shop/shopperReplay";

export interface App {
  /** Draws again soon; many calls make one drawing. */
  update(): void;
  go(href: string): void;
}

export interface AppOptions {
  readonly loadShoppers: () => Promise<readonly SimulatedShopper[]>;
}

export function createApp(root: HTMLElement, shop: Shop, { loadShoppers }: AppOptions): App {
  let page: Page | undefined;
  let shown: string | undefined;
  let catalogue: unknown;
  let menuOpen = false;
  let inspectorOpen = false;
  let inspectorLoaded = false;
  let shoppers: readonly SimulatedShopper[] = [];
  let dialog: HTMLDialogElement | undefined;
  let scheduled = false;

  const navigation = createNavigation({ onChange: enter });
  const search = createSearchBox(shop, {
    go: navigation.go,
    onInput(text) {
      if (navigation.route().name === "search") navigation.replace(links.search(text));
    },
    resultsOpen: () => navigation.route().name === "search",
  });

  root.addEventListener("aisle-select", (event) => {
    const { ranked, shelf } = (event as CustomEvent<AisleSelectDetail>).detail;
    shop.credit(ranked.item.id, shelf.id);
    if (shop.catalogue.kind === "demo") return;
    // A feed's own links lead to the shop it came from; here its products have pages too.
    event.preventDefault();
    navigation.go(links.product(ranked.item.id));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menuOpen) {
      setMenu(false);
      root.querySelector<HTMLElement>(".menu-button")?.focus();
    }
    if (event.key === "/" && !isTyping(event)) {
      event.preventDefault();
      root.querySelector<HTMLElement>(".search-input")?.focus();
    }
  });

  function enter(route: Route, scrollTo: number | undefined): void {
    menuOpen = false;
    const key = routeKey(route);
    if (page && key === shown && catalogue === shop.catalogue) {
      page.routeChanged?.(route);
      update();
      return;
    }
    const first = page === undefined;
    // What the page said while it opened.
    if (first) root.replaceChildren();
    page?.leave?.();
    shown = key;
    catalogue = shop.catalogue;
    search.setText(route.name === "search" ? route.text : "");
    page = makePage(route);
    draw();
    if (first) return;
    window.scrollTo({ top: scrollTo ?? 0, behavior: "instant" });
    // Keyboard and screen reader continue where the new page begins.
    if (scrollTo === undefined) root.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }

  function makePage(route: Route): Page {
    switch (route.name) {
      case "home":
        return homePage(shop, { openShoppers });
      case "department":
        return departmentPage(shop, route, { replace: navigation.replace });
      case "product":
        return productPage(shop, route);
      case "cart":
        return cartPage(shop, { go: navigation.go });
      case "order":
        return orderPage(shop, route.id);
      case "wishlist":
        return wishlistPage(shop);
      case "search":
        return searchPage(shop, route);
      case "privacy":
        return privacyPage(shop);
      case "feed":
        return feedPage(shop);
      case "measure":
        return measurePage(shop);
      case "move":
        return movePage(shop, route.link);
      case "taste":
        return tastePage(shop, route.link);
      case "rules":
        return rulesPage(shop);
      case "experiments":
        return experimentsPage(shop);
      case "offers":
        return offersPage(shop);
      case "not-found":
        return {
          title: () => shop.t.notFound.title,
          render: () =>
            emptyState(
              shop.t.notFound.title,
              shop.t.notFound.help,
              html`<a class="button" href=${links.home}>${shop.t.notFound.home}</a>`,
            ),
        };
    }
  }

  function setMenu(open: boolean): void {
    menuOpen = open;
    update();
  }

  function openShoppers(): void {
    dialog?.showModal();
    void loadShoppers().then((all) => {
      shoppers = all;
      update();
    });
  }

  function toggleInspector(): void {
    inspectorOpen = !inspectorOpen;
    if (!inspectorLoaded) {
      inspectorLoaded = true;
      void import("../src/elements/inspector").then(update);
    }
    update();
  }

  function update(): void {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      // The catalogue was exchanged under the page: it starts anew on the same address.
      if (page && catalogue !== shop.catalogue) enter(navigation.route(), undefined);
      else draw();
    });
  }

  function draw(): void {
    const { t, settings } = shop;
    document.documentElement.lang = t.locale;
    document.documentElement.dataset.theme = settings.theme();
    document.title = page ? `${page.title()} · ${t.shopName}` : t.shopName;
    render(frame(), root);
  }

  function frame(): TemplateResult {
    const { t } = shop;
    const route = navigation.route();
    const shopper = shop.shopper === YOURSELF ? undefined : shoppers.find(({ id }) => id === shop.shopper);
    const shopperName = shopper && (shop.settings.language() === "zh" ? shopper.nameZh : shopper.name);
    return html`<a
        class="skip"
        href="#main"
        @click=${(event: Event) => {
          event.preventDefault();
          root.querySelector<HTMLElement>("main")?.focus();
        }}
        >${t.skip}</a
      >
      ${header(shop, route, { search, menuOpen, setMenu, openShoppers, shopperName })}
      <main id="main" tabindex="-1">${page?.render() ?? nothing}</main>
      ${footer(shop)} ${consentBanner(shop)} ${updateNotice()}
      <button type="button" class="inspector-button" aria-pressed=${inspectorOpen} @click=${toggleInspector}>
        ${icons.gauge()}<span>${t.inspector}</span>
      </button>
      ${
        inspectorLoaded
          ? html`<aisle-inspector
              .client=${shop.client}
              lang=${t.locale}
              ?open=${live(inspectorOpen)}
              @aisle-toggle=${(event: CustomEvent<{ readonly open: boolean }>) => {
                inspectorOpen = event.detail.open;
                update();
              }}
            ></aisle-inspector>`
          : nothing
      }
      <dialog class="dialog" aria-labelledby="shopper-title" ${ref((element) => {
        dialog = element as HTMLDialogElement | undefined;
      })}>
        ${shopperDialog(shop, { shoppers, close: () => dialog?.close() })}
      </dialog>
      <p class="visually-hidden" role="status" aria-live="polite">${shop.announcement}</p>`;
  }

  function updateNotice(): TemplateResult | typeof nothing {
    if (!shop.takeUpdate) return nothing;
    return html`<p class="notice" role="status">
      ${shop.t.progress.update}
      <button type="button" class="button button--plain" @click=${shop.takeUpdate}>${shop.t.progress.updateNow}</button>
    </p>`;
  }

  return {
    update() {
      if (page) update();
      else enter(navigation.route(), undefined);
    },
    go: navigation.go,
  };
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)))
  );
}
