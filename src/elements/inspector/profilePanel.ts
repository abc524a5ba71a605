import { html, nothing, type TemplateResult } from "lit";
import type { Aisle } from "../../page/aisle";
import type { ProfileView } from "../../types";
import { interestList } from "../interestList";
import type { InspectorLabels } from "./inspectorLabels";

export interface ProfilePanelOptions {
  readonly client: Aisle;
  readonly labels: InspectorLabels;
  readonly locale: string;
  /** True after the first press of "erase". */
  readonly erasing: boolean;
  readonly onErase: () => void;
  readonly onExport: () => void;
}

export function profilePanel(profile: ProfileView | undefined, options: ProfilePanelOptions): TemplateResult {
  const { client, labels, locale, erasing, onErase, onExport } = options;
  if (!profile) return html`<p class="none">${labels.loading}</p>`;
  const togglePause = () => void (profile.paused ? client.profile.resume() : client.profile.pause());
  return html`
    <div class="row">
      <p class="note">${profile.paused ? labels.paused : labels.eventsStored(profile.events)}</p>
      <div class="actions">
        <button type="button" @click=${togglePause}>${profile.paused ? labels.resume : labels.pause}</button>
        <button type="button" @click=${onExport}>${labels.export}</button>
        <button type="button" class="danger" @click=${onErase}>${erasing ? labels.eraseConfirm : labels.erase}</button>
      </div>
    </div>
    <h3>${labels.interests}</h3>
    ${
      profile.interests.length === 0
        ? html`<p class="none">${labels.noInterests}</p>`
        : interestList(profile.interests, { client, labels, locale })
    }
    ${
      profile.price
        ? html`<h3>${labels.priceRange}</h3>
            <p>${profile.price.low.toLocaleString(locale)} – ${profile.price.high.toLocaleString(locale)}</p>`
        : nothing
    }
    ${
      profile.searches.length > 0
        ? html`<h3>${labels.searches}</h3>
            <p>${profile.searches.map((search) => html`<span class="chip">${search}</span> `)}</p>`
        : nothing
    }
    ${
      profile.recentItems.length > 0
        ? html`<h3>${labels.recent}</h3>
            <ul class="plain-list" role="list">
              ${profile.recentItems.map(
                ({ item, event }) => html`<li><code class="chip">${event}</code> ${item.title}</li>`,
              )}
            </ul>`
        : nothing
    }
  `;
}
