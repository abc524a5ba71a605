/** One card of a shelf: picture, words, price, reason. Text and attributes only, no HTML strings. */
import { html, nothing, svg, type TemplateResult } from "lit";
import type { SharedPicture } from "../../page/aisle";
import type { Item, RankedItem } from "../../types";
import { formatPrice } from "../formatPrice";
import { CROSS, icon } from "../icon";
import { safeLink, safePicture } from "../safeUrl";
import { type WhyContext, whyTemplate } from "./whyTemplate";

export interface CardContext extends WhyContext {
  /** Ids of items whose picture could not be loaded. */
  readonly broken: ReadonlySet<string>;
  /** Where all shoppers load the same pictures: this item's tile, once it is there. */
  readonly tile?: (ranked: RankedItem) => SharedPicture | undefined;
  /** How many pictures load at once; the rest when they come near. */
  readonly eager: number;
  readonly onSelect: (ranked: RankedItem, event: Event) => void;
  readonly onBroken: (ranked: RankedItem) => void;
}

export function cardTemplate(ranked: RankedItem, context: CardContext): TemplateResult {
  const { item } = ranked;
  return html`
    <div class="media" part="media">${pictureTemplate(ranked, context)} ${badgesTemplate(ranked, context)}</div>
    <div class="body" part="body">
      ${item.brand ? html`<div class="brand" part="brand">${item.brand}</div>` : nothing}
      ${linkTemplate(ranked, context)} ${priceTemplate(item, context)}
    </div>
    <button
      class="round dismiss"
      part="dismiss"
      type="button"
      aria-label=${context.labels.notInterestedItem(item.title)}
      title=${context.labels.notInterested}
      @click=${() => context.onDismiss(ranked)}
    >
      ${icon(CROSS)}
    </button>
    ${whyTemplate(ranked, context)}
  `;
}

function pictureTemplate(ranked: RankedItem, context: CardContext): TemplateResult {
  const { item } = ranked;
  const tile = context.tile?.(ranked);
  if (tile) {
    return html`<svg part="image" viewBox="${tile.column} ${tile.row} 1 1" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      ${svg`<image href=${tile.url} width=${tile.columns} height=${tile.rows} preserveAspectRatio="none" />`}
    </svg>`;
  }
  const source = context.tile || context.broken.has(item.id) ? undefined : safePicture(item.imageLink);
  if (!source) {
    return html`<div class="initial" part="image placeholder" aria-hidden="true">
      ${[...item.title.trim()][0]?.toUpperCase() ?? "·"}
    </div>`;
  }
  // The title beside it says the same: an empty alt keeps screen readers from saying it twice.
  return html`<img
    part="image"
    src=${source}
    alt=""
    width="400"
    height="400"
    loading=${ranked.position < context.eager ? "eager" : "lazy"}
    decoding="async"
    @error=${() => context.onBroken(ranked)}
  />`;
}

function badgesTemplate({ item, ad }: RankedItem, { labels, locale }: CardContext): TemplateResult {
  const percent = formatPrice(item, locale)?.percentOff;
  const availability = item.availability && labels.availability[item.availability];
  return html`<div class="badges">
    ${ad ? html`<span class="badge" part="badge ad">${labels.ad} · ${ad.sponsor}</span>` : nothing}
    ${percent ? html`<span class="badge sale" part="badge">${labels.percentOff(percent)}</span>` : nothing}
    ${availability ? html`<span class="badge" part="badge">${availability}</span>` : nothing}
  </div>`;
}

function linkTemplate(ranked: RankedItem, context: CardContext): TemplateResult {
  const href = safeLink(ranked.item.link);
  const select = (event: Event) => context.onSelect(ranked, event);
  return href
    ? html`<a class="link" part="link" href=${href} @click=${select} @auxclick=${select}>${ranked.item.title}</a>`
    : html`<button class="link" part="link" type="button" @click=${select}>${ranked.item.title}</button>`;
}

function priceTemplate(item: Item, { labels, locale }: CardContext): TemplateResult | typeof nothing {
  const price = formatPrice(item, locale);
  if (!price) return nothing;
  if (!price.before) return html`<div class="price" part="price"><span class="now">${price.now}</span></div>`;
  return html`<div class="price" part="price">
    <span class="spoken">${labels.salePrice}</span><span class="now reduced">${price.now}</span>
    <span class="spoken">${labels.regularPrice}</span><s>${price.before}</s>
  </div>`;
}
