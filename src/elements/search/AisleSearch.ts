import { html, nothing, type TemplateResult } from "lit";
import type { Aisle } from "../../page/aisle";
import { trackSelect } from "../../page/capture/shelfEvents";
import type { ItemFilter, RankedItem, Shelf } from "../../types";
import { AisleElement } from "../AisleElement";
import { formatPrice } from "../formatPrice";
import { icon } from "../icon";
import { pickLabels } from "../labels";
import { begunWords } from "../matchedWords";
import { safeLink, safePicture } from "../safeUrl";
import { createCustomCards, fillTemplate } from "../shelf/customCards";
import { theme } from "../theme";
import { type SearchLabels, searchLabels } from "./searchLabels";
import { searchStyles } from "./searchStyles";

const MAX_CHARACTERS = 200;
const LENS = "M11 4a7 7 0 100 14 7 7 0 000-14M16 16l4.5 4.5";

export interface AisleSearchDetail {
  readonly text: string;
  /** What the box shows at the moment. */
  readonly shelf: Shelf | undefined;
}

/**
 * `<aisle-search action="/search">`: a search box that answers while one types, by words and by meaning.
 *
 * Attributes: `action` (the shop's results page; without it Enter goes to nobody but `aisle-search`), `name` (of the query
 * parameter, `q`), `value`, `limit` (6), `collection`, `placeholder`, `label`, `locale`, `theme`. A `<template>` child is
 * the shop's own suggestion (`data-aisle="title"` …). Parts: `form`, `input`, `button`, `popup`, `list`, `option`, `image`,
 * `title`, `match`, `brand`, `price`, `all`, `nothing`.
 *
 * Events, bubbling, composed and cancelable: `aisle-search` (`AisleSearchDetail`) when words are sent off, and `aisle-select`
 * (`{ ranked, shelf }`) when a suggestion is taken.
 *
 * The combobox pattern of the ARIA Authoring Practices: list autocomplete with manual selection; focus stays in the field.
 */
export class AisleSearch extends AisleElement {
  static override styles = [theme, searchStyles];

  static override properties = {
    action: {},
    name: {},
    value: {},
    limit: { type: Number },
    collection: {},
    placeholder: {},
    label: {},
    filter: { attribute: false },
    labels: { attribute: false },
    _shelf: { state: true },
    _open: { state: true },
    _active: { state: true },
  };

  declare action?: string;
  declare name: string;
  declare value: string;
  declare limit: number;
  declare collection?: string;
  declare placeholder?: string;
  declare label?: string;
  declare filter?: ItemFilter;
  declare labels?: Partial<SearchLabels>;
  declare private _shelf: Shelf | undefined;
  declare private _open: boolean;
  /** Index of the option that Enter takes; the one past the suggestions is "all results"; -1: the words themselves. */
  declare private _active: number;

  private _asking = false;
  private _answered = "";
  private readonly _own = createCustomCards(this, slotName);

  constructor() {
    super();
    this.name = "q";
    this.value = "";
    this.limit = 6;
    this._open = false;
    this._active = -1;
  }

  /** The suggestions on screen. */
  get shelf(): Shelf | undefined {
    return this._open ? this._shelf : undefined;
  }

  override focus(options?: FocusOptions): void {
    this._input()?.focus(options);
  }

  protected override updated(): void {
    const template = this._template();
    this._own.sync(
      this._items(),
      template &&
        ((ranked) =>
          fillTemplate(template, ranked, { locale: this._locale(), pictures: !this._clients.client?.picture })),
    );
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const labels = pickLabels(searchLabels, this._locale(), this.labels);
    const items = this._items();
    const shown = this._open && this._text() !== "" && this._shelf !== undefined;
    return html`
      <form part="form" role="search" action=${safeLink(this.action) ?? nothing} method="get" @submit=${this._submit}>
        <input
          part="input"
          type="search"
          role="combobox"
          name=${this.name}
          aria-label=${this.label ?? labels.label}
          aria-expanded=${shown && items.length > 0 ? "true" : "false"}
          aria-controls="list"
          aria-autocomplete="list"
          aria-activedescendant=${shown && this._active >= 0 ? `option-${this._active}` : nothing}
          placeholder=${this.placeholder ?? labels.placeholder}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="search"
          maxlength=${MAX_CHARACTERS}
          .value=${this.value}
          @input=${this._typed}
          @keydown=${this._onKey}
          @focus=${() => this._ask()}
          @blur=${() => this._close()}
        />
        <button part="button" type="submit" aria-label=${labels.submit}>${icon(LENS)}</button>
      </form>
      <div class="popup" part="popup" ?hidden=${!shown} @pointerdown=${keepFocus}>
        <ul id="list" role="listbox" part="list" aria-label=${labels.suggestions} ?hidden=${items.length === 0}>
          ${items.map((ranked, index) => this._optionTemplate(ranked, index))}
          ${this.action && items.length > 0 ? this._allTemplate(items.length, labels) : nothing}
        </ul>
        ${items.length === 0 ? html`<p class="nothing" part="nothing">${labels.nothing(this._text())}</p>` : nothing}
      </div>
      <p class="spoken" role="status">
        ${shown ? (items.length > 0 ? labels.found(items.length) : labels.nothing(this._text())) : nothing}
      </p>
    `;
  }

  private _optionTemplate(ranked: RankedItem, index: number): TemplateResult {
    return html`<li
      id="option-${index}"
      part="option"
      role="option"
      aria-selected=${index === this._active ? "true" : "false"}
      @click=${() => this._select(ranked)}
    >
      ${this._template() ? html`<slot name=${slotName(ranked)}></slot>` : this._suggestionTemplate(ranked)}
    </li>`;
  }

  private _suggestionTemplate({ item }: RankedItem): TemplateResult {
    const picture = this._clients.client?.picture ? undefined : safePicture(item.imageLink);
    const price = formatPrice(item, this._locale())?.now;
    return html`
      ${
        picture
          ? html`<img part="image" src=${picture} alt="" width="44" height="44" decoding="async" @error=${hide} />`
          : nothing
      }
      <span class="words">
        <span class="title" part="title"
          >${begunWords(item.title, this._answered).map(({ text, matched }) => (matched ? html`<mark part="match">${text}</mark>` : text))}</span
        >
        ${item.brand ? html`<span class="brand" part="brand">${item.brand}</span>` : nothing}
      </span>
      ${price ? html`<span class="price" part="price">${price}</span>` : nothing}
    `;
  }

  private _allTemplate(index: number, labels: SearchLabels): TemplateResult {
    return html`<li
      class="all"
      part="option all"
      id="option-${index}"
      role="option"
      aria-selected=${index === this._active ? "true" : "false"}
      @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
    >
      ${labels.all(this._text())}
    </li>`;
  }

  private readonly _typed = (event: Event) => {
    this.value = (event.target as HTMLInputElement).value;
    this._active = -1;
    this._ask();
  };

  /** One question at a time: what is typed meanwhile is asked next, and only the latest. */
  private async _ask(): Promise<void> {
    this._open = true;
    const text = this._text();
    const { client } = this._clients;
    if (!client || this._asking || text === this._answered) return;
    if (text === "") {
      this._shelf = undefined;
      this._answered = "";
      return;
    }
    this._asking = true;
    const { limit, collection, filter } = this;
    const shelf = await client.search(text, { limit, collection, filter }).catch(() => undefined);
    this._asking = false;
    this._answered = text;
    if (shelf) this._shelf = shelf;
    this._active = Math.min(this._active, this._options() - 1);
    if (this._text() !== text) void this._ask();
  }

  private readonly _onKey = (event: KeyboardEvent) => {
    // Keys that choose characters of a script are the input method's.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this._options();
    if (step && count > 0) {
      event.preventDefault();
      this._open = true;
      this._active = ((this._active + 1 + step + count + 1) % (count + 1)) - 1;
    } else if (event.key === "Escape") {
      if (!this._open && this.value === "") return;
      event.preventDefault();
      event.stopPropagation();
      if (this._open && this._text() !== "") this._close();
      else this.value = "";
    }
  };

  private readonly _submit = (event: Event) => {
    const chosen = this._open ? this._items()[this._active] : undefined;
    if (chosen) {
      event.preventDefault();
      this._select(chosen);
      return;
    }
    const text = this._text();
    const go =
      text !== "" &&
      this._tell("aisle-search", { text, shelf: this._shelf } satisfies AisleSearchDetail) &&
      this.action !== undefined;
    if (!go) event.preventDefault();
    if (text !== "") this._searched(text);
    this._close();
  };

  private _select(ranked: RankedItem): void {
    const { client } = this._clients;
    const shelf = this._shelf;
    if (!shelf) return;
    this._searched(this._text());
    if (client) trackSelect(client, shelf, ranked);
    this._close();
    const link = safeLink(ranked.item.link);
    if (this._tell("aisle-select", { ranked, shelf }) && link) location.assign(link);
  }

  private _searched(text: string): void {
    const client: Aisle | undefined = this._clients.client;
    void client?.track("search", { search_term: text }).catch(() => undefined);
  }

  private _tell(name: string, detail: object): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  private _close(): void {
    this._open = false;
    this._active = -1;
  }

  private _items(): readonly RankedItem[] {
    return this._shelf?.items ?? [];
  }

  private _options(): number {
    const { length } = this._items();
    return length > 0 && this.action ? length + 1 : length;
  }

  private _text(): string {
    return this.value.trim().slice(0, MAX_CHARACTERS);
  }

  private _template(): HTMLTemplateElement | undefined {
    return this.querySelector<HTMLTemplateElement>(":scope > template") ?? undefined;
  }

  private _input(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }
}

/** A press on a suggestion must not take the focus, or the field would close before the click. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

function hide(event: Event): void {
  (event.target as HTMLElement).remove();
}

function slotName(ranked: RankedItem): string {
  return `item:${ranked.item.id}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "aisle-search": AisleSearch;
  }
}
