import { html, type TemplateResult } from "lit";

/** The same boxes as a card, with nothing in them. */
export function skeletonTemplate(): TemplateResult {
  return html`
    <div class="media"></div>
    <div class="body">
      <div class="brand blank short">&nbsp;</div>
      <div class="link blank">&nbsp;</div>
      <div class="price"><span class="blank short">&nbsp;</span></div>
    </div>
    <div class="because"></div>
  `;
}
