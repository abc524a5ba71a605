import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../../src/index";
import { isReduced, money, unitPrice } from "../shop/money";
import type { Shop } from "../shop/shop";

export function price(
  shop: Shop,
  item: Pick<Item, "price" | "salePrice" | "currency">,
): TemplateResult | typeof nothing {
  const amount = unitPrice(item);
  if (amount === undefined) return nothing;
  const { t } = shop;
  const now = money(amount, item.currency, t.locale);
  if (!isReduced(item)) return html`<span class="price">${now}</span>`;
  return html`<span class="price price--reduced"
    ><span class="visually-hidden">${t.product.now} </span>${now}
    <s><span class="visually-hidden">${t.product.was} </span>${money(item.price!, item.currency, t.locale)}</s></span
  >`;
}
