import { nothing } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

/** The same boxes as a card, with nothing in them. */
const BOXES = `<div class="media"></div>
<div class="body">
  <div class="brand blank short">&nbsp;</div>
  <div class="link blank">&nbsp;</div>
  <div class="price"><span class="blank short">&nbsp;</span></div>
</div>
<div class="because"></div>`;

/** Entries of a list that wait for their cards. One template for all: each of its own is long for a slow phone. */
export function skeletons(count: number, className: "" | "awaited" | "unseen"): unknown {
  if (!(count > 0 && Number.isFinite(count))) return nothing;
  return unsafeHTML(`<li class="${className}" aria-hidden="true">${BOXES}</li>`.repeat(count));
}
