import { css, html, nothing, type TemplateResult } from "lit";
import type { Aisle } from "../../page/aisle";
import { createProfileView, createStatusView } from "../../page/clientViews";
import type { Consent, ConsentState, ProfileView, Purpose, ReportsStatus } from "../../types";
import { AisleElement } from "../AisleElement";
import { downloadJson } from "../downloadJson";
import { Followed } from "../followed";
import { interestList, interestStyles } from "../interestList";
import { pickLabels } from "../labels";
import { panelStyles } from "../panelStyles";
import { theme } from "../theme";
import { type PrivacyLabels, privacyLabels } from "./privacyLabels";

const STATES: readonly ConsentState[] = ["off", "session", "persistent"];

/** `<aisle-privacy>`: what this shop remembers, in plain words, and every way to change it. */
export class AislePrivacy extends AisleElement {
  static override styles = [
    theme,
    panelStyles,
    interestStyles,
    css`
      :host {
        display: block;
        font-size: 1rem;
        line-height: 1.5;
      }
      .page {
        display: grid;
        gap: 28px;
        max-inline-size: 40rem;
      }
      section {
        display: grid;
        gap: 10px;
      }
      h2 {
        font-size: 1.0625rem;
        font-weight: 650;
      }
      button {
        min-block-size: 44px;
        padding-inline: 18px;
        border-radius: 99px;
      }
      button.text {
        min-block-size: 32px;
      }
      .choice {
        gap: 8px;
      }
      .choice legend {
        padding: 0;
        margin-block-end: 8px;
        font-weight: 600;
      }
      .choice span {
        padding: 9px 16px;
      }
      .agree {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-block-size: 44px;
      }
      .code {
        font-family: ui-monospace, monospace;
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      .plain-list {
        display: grid;
        gap: 4px;
      }
    `,
  ];

  static override properties = {
    ads: { type: Boolean },
    labels: { attribute: false },
    _consent: { state: true },
    _asking: { state: true },
    _said: { state: true },
  };

  /** Shows the choice for advertising too. */
  declare ads: boolean;
  declare labels?: Partial<PrivacyLabels>;
  declare private _consent: Consent | undefined;
  declare private _asking: boolean;
  declare private _said: string;

  private readonly _profile = new Followed(this, createProfileView);
  private readonly _status = new Followed(this, createStatusView);
  private _listenedTo: Aisle | undefined;
  private _leave: (() => void) | undefined;

  constructor() {
    super();
    this.ads = false;
    this._asking = false;
    this._said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._leave?.();
    this._leave = this._listenedTo = undefined;
  }

  protected override willUpdate(): void {
    const client = this.isConnected ? this._clients.client : undefined;
    this._profile.follow(client);
    this._status.follow(client);
    if (client === this._listenedTo) return;
    this._leave?.();
    this._listenedTo = client;
    this._consent = client?.consent.get();
    this._leave = client?.subscribe((change) => {
      if (change.type === "consent") this._consent = change.consent;
    });
  }

  protected override render(): TemplateResult {
    const locale = this._locale();
    const labels = pickLabels(privacyLabels, locale, this.labels);
    const { client } = this._clients;
    const profile = this._profile.value;
    const reports = this._status.value?.reports;
    if (!client || !this._consent) return html`<p class="note">${labels.loading}</p>`;
    const signalled = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
    return html`<div class="page" part="page">
      <p>${reports?.agreed ? labels.whereReports : labels.where}</p>
      <section>
        ${this._choiceTemplate("products", labels.choice, labels)}
        ${this.ads ? this._choiceTemplate("ads", labels.adsChoice, labels) : nothing}
        <p class="note">${labels.stateNotes[this._consent.products]}</p>
        ${signalled ? html`<p class="note">${labels.signal}</p>` : nothing}
      </section>
      ${profile ? this._profileTemplate(profile, { client, labels, locale }) : html`<p class="note">${labels.loading}</p>`}
      ${reports ? this._reportsTemplate(reports, client, labels) : nothing}
      <p role="status" class="note">${this._said}</p>
    </div>`;
  }

  private _choiceTemplate(purpose: Purpose, legend: string, labels: PrivacyLabels): TemplateResult {
    return html`<fieldset class="choice" part="choice">
      <legend>${legend}</legend>
      ${STATES.map(
        (state) => html`<label>
          <input
            type="radio"
            name=${purpose}
            .checked=${this._consent?.[purpose] === state}
            @change=${() => void this._clients.client?.consent.set({ [purpose]: state })}
          />
          <span>${labels.states[state]}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  /** Apart from all other consent, and off until it is given. */
  private _reportsTemplate(reports: ReportsStatus, client: Aisle, labels: PrivacyLabels): TemplateResult {
    const sent = reports.questions.flatMap(({ state, body }) => (state === "sent" && body ? [body] : []));
    return html`<section part="reports">
      <h2>${labels.reports}</h2>
      <p class="note">${labels.reportsNote(reports.questions.length)}</p>
      <label class="agree">
        <input
          type="checkbox"
          .checked=${reports.agreed}
          @change=${(event: Event) =>
            void client.reports.set((event.currentTarget as HTMLInputElement).checked ? "on" : "off")}
        />
        <span>${labels.reportsAgree}</span>
      </label>
      ${textList(labels.reportsSent, sent, "code")}
    </section>`;
  }

  private _profileTemplate(
    profile: ProfileView,
    { client, labels, locale }: { readonly client: Aisle; readonly labels: PrivacyLabels; readonly locale: string },
  ): TemplateResult {
    return html`
      ${
        profile.interests.length > 0
          ? html`<section>
              <h2>${labels.interests}</h2>
              <p class="note">${labels.interestsNote}</p>
              ${interestList(profile.interests, { client, labels, locale })}
            </section>`
          : nothing
      }
      ${textList(
        labels.recent,
        profile.recentItems.map(({ item }) => item.title),
      )}
      ${textList(labels.searches, profile.searches)}
      ${
        profile.tastes?.length
          ? html`<section>
              <h2>${labels.tastes}</h2>
              <ul class="plain-list" role="list">
                ${profile.tastes.map(
                  ({ name, items }) => html`<li>
                    ${name}: ${items.map(({ title }) => title).join(", ")}
                    <button
                      type="button"
                      class="text"
                      aria-label=${labels.forgetLabel(name)}
                      @click=${() => void client.profile.taste(name)}
                    >
                      ${labels.forget}
                    </button>
                  </li>`,
                )}
              </ul>
            </section>`
          : nothing
      }
      <section>
        <h2>${labels.control}</h2>
        <p class="note">
          ${profile.paused ? labels.paused : profile.events > 0 ? labels.remembered(profile.events) : labels.nothing}
        </p>
        <div class="actions">
          <button type="button" @click=${() => void (profile.paused ? client.profile.resume() : client.profile.pause())}>
            ${profile.paused ? labels.resume : labels.pause}
          </button>
          <button type="button" @click=${() => void this._export(client)}>${labels.export}</button>
          <button type="button" class="danger" @click=${() => void this._forget(client, labels)}>
            ${this._asking ? labels.forgetAllConfirm : labels.forgetAll}
          </button>
        </div>
      </section>
    `;
  }

  private async _export(client: Aisle): Promise<void> {
    const file = await client.profile.export().catch(() => undefined);
    if (file) downloadJson("my-shop-profile.json", file);
  }

  /** The first press asks, the second forgets. */
  private async _forget(client: Aisle, labels: PrivacyLabels): Promise<void> {
    if (!this._asking) {
      this._asking = true;
      this._said = "";
      return;
    }
    this._asking = false;
    await client.profile.erase().then(
      () => {
        this._said = labels.forgotten;
      },
      () => undefined,
    );
  }
}

function textList(heading: string, texts: readonly string[], kind = ""): TemplateResult | typeof nothing {
  if (texts.length === 0) return nothing;
  return html`<section>
    <h2>${heading}</h2>
    <ul class="plain-list ${kind}" role="list">
      ${texts.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "aisle-privacy": AislePrivacy;
  }
}
