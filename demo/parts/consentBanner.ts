import { html, nothing, type TemplateResult } from "lit";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";

/** Three answers of equal weight; the shop works the same while none is given. */
export function consentBanner(shop: Shop): TemplateResult | typeof nothing {
  if (!shop.asking) return nothing;
  const { t } = shop;
  return html`<section class="consent" aria-labelledby="consent-title">
    <div class="consent-text">
      <h2 id="consent-title">${t.consent.title}</h2>
      <p>${t.consent.text} <a href=${links.privacy}>${t.consent.more}</a></p>
    </div>
    <div class="consent-choices">
      ${(["persistent", "session", "off"] as const).map(
        (choice) =>
          html`<button type="button" class="button button--plain" data-consent=${choice} @click=${() => shop.chooseConsent(choice)}>
            ${t.consent[choice]}
          </button>`,
      )}
    </div>
  </section>`;
}
