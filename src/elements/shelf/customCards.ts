/**
 * The shop's own cards, from `renderItem` or a `<template>`. They live in the light DOM, in slots named after the item,
 * so that the shop's stylesheets reach them.
 */
import { reasonText } from "../../ranking/reasonText";
import type { RankedItem } from "../../types";
import { formatPrice } from "../formatPrice";
import { safeLink, safePicture } from "../safeUrl";

/** What a `<template>` may ask for with `data-aisle="…"`. */
type Field = "title" | "brand" | "description" | "price" | "regular-price" | "reason" | "image" | "link";

export interface CustomCards {
  /** Brings the host's slotted cards in line with the items; without `make` all are removed. */
  sync(items: readonly RankedItem[], make: ((ranked: RankedItem) => Node) | undefined): void;
}

export function createCustomCards(host: HTMLElement, slotName: (ranked: RankedItem) => string): CustomCards {
  const cards = new Map<string, { readonly ranked: RankedItem; readonly node: HTMLElement }>();
  return {
    sync(items, make) {
      const wanted = new Set(make && items.map((ranked) => ranked.item.id));
      for (const [id, card] of cards) {
        if (wanted.has(id)) continue;
        card.node.remove();
        cards.delete(id);
      }
      if (!make) return;
      for (const ranked of items) {
        const known = cards.get(ranked.item.id);
        if (known?.ranked === ranked) continue;
        const node = document.createElement("div");
        node.slot = slotName(ranked);
        node.append(make(ranked));
        if (known) known.node.replaceWith(node);
        else host.append(node);
        cards.set(ranked.item.id, { ranked, node });
      }
    },
  };
}

/** A copy of the template with every `data-aisle` element filled; one that has nothing to show is removed, a link stays without address. */
export function fillTemplate(
  template: HTMLTemplateElement,
  ranked: RankedItem,
  options: { readonly locale: string /** The item's own picture may be asked for. */; readonly pictures: boolean },
): DocumentFragment {
  const { locale } = options;
  const copy = document.importNode(template.content, true);
  for (const element of copy.querySelectorAll<HTMLElement>("[data-aisle]")) {
    const field = element.dataset.aisle as Field;
    const value = field === "image" && !options.pictures ? undefined : fieldText(field, ranked, locale);
    if (element.dataset.aisle === "link") {
      if (value !== undefined) element.setAttribute("href", value);
    } else if (value === undefined) element.remove();
    else if (element.dataset.aisle === "image") element.setAttribute("src", value);
    else element.textContent = value;
  }
  return copy;
}

function fieldText(field: Field, ranked: RankedItem, locale: string): string | undefined {
  const { item } = ranked;
  switch (field) {
    case "title":
    case "brand":
    case "description":
      return item[field];
    case "price":
      return formatPrice(item, locale)?.now;
    case "regular-price":
      return formatPrice(item, locale)?.before;
    case "reason":
      return ranked.why[0] && reasonText(ranked.why[0], locale);
    case "image":
      return safePicture(item.imageLink);
    case "link":
      return safeLink(item.link);
    default:
      return undefined;
  }
}
