/**
 * The cards of a shelf and all they can do: pictures and prices, clicks, reasons and "why this?", "not interested", the
 * shop's own cards, impressions. A chunk of its own, loaded while the first answer is being computed.
 */
import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Aisle, SharedPicture } from "../../page/aisle";
import { createSeenWatcher, type SeenWatcher } from "../../page/capture/impressions";
import { shelfEventParams, trackSelect } from "../../page/capture/shelfEvents";
import type { RankedItem, Shelf } from "../../types";
import { pickLabels } from "../labels";
import { type CardLabels, cardLabels } from "./cardLabels";
import { cardStyles } from "./cardStyles";
import { type CustomCards, createCustomCards, fillTemplate } from "./customCards";
import { type CardContext, cardTemplate } from "./shelfCard";

/** Pictures that load at once on a shelf above the fold. */
const EAGER_PICTURES = 4;

/** The shelf as its cards see it. */
export interface CardsHost {
  readonly element: HTMLElement & { readonly labels?: Partial<CardLabels>; readonly aboveFold: boolean };
  readonly root: ShadowRoot;
  /** The cards on screen, in the order of `items()`. */
  cards(): readonly HTMLElement[];
  items(): readonly RankedItem[];
  shelf(): Shelf | undefined;
  client(): Aisle | undefined;
  locale(): string;
  listName(): string;
  /** Renders; resolves when the document shows it. */
  update(): Promise<unknown>;
  /** Called when a held-back order may be shown. */
  release(): void;
}

export interface AisleSelectDetail {
  readonly ranked: RankedItem;
  readonly shelf: Shelf;
}

/** The shop's own card: a function that makes its nodes, or a template to fill. */
export type OwnCard = ((ranked: RankedItem, shelf: Shelf) => Node) | HTMLTemplateElement;

export class ShelfCards {
  /** Id of the item whose "why this?" is open. */
  open: string | undefined;
  /** Items the shopper sent away; they stay away from this shelf even where nothing may be recorded. */
  readonly dismissed = new Set<string>();
  /** The last thing done, for the live region. */
  said = "";

  private readonly _broken = new Set<string>();
  /** By item id; undefined while it is asked for, and where there is none. */
  private readonly _tiles = new Map<string, SharedPicture | undefined>();
  private _own: CustomCards | undefined;
  private _seen: { readonly client: Aisle; readonly watcher: SeenWatcher } | undefined;

  constructor(private readonly _host: CardsHost) {
    if (cardStyles.styleSheet) _host.root.adoptedStyleSheets.push(cardStyles.styleSheet);
  }

  /** The list's entries: our cards, or slots for the shop's own. */
  templates(own: OwnCard | undefined): readonly TemplateResult[] {
    const context = this._context();
    return this._host.items().map((ranked) => {
      const sold = ranked.item.availability === "out_of_stock";
      return html`<li part="card" class=${sold ? "sold" : ""}>
        ${
          own
            ? html`<slot name=${slotName(ranked)} @click=${(event: Event) => this._selectOwn(ranked, event)}></slot>`
            : keyed(ranked.item.id, cardTemplate(ranked, context))
        }
      </li>`;
    });
  }

  /** Fills the slots of the shop's own cards, or takes them away. */
  syncOwn(own: OwnCard | undefined): void {
    const shelf = this._host.shelf();
    if (own) this._own ??= createCustomCards(this._host.element, slotName);
    this._own?.sync(
      this._host.items(),
      own &&
        shelf &&
        ((ranked) =>
          typeof own === "function"
            ? own(ranked, shelf)
            : fillTemplate(own, ranked, { locale: this._host.locale(), pictures: !this._host.client()?.picture })),
    );
  }

  /** Counts impressions of the cards on screen. */
  watchSeen(): void {
    const shelf = this._host.shelf();
    const client = this._host.client();
    if (!client || !shelf) return;
    if (this._seen?.client !== client) {
      this.stop();
      this._seen = { client, watcher: createSeenWatcher({ client, listName: () => this._host.listName() }) };
    }
    const items = this._host.items();
    this._seen.watcher.watch(shelf, new Map(this._host.cards().map((card, index) => [card, items[index]])));
  }

  stop(): void {
    this._seen?.watcher.stop();
    this._seen = undefined;
  }

  onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    const ranked = this._host.items().find(({ item }) => item.id === this.open);
    if (!ranked) return;
    event.stopPropagation();
    void this._toggleWhy(ranked);
  }

  private _context(): CardContext {
    const host = this._host;
    return {
      labels: this._labels(),
      locale: host.locale(),
      open: this.open,
      broken: this._broken,
      tile: host.client()?.picture && (({ item }) => this._tile(item.id)),
      eager: host.element.aboveFold ? EAGER_PICTURES : 0,
      onSelect: (ranked, event) => this._select(ranked, event),
      onWhy: (ranked) => void this._toggleWhy(ranked),
      onDismiss: (ranked) => void this._dismiss(ranked),
      onBroken: (ranked) => {
        this._broken.add(ranked.item.id);
        void host.update();
      },
    };
  }

  private _tile(id: string): SharedPicture | undefined {
    if (!this._tiles.has(id)) {
      this._tiles.set(id, undefined);
      void this._host
        .client()
        ?.picture?.(id)
        .then((tile) => {
          if (!tile) return;
          this._tiles.set(id, tile);
          void this._host.update();
        });
    }
    return this._tiles.get(id);
  }

  private _labels(): CardLabels {
    return pickLabels(cardLabels, this._host.locale(), this._host.element.labels);
  }

  private _select(ranked: RankedItem, event: Event): void {
    const shelf = this._host.shelf();
    if (!shelf) return;
    const client = this._host.client();
    if (client) trackSelect(client, shelf, ranked, this._host.listName());
    const detail: AisleSelectDetail = { ranked, shelf };
    const go = this._host.element.dispatchEvent(
      new CustomEvent("aisle-select", { detail, bubbles: true, composed: true, cancelable: true }),
    );
    if (!go) event.preventDefault();
  }

  private _selectOwn(ranked: RankedItem, event: Event): void {
    const { target } = event;
    if (target instanceof Element && target.closest("a[href], [data-aisle-select]")) this._select(ranked, event);
  }

  private async _toggleWhy({ item }: RankedItem): Promise<void> {
    const opened = this.open !== item.id;
    this.open = opened ? item.id : undefined;
    await this._host.update();
    const index = this._host.items().findIndex((ranked) => ranked.item.id === item.id);
    this._host
      .cards()
      [index]?.querySelector<HTMLElement>(opened ? ".close" : ".because")
      ?.focus();
    if (!opened) this._host.release();
  }

  private async _dismiss(ranked: RankedItem): Promise<void> {
    const host = this._host;
    const shelf = host.shelf();
    if (!shelf) return;
    const index = host.items().findIndex(({ item }) => item.id === ranked.item.id);
    const hadFocus = host.element.matches(":focus-within");
    this.dismissed.add(ranked.item.id);
    this.open = undefined;
    this.said = this._labels().dismissed(ranked.item.title);
    void host
      .client()
      ?.track("not_interested", shelfEventParams(shelf, [ranked], host.listName()))
      .catch(() => undefined);
    await host.update();
    if (!hadFocus) return;
    const cards = host.cards();
    const next = cards[Math.min(index, cards.length - 1)]?.querySelector<HTMLElement>(".link");
    (next ?? host.root.querySelector<HTMLElement>("section"))?.focus();
  }
}

/** Where the shop's own card for an item is slotted. */
function slotName(ranked: RankedItem): string {
  return `item:${ranked.item.id}`;
}
