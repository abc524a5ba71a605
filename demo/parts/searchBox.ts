/** The header's search: a combobox (ARIA APG, list autocomplete with manual selection) over aisles, brands and products. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { links, MAX_SEARCH_LENGTH } from "../shop/router";
import type { Shop } from "../shop/shop";
import { icons } from "./icons";
import { picture } from "./productCard";

export interface SearchBox {
  render(): TemplateResult;
  /** The page's address decides what the box says. */
  setText(text: string): void;
}

export interface SearchBoxOptions {
  readonly go: (href: string) => void;
  /** Every keystroke, for a results page that follows along. */
  readonly onInput: (text: string) => void;
  /** Shows results in place of suggestions. */
  readonly resultsOpen: () => boolean;
}

interface Suggestion {
  readonly href: string;
  readonly label: string;
  readonly detail?: string;
  readonly image?: string;
}

const DELAY_MS = 120;
const MAX_PRODUCTS = 5;
const MAX_PLACES = 3;

export function createSearchBox(shop: Shop, options: SearchBoxOptions): SearchBox {
  let text = "";
  let open = false;
  let active = -1;
  let suggestions: readonly Suggestion[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function suggest(): Promise<void> {
    const mine = ++asked;
    const places = suggestedPlaces(shop, text);
    const hits = await shop.client.search(text, { limit: MAX_PRODUCTS }).catch(() => undefined);
    if (mine !== asked) return;
    const products = (hits?.items ?? []).map(({ item }): Suggestion => {
      const product = shop.catalogue.byId.get(item.id);
      return {
        href: links.product(item.id, hits?.id),
        label: item.title,
        detail: item.brand,
        image: product?.imageLink,
      };
    });
    suggestions = [...places, ...products];
    active = -1;
    shop.update();
  }

  function close(): void {
    open = false;
    active = -1;
    clearTimeout(timer);
    asked++;
    shop.update();
  }

  function onInput(event: Event): void {
    text = (event.target as HTMLInputElement).value;
    options.onInput(text);
    clearTimeout(timer);
    if (text.trim() === "" || options.resultsOpen()) {
      suggestions = [];
      close();
      return;
    }
    open = true;
    timer = setTimeout(() => void suggest(), DELAY_MS);
    shop.update();
  }

  function onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && suggestions.length > 0) {
      event.preventDefault();
      open = true;
      active = ((active + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1;
      shop.update();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  }

  function onSubmit(event: Event): void {
    event.preventDefault();
    const chosen = open ? suggestions[active] : undefined;
    close();
    if (chosen) options.go(chosen.href);
    else if (text.trim() !== "") {
      shop.track("search", { search_term: text.trim() });
      options.go(links.search(text.trim()));
    }
  }

  return {
    setText(next) {
      text = next;
    },
    render() {
      const { t } = shop;
      const shown = open && suggestions.length > 0;
      return html`<form class="search" role="search" @submit=${onSubmit}>
        ${icons.search()}
        <input
          type="search"
          class="search-input"
          role="combobox"
          aria-label=${t.search.label}
          aria-expanded=${shown}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant=${shown && active >= 0 ? `suggestion-${active}` : nothing}
          placeholder=${t.search.placeholder}
          autocomplete="off"
          enterkeyhint="search"
          maxlength=${MAX_SEARCH_LENGTH}
          .value=${live(text)}
          @input=${onInput}
          @keydown=${onKey}
          @blur=${close}
        />
        <ul id="suggestions" class="suggestions" role="listbox" aria-label=${t.search.suggestions} ?hidden=${!shown}>
          ${suggestions.map(
            (suggestion, index) =>
              html`<li
                id="suggestion-${index}"
                role="option"
                aria-selected=${index === active}
                @mousedown=${(event: Event) => event.preventDefault()}
                @click=${() => {
                  close();
                  options.go(suggestion.href);
                }}
              >
                ${suggestion.image ? picture({ imageLink: suggestion.image }, 40) : html`<span class="suggestion-sign">${icons.arrow()}</span>`}
                <span class="suggestion-label">${suggestion.label}</span>
                <span class="suggestion-detail">${suggestion.detail ?? nothing}</span>
              </li>`,
          )}
        </ul>
        <p class="visually-hidden" role="status">${shown ? t.search.suggestionCount(suggestions.length) : nothing}</p>
      </form>`;
    },
  };
}

/** Aisles whose name has a word that starts like this. */
function suggestedPlaces(shop: Shop, text: string): Suggestion[] {
  const start = text.trim().toLocaleLowerCase();
  return shop.catalogue.departments
    .filter((department) =>
      [department.name, department.nameZh].some((name) =>
        name
          .toLocaleLowerCase()
          .split(/[^\p{L}\p{N}]+/u)
          .some((word) => word.startsWith(start)),
      ),
    )
    .slice(0, MAX_PLACES)
    .map((department) => ({
      href: links.department(department.slug),
      label: shop.departmentName(department),
      detail: shop.t.items(department.count),
    }));
}
