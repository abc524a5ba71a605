import { reasonText } from "../../../ranking/reasonText";
import { html, type Markup } from "../markup";
import { day, price } from "../numbers";
import type { ExampleShelf, ExampleShopper, ItemNeighbours, Report, ShownItem } from "../report";
import type { Section } from "./section";

export function shoppersSection({ shoppers = [] }: Report): Section | undefined {
  if (shoppers.length === 0) return undefined;
  return {
    id: "shoppers",
    title: shoppers.length === 1 ? "A shopper to look at" : `${shoppers.length} shoppers to look at`,
    body: html`<p class="protocol">
        What each did before the split, newest first, and the shelf of the page as it would have been. A mark shows what
        was bought afterwards.
      </p>
      ${shoppers.map((shopper, i) => exampleShopper(shopper, i === 0))}`,
  };
}

function exampleShopper({ label, history, shelves }: ExampleShopper, isOpen: boolean): Markup {
  return html`<details class="shopper" ${isOpen ? html`open` : ""}>
    <summary>${label}</summary>
    <h4>History</h4>
    <ul class="history">
      ${history.map(
        ({ item, act, at }) =>
          html`<li>${picture(item)}<span>${item.title}</span><small>${act}, ${day(at)}</small></li>`,
      )}
    </ul>
    ${shelves.map(exampleShelf)}
  </details>`;
}

function exampleShelf({ placement, rung, reason, items }: ExampleShelf): Markup {
  return html`<h4>${placement} <small>${items.length === 0 ? (reason === "no_history" ? "empty: nothing in the history for it" : "empty: nothing to show") : rung}</small></h4>
    <ol class="shelf">
      ${items.map(
        ({ item, score, why, hit }) => html`<li class="${hit ? "hit" : ""}">
          ${picture(item)}
          <span>${item.title}</span>
          <small>${details(item)}</small>
          <small class="why">${why
            .slice(0, 2)
            .map((one) => reasonText(one))
            .join(" · ")}</small>
          <small class="score">${score.toFixed(2)}${hit && html` <b>bought later</b>`}</small>
        </li>`,
      )}
    </ol>`;
}

function details({ brand, category, price: amount, currency }: ShownItem): string {
  return [brand, category, amount === undefined ? undefined : price(amount, currency)].filter(Boolean).join(" · ");
}

/** Only pictures that are in the page itself: a report asks no server for anything. */
function picture({ imageLink }: ShownItem): Markup | undefined {
  return imageLink?.startsWith("data:image/") ? html`<img src="${imageLink}" alt="" loading="lazy">` : undefined;
}

export function neighboursSection({ neighbours = [] }: Report): Section | undefined {
  if (neighbours.length === 0) return undefined;
  return {
    id: "neighbours",
    title: "Items and their neighbours",
    body: html`${neighbours.map(itemNeighbours)}`,
  };
}

function itemNeighbours({ item, lists }: ItemNeighbours): Markup {
  return html`<article class="neighbours">
    <h3>${picture(item)}${item.title} <small>${details(item)}</small></h3>
    <div class="columns">
      ${lists.map(
        ({ by, items }) => html`<div>
          <h4>by ${by}</h4>
          <ol>${items.map((one) => html`<li>${picture(one)}<span>${one.title}</span></li>`)}</ol>
        </div>`,
      )}
    </div>
  </article>`;
}
