import { html, nothing, type TemplateResult } from "lit";
import type { Aisle } from "../../page/aisle";
import { queryKey } from "../../page/queryKey";
import type { Placement, RankedItem, Rule, Shelf, ShelfQuery } from "../../types";
import { AisleElement } from "../AisleElement";
import { icon } from "../icon";
import { pickLabels } from "../labels";
import { theme } from "../theme";
import type { CardLabels } from "./cardLabels";
import { type ScrollState, scrollPage, scrollState } from "./carousel";
import { ownFrame } from "./ownFrame";
import type { OwnCard, ShelfCards } from "./ShelfCards";
import { type ShelfLabels, shelfLabels } from "./shelfLabels";
import { shelfStyles } from "./shelfStyles";
import { skeletons } from "./skeleton";

/** After this long without an answer the shelf shows the shop's own children, or says that there is nothing. */
const GIVE_UP_MS = 8000;
const CAROUSEL_SKELETONS = 8;
/** New cards that one task puts on screen: all eight at once are a long task on a slow phone. */
const CARDS_A_TASK = 3;
const STILL: ScrollState = { overflows: false, atStart: true, atEnd: true };

/** `waiting`: no answer yet. `fallback`: the shop's own children. `gone`: takes no space. */
export type ShelfState = "waiting" | "items" | "fallback" | "empty" | "gone";

/**
 * `<aisle-shelf placement="home" limit="8">`: a live shelf.
 *
 * Attributes: `placement` (default `home`), `limit` (8), `item` (for `related` and `complement`), `text` (for `search`), `collection`,
 * `heading`, `layout` (`carousel` or `grid`), `when-empty` (`message`, or `collapse`: takes no space until there are
 * items; use it below the fold), `repeats` (`allow`: also what shelves above it show), `above-fold` (first pictures load at once), `locale`, `theme` (`light` or `dark`,
 * default: the page's). Children are the shop's fallback while nothing can be shown; a `<template>` child is a card.
 *
 * Properties: `filter`, `boost`, `rules`, `exclude` of a `ShelfQuery`; `labels`; `renderItem`, the shop's own card.
 *
 * Events, bubbling and composed: `aisle-select` (`AisleSelectDetail`; cancel it to navigate yourself) and
 * `aisle-render` (`{ shelf }`).
 *
 * What is on screen does not move under a pointer or the focus: a new order waits until both have left.
 */
export class AisleShelf extends AisleElement {
  static override styles = [theme, shelfStyles];

  static override properties = {
    placement: {},
    limit: { type: Number },
    item: {},
    text: {},
    collection: {},
    heading: {},
    layout: {},
    whenEmpty: { attribute: "when-empty" },
    aboveFold: { type: Boolean, attribute: "above-fold" },
    state: { reflect: true },
    repeats: {},
    filter: { attribute: false },
    boost: { attribute: false },
    rules: { attribute: false },
    exclude: { attribute: false },
    basket: { attribute: false },
    labels: { attribute: false },
    renderItem: { attribute: false },
    _shelf: { state: true },
    _cards: { state: true },
    _scroll: { state: true },
  };

  declare placement: Placement;
  declare limit: number;
  declare item?: string;
  declare text?: string;
  declare collection?: string;
  declare heading?: string;
  declare layout: "carousel" | "grid";
  declare whenEmpty: "message" | "collapse";
  declare aboveFold: boolean;
  /** What is shown; read only. */
  declare state: ShelfState;
  declare repeats?: ShelfQuery["repeats"];
  declare filter?: ShelfQuery["filter"];
  declare boost?: ShelfQuery["boost"];
  declare rules?: readonly Rule[];
  declare exclude?: readonly string[];
  /** Ids in the basket, for `complement`; default: what the shopper's events have put into the cart. */
  declare basket?: readonly string[];
  declare labels?: Partial<ShelfLabels & CardLabels>;
  /** The shop's own card; its nodes are placed in the light DOM, where the page's styles apply. */
  declare renderItem?: (ranked: RankedItem, shelf: Shelf) => Node;

  declare private _shelf: Shelf | undefined;
  declare private _cards: ShelfCards | undefined;
  declare private _scroll: ScrollState;

  /** How many of the shelf's first items are on screen; after them stand the cards of the one before. */
  private _placed = 0;
  private _before: readonly RankedItem[] = [];
  /** Nothing of the present shelf is on screen yet. */
  private _isNew = false;
  private _rendered: Shelf | undefined;
  /** It stood in the page before its class arrived. */
  private readonly _written = this.isConnected;
  private _followed: { readonly client: Aisle; readonly key: string } | undefined;
  private _leave: (() => void) | undefined;
  private _held: Shelf | undefined;
  private _resize: ResizeObserver | undefined;
  private _giveUp: ReturnType<typeof setTimeout> | undefined;
  private _gaveUp = false;
  private _frame = 0;

  constructor() {
    super();
    this.placement = "home";
    this.limit = 8;
    this.layout = "carousel";
    this.whenEmpty = "message";
    this.aboveFold = false;
    this.state = "waiting";
    this._scroll = STILL;
  }

  /** The shelf on screen. */
  get shelf(): Shelf | undefined {
    return this._shelf;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("pointerleave", this._releaseSoon);
    this.addEventListener("focusout", this._releaseSoon);
    this._resize = new ResizeObserver(this._measureSoon);
    this._resize.observe(this);
    this._giveUp = setTimeout(() => {
      this._gaveUp = true;
      this.requestUpdate();
    }, GIVE_UP_MS);
    // In a task of its own, as making the shelves of a page is long enough for a slow phone.
    setTimeout(() => void this._loadCards());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("pointerleave", this._releaseSoon);
    this.removeEventListener("focusout", this._releaseSoon);
    this._resize?.disconnect();
    clearTimeout(this._giveUp);
    cancelAnimationFrame(this._frame);
    this._leave?.();
    this._leave = this._followed = undefined;
    this._cards?.stop();
  }

  /**
   * What arrives by itself waits its turn: the shelves a page was written with, whose room reserve.css keeps, and cards.
   * A shelf made by script keeps its room at once, and what the shopper does shows at once.
   */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated ? this._rendered !== this._shelf : this._written) await ownFrame();
    // The shopper has come in while it waited.
    if (this._isNew && this._rendered && this._isInUse()) {
      const waiting = this._shelf;
      this._show(this._rendered);
      this._placed = this._rendered.items.length;
      this._held = waiting;
    }
    super.scheduleUpdate();
  }

  protected override willUpdate(): void {
    if (this.isConnected) this._follow();
    this.state = this._stateNow();
    this._cards?.syncOwn(this.state === "items" ? this._ownCard() : undefined);
  }

  protected override render(): TemplateResult {
    const { state } = this;
    const labels = pickLabels(shelfLabels, this._locale(), this.labels);
    const items = state === "items" ? this._cards : undefined;
    return html`
      <div class="stack">
        <div class=${state === "fallback" ? "" : "unseen"} ?hidden=${!this._hasFallback()}><slot></slot></div>
        <section
          part="shelf"
          class=${items || state === "waiting" ? "" : "unseen"}
          aria-labelledby="heading"
          aria-busy=${state === "waiting" ? "true" : "false"}
          tabindex="-1"
          @keydown=${(event: KeyboardEvent) => this._cards?.onKey(event)}
        >
          <header part="header">
            <h2 id="heading" part="heading">${this._listName()}</h2>
            ${this.layout === "carousel" ? this._controlsTemplate(labels) : nothing}
          </header>
          ${items ? this._listTemplate(items) : this._skeletonListTemplate()}
        </section>
        ${state === "empty" ? html`<p class="empty" part="empty">${labels.empty}</p>` : nothing}
      </div>
      <p class="spoken" role="status">${this._cards?.said}</p>
    `;
  }

  protected override updated(): void {
    this._measureSoon();
    this._isNew = false;
    const shelf = this._shelf;
    if (!shelf || !this._cards) return;
    if (this._placed < shelf.items.length) {
      this._placeMore(shelf);
      this.requestUpdate();
      return;
    }
    if (this.state === "items") this._cards.watchSeen();
    if (this._rendered === shelf) return;
    this._rendered = shelf;
    this.dispatchEvent(new CustomEvent("aisle-render", { detail: { shelf }, bubbles: true, composed: true }));
  }

  private _controlsTemplate(labels: ShelfLabels): TemplateResult {
    const { overflows, atStart, atEnd } = this._scroll;
    // An ended button stays focusable, or the keyboard would be thrown out of the shelf at its last page.
    const button = (direction: 1 | -1, label: string, ended: boolean, path: string) => html`<button
      class="round"
      part="button ${direction < 0 ? "previous" : "next"}"
      type="button"
      aria-label=${label}
      aria-disabled=${ended ? "true" : "false"}
      @click=${() => this._page(direction)}
    >
      <span class="mirror">${icon(path)}</span>
    </button>`;
    // Invisible rather than absent, so that the header keeps its height.
    return html`<div class="controls ${overflows ? "" : "unseen"}" part="controls">
      ${button(-1, labels.previous, atStart, "M15 5l-7 7 7 7")} ${button(1, labels.next, atEnd, "M9 5l7 7-7 7")}
    </div>`;
  }

  private _listTemplate(cards: ShelfCards): TemplateResult {
    const count = this._items().length;
    const awaited = (this._shelf?.items.length ?? 0) - Math.max(count, this._placed);
    // A grid keeps the rows that its skeleton had, or what is below would jump.
    const missing = this.layout === "grid" && this.whenEmpty !== "collapse" ? this.limit - count - awaited : 0;
    return html`<ul id="list" role="list" part="list" class=${this.layout} @scroll=${this._measureSoon}>
      ${cards.templates(this._ownCard())} ${skeletons(awaited, "awaited")} ${skeletons(missing, "unseen")}
    </ul>`;
  }

  private _skeletonListTemplate(): TemplateResult {
    const count = this.layout === "grid" ? this.limit : Math.min(this.limit, CAROUSEL_SKELETONS);
    return html`<ul class="${this.layout} waiting" aria-hidden="true">
      ${skeletons(count, "")}
    </ul>`;
  }

  /** Subscribes to the shelf of the present client and query; a changed query starts from skeletons again. */
  private _follow(): void {
    const { client } = this._clients;
    const query = this._query();
    if (!client || !query) return;
    const key = queryKey(query);
    if (this._followed?.client === client && this._followed.key === key) return;
    this._leave?.();
    if (this._followed) this._show(undefined);
    this._followed = { client, key };
    try {
      const view = client.shelf(query);
      this._leave = view.subscribe(() => this._offer(view.current()));
      this._offer(view.current());
    } catch (error) {
      // Wrong use: loud for the developer, while the shopper sees the shop's own children.
      this._fail(error);
    }
  }

  private _query(): ShelfQuery | undefined {
    const { placement, collection, item, text, limit, exclude, filter, boost, rules, repeats, basket } = this;
    if ((placement === "related" && !item) || (placement === "search" && !text)) return undefined;
    return { placement, collection, item, text, limit, exclude, filter, boost, rules, repeats, basket };
  }

  private _offer(shelf: Shelf | undefined): void {
    if (!shelf) return;
    const held = this._shelf && this._isInUse();
    if (held) this._held = shelf;
    else this._show(shelf);
  }

  private _show(shelf: Shelf | undefined): void {
    this._before = shelf ? this._items() : [];
    this._shelf = shelf;
    this._held = undefined;
    this._isNew = shelf !== undefined;
    this._placed = 0;
    if (shelf) this._placeMore(shelf);
  }

  /** Up to the next few cards that have yet to be made; those that stay where they are cost nothing. */
  private _placeMore({ items }: Shelf): void {
    for (let made = 0; this._placed < items.length; this._placed++) {
      const stays = this._before[this._placed]?.item.id === items[this._placed].item.id;
      if (!stays && ++made > CARDS_A_TASK) return;
    }
  }

  private _isInUse(): boolean {
    if (this.state !== "items") return false;
    // A finger leaves :hover behind; only a pointer that can hover is looking.
    const pointed = matchMedia("(hover: hover)").matches && this.matches(":hover");
    return pointed || this._cards?.open !== undefined || this.matches(":focus-within");
  }

  private readonly _releaseSoon = () => {
    // Focus moving from one card to the next leaves for an instant.
    requestAnimationFrame(() => {
      if (this._held && !this._isInUse()) this._show(this._held);
    });
  };

  private _stateNow(): ShelfState {
    const ready = this._shelf && this._cards;
    if (ready && this._items().length > 0) return "items";
    if (this._hasFallback()) return "fallback";
    if (this.whenEmpty === "collapse") return "gone";
    return ready || this._gaveUp ? "empty" : "waiting";
  }

  /** What is on screen: the first of the present shelf, then the others of the one before. */
  private _items(): readonly RankedItem[] {
    const all = this._shelf?.items ?? [];
    const shown = [...all.slice(0, this._placed), ...this._before.slice(this._placed, all.length)];
    return shown.filter(({ item }) => !this._cards?.dismissed.has(item.id));
  }

  private _hasFallback(): boolean {
    return [...this.childNodes].some((node) =>
      node instanceof Element
        ? !node.slot && !(node instanceof HTMLTemplateElement)
        : node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
    );
  }

  private _ownCard(): OwnCard | undefined {
    return this.renderItem ?? this.querySelector<HTMLTemplateElement>(":scope > template") ?? undefined;
  }

  private async _loadCards(): Promise<void> {
    if (this._cards) return;
    try {
      const { ShelfCards } = await import("./ShelfCards");
      this._cards ??= new ShelfCards({
        element: this,
        root: this.renderRoot as ShadowRoot,
        cards: () => [...this.renderRoot.querySelectorAll<HTMLElement>("#list > li:not(.unseen, .awaited)")],
        items: () => this._items(),
        shelf: () => this._shelf,
        client: () => this._clients.client,
        locale: () => this._locale(),
        listName: () => this._listName(),
        update: () => {
          this.requestUpdate();
          return this.updateComplete;
        },
        release: this._releaseSoon,
      });
    } catch (error) {
      // The chunk is missing or the network broke: the shop's own children stay.
      this._fail(error);
    }
  }

  private _fail(error: unknown): void {
    console.error("<aisle-shelf>", error);
    this._gaveUp = true;
    this.requestUpdate();
  }

  private _page(direction: 1 | -1): void {
    const list = this._list();
    if (list) scrollPage(list, direction);
  }

  private readonly _measureSoon = () => {
    cancelAnimationFrame(this._frame);
    // After the frame rather than in it: there the layout is known, here reading it would force it.
    this._frame = requestAnimationFrame(() => setTimeout(this._measure));
  };

  private readonly _measure = () => {
    const list = this._list();
    const next = list ? scrollState(list) : STILL;
    const now = this._scroll;
    if (next.overflows !== now.overflows || next.atStart !== now.atStart || next.atEnd !== now.atEnd) {
      this._scroll = next;
    }
  };

  private _list(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>("#list");
  }

  private _listName(): string {
    return this.heading ?? pickLabels(shelfLabels, this._locale(), this.labels).headings[this.placement];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "aisle-shelf": AisleShelf;
  }
}
