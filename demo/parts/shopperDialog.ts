import { html, nothing, type TemplateResult } from "lit";
import { links } from "../shop/router";
import { type Shop, YOURSELF } from "../shop/shop";
import type { SimulatedShopper } from "../shop/shopperReplay";
import { icons } from "./icons";
import { progressBar } from "./progress";

export interface ShopperDialogOptions {
  readonly shoppers: readonly SimulatedShopper[];
  readonly close: () => void;
}

export function shopperDialog(shop: Shop, { shoppers, close }: ShopperDialogOptions): TemplateResult {
  const { t, replay } = shop;
  const demo = shop.catalogue.kind === "demo";
  const zh = shop.settings.language() === "zh";
  const pick = (work: Promise<void>) => void work.then(close);
  return html`<div class="dialog-head">
      <h2 id="shopper-title" tabindex="-1">${t.shopper.title}</h2>
      <button type="button" class="icon-button" aria-label=${t.close} @click=${close}>${icons.close()}</button>
    </div>
    <p class="muted">${t.shopper.lead}</p>
    ${shop.asking ? html`<p class="hint">${t.shopper.memoryOnly}</p>` : nothing}
    ${demo ? nothing : html`<p class="hint">${t.shopper.needsDemo} <a href=${links.feed} @click=${close}>${t.feed.back}</a></p>`}
    <ul class="shoppers">
      <li>
        <button type="button" class="shopper" ?disabled=${replay !== undefined} @click=${() => pick(shop.becomeYourself())}>
          ${face(0, t.shopper.yourself)}
          <span class="shopper-name">${t.shopper.yourself}</span>
          <span class="shopper-about">${t.shopper.yourselfAbout}</span>
          ${shop.shopper === YOURSELF ? html`<span class="mark">${t.shopper.current}</span>` : nothing}
        </button>
      </li>
      ${shoppers.map(
        (shopper, index) =>
          html`<li>
            <button
              type="button"
              class="shopper"
              data-shopper=${shopper.id}
              ?disabled=${replay !== undefined || !demo}
              @click=${() => pick(shop.become(shopper))}
            >
              ${face(index + 1, zh ? shopper.nameZh : shopper.name)}
              <span class="shopper-name">${zh ? shopper.nameZh : shopper.name}</span>
              <span class="shopper-about">${zh ? shopper.aboutZh : shopper.about}</span>
              <span class="shopper-events">${t.shopper.events(shopper.history.length)}</span>
              ${shop.shopper === shopper.id ? html`<span class="mark">${t.shopper.current}</span>` : nothing}
            </button>
          </li>`,
      )}
    </ul>
    ${
      replay
        ? html`<p class="progress" role="status">
            ${progressBar(replay.done / replay.total, t.shopper.title)} ${t.shopper.replaying(replay.done, replay.total)}
          </p>`
        : nothing
    }`;
}

/** The first letter on a plate; the class picks its tint. */
function face(index: number, name: string): TemplateResult {
  return html`<span class="shopper-face shopper-face--${index % 7}" aria-hidden="true">${[...name][0]}</span>`;
}
