/** A taste for a friend: products that the shopper picks, in a link or a code; and what friends have shared here. */
import { html, nothing, type TemplateResult } from "lit";
import { MAX_CODE_BYTES, readTransferLink, tasteLink } from "../../src/format/transfer/links";
import { MAX_TASTE_ITEMS, type TasteCard } from "../../src/format/transfer/tasteCard";
import type { Item, ProfileView } from "../../src/index";
import { picture } from "../parts/productCard";
import { qrCode } from "../parts/qrCode";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

/** @param link the fragment that the page was opened with, where it carries a taste */
export function tastePage(shop: Shop, link: string | undefined): Page {
  let profile: ProfileView | undefined;
  let card: TasteCard | undefined;
  let taken: TasteCard | undefined;
  let made: string | undefined;
  let said = "";

  const say = (text: string) => {
    said = text;
    shop.announce(text);
  };
  const ask = async () => {
    profile = await shop.client.profile.get();
    shop.update();
  };
  const open = async (fragment: string) => {
    try {
      const carried = await readTransferLink(fragment);
      if (carried?.kind === "taste") card = carried.card;
    } catch {
      say(shop.t.taste.broken);
    }
    shop.update();
  };
  const change = async (taste: TasteCard | string, then: string) => {
    try {
      await shop.client.profile.taste(taste);
      if (typeof taste !== "string") taken = taste;
      say(then);
    } catch {
      say(shop.t.taste.full);
    }
  };
  const unsubscribe = shop.client.subscribe((change) => {
    if (change.type === "profile" || change.type === "shelves") void ask();
  });
  void ask();
  if (link !== undefined) void open(link);

  /** What the shopper looked at or saved, newest first. */
  const offered = (): readonly Item[] => {
    const saved = shop.wishlist.lines().flatMap(({ id }) => shop.catalogue.byId.get(id) ?? []);
    const all = [...(profile?.recentItems.map(({ item }) => item) ?? []), ...saved];
    return [...new Map(all.map((item) => [item.id, item])).values()].slice(0, MAX_TASTE_ITEMS);
  };
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const items = data.getAll("item").map(String);
    const name = String(data.get("name") ?? "").trim();
    if (items.length === 0 || name === "") return;
    made = await tasteLink(location.href, { kind: "aisle-taste", schemaVersion: 1, name, items });
    shop.update();
  };

  const received = (): TemplateResult | typeof nothing => {
    // Once taken it stands below, with all others.
    if (!card || taken === card) return nothing;
    const { t } = shop;
    const { name, items } = card;
    const known = items.flatMap((id) => shop.catalogue.byId.get(id) ?? []);
    return html`<section class="rule rule-result" aria-labelledby="received-title">
      <h2 class="section-title" id="received-title">${t.taste.received(name)}</h2>
      <p>${known.length > 0 ? t.taste.receivedLead : t.taste.unknown}</p>
      ${strip(known, t.taste.received(name))}
      ${
        known.length > 0
          ? html`<button type="button" class="button" @click=${() => card && void change(card, t.taste.taken(name))}>
              ${t.taste.take}
            </button>`
          : nothing
      }
    </section>`;
  };

  return {
    title: () => shop.t.taste.title,
    leave: unsubscribe,
    routeChanged(route) {
      if (route.name === "taste" && route.link !== undefined) void open(route.link);
    },
    render() {
      const { t } = shop;
      const choices = offered();
      return html`<div class="wrap rules taste move">
        <h1 class="page-title" tabindex="-1">${t.taste.title}</h1>
        <p class="lead">${t.taste.lead}</p>
        <p class="move-said" role="status">${said}</p>
        ${received()}
        ${
          profile?.tastes?.length
            ? html`<section aria-labelledby="friends-title">
                <h2 class="section-title" id="friends-title">${t.taste.friends}</h2>
                <ul class="rule-list">
                  ${profile.tastes.map(
                    ({ name, items }) => html`<li class="rule" data-friend=${name}>
                      <h3 class="rule-name">${name}</h3>
                      ${strip(items, name)}
                      <button
                        type="button"
                        class="button button--plain"
                        @click=${() => void change(name, t.taste.removed(name))}
                      >
                        ${t.taste.remove(name)}
                      </button>
                    </li>`,
                  )}
                </ul>
              </section>`
            : nothing
        }
        <section aria-labelledby="pick-title">
          <h2 class="section-title" id="pick-title">${t.taste.pick}</h2>
          ${
            choices.length === 0
              ? html`<p class="muted">${t.taste.nothing}</p>`
              : html`<form @submit=${(event: SubmitEvent) => void make(event)}>
                  <fieldset>
                    <legend class="muted">${t.taste.pickLead(MAX_TASTE_ITEMS)}</legend>
                    <ul class="taste-choices">
                      ${choices.map(
                        (item) => html`<li>
                          <label class="switch">
                            <input type="checkbox" name="item" value=${item.id} />
                            ${item.imageLink ? picture({ imageLink: item.imageLink }, 48) : nothing}
                            <span>${item.title}</span>
                          </label>
                        </li>`,
                      )}
                    </ul>
                  </fieldset>
                  <label class="move-field">
                    <span>${t.taste.name}</span>
                    <input name="name" required maxlength="40" autocomplete="given-name" />
                  </label>
                  <button class="button">${t.taste.make}</button>
                </form>`
          }
          ${made === undefined ? nothing : madeTemplate(shop, made)}
        </section>
      </div>`;
    },
  };
}

function madeTemplate({ t }: Shop, link: string): TemplateResult {
  return html`<div class="move-sealed taste-made">
    ${link.length <= MAX_CODE_BYTES ? qrCode(link, t.taste.code) : html`<p class="muted">${t.taste.tooMuch}</p>`}
    <a class="move-link" href=${link}>${t.taste.link}</a>
  </div>`;
}

function strip(items: readonly Item[], label: string): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  return html`<ol class="rule-strip" tabindex="0" aria-label=${label}>
    ${items.map(
      ({ imageLink, title }) => html`<li>${imageLink ? picture({ imageLink }, 96) : nothing}<span>${title}</span></li>`,
    )}
  </ol>`;
}
