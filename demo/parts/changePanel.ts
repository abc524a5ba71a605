import { html, nothing, type TemplateResult } from "lit";
import { type RankedItem, reasonText } from "../../src/index";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { ShopperChange } from "../shop/shopperReplay";
import { icons } from "./icons";
import { picture } from "./productCard";

/** The guided explanation after becoming another shopper: what they did, what was concluded, what became of the shelf. */
export function changePanel(shop: Shop, change: ShopperChange): TemplateResult {
  const { t } = shop;
  const zh = shop.settings.language() === "zh";
  const name = zh ? change.shopper.nameZh : change.shopper.name;
  return html`<section class="change wrap" aria-labelledby="change-title">
    <div class="change-head">
      <div>
        <h1 id="change-title" tabindex="-1">${t.shopper.changed(name)}</h1>
        <p class="muted">${t.shopper.changedLead(change.shopper.history.length, change.fresh.size, change.after.length)}</p>
      </div>
      <button
        type="button"
        class="button button--plain"
        @click=${() => {
          shop.change = undefined;
          shop.update();
        }}
      >
        ${t.shopper.dismiss}
      </button>
    </div>
    <ol class="change-steps">
      <li>
        <h2>${t.shopper.step[0]}</h2>
        <ul class="acts">
          ${change.acts.map(
            ({ event, product }) =>
              html`<li>
                ${picture(product, 40)}
                <span
                  ><span class="muted">${t.shopper.acts[event.event] ?? event.event}, ${t.shopper.daysAgo(Math.round(event.daysAgo))}</span
                  ><br /><a href=${links.product(product.id)}>${product.title}</a></span
                >
              </li>`,
          )}
        </ul>
      </li>
      <li>
        <h2>${t.shopper.step[1]}</h2>
        ${
          change.interests.length > 0
            ? html`<ul class="interests">
                ${change.interests.map(
                  (interest) =>
                    html`<li>
                      <span>${interest.label}</span>
                      <meter min="0" max="1" .value=${interest.share} aria-label=${interest.label}></meter>
                    </li>`,
                )}
              </ul>`
            : html`<p>${t.shopper.nothingLearned}</p>`
        }
      </li>
      <li class="change-shelves">
        <h2>${t.shopper.step[2]}</h2>
        <div class="change-rows">
          ${row(shop, t.shopper.before, change.before)} ${row(shop, t.shopper.after, change.after, change.fresh)}
        </div>
      </li>
    </ol>
  </section>`;
}

function row(shop: Shop, label: string, items: readonly RankedItem[], fresh?: ReadonlySet<string>): TemplateResult {
  const { t } = shop;
  return html`<div class="change-row">
    <h3 class="label">${label}</h3>
    <ul class="change-list ${fresh ? "" : "is-past"}">
      ${items.map(({ item, why }) => {
        const product = shop.catalogue.byId.get(item.id);
        return html`<li>
          <a href=${links.product(item.id)}>
            ${product ? picture(product, 120) : nothing}
            <span class="change-item">${item.title}</span>
          </a>
          ${fresh?.has(item.id) ? html`<span class="mark">${icons.check()}${t.shopper.newHere}</span>` : nothing}
          ${fresh && why[0] ? html`<span class="change-why">${reasonText(why[0], t.locale)}</span>` : nothing}
        </li>`;
      })}
    </ul>
  </div>`;
}
