/** Interests with a slider from "forget" to "twice as much"; shared by the inspector and the privacy panel. */
import { css, html, nothing, svg, type TemplateResult } from "lit";
import type { Aisle } from "../page/aisle";
import type { InterestView } from "../types";

export interface InterestLabels {
  readonly kinds: Readonly<Record<InterestView["kind"], string>>;
  readonly strengthOf: (label: string) => string;
  readonly strength: (strength: number) => string;
  readonly forget: string;
  readonly forgetLabel: (label: string) => string;
}

export interface InterestListOptions {
  readonly client: Pick<Aisle, "profile">;
  readonly labels: InterestLabels;
  readonly locale: string;
}

export function interestList(interests: readonly InterestView[], options: InterestListOptions): TemplateResult {
  return html`<ul class="interests" role="list">
    ${interests.map((interest) => interestRow(interest, options))}
  </ul>`;
}

function interestRow(interest: InterestView, { client, labels, locale }: InterestListOptions): TemplateResult {
  const { label, kind, share, strength } = interest;
  const percent = new Intl.NumberFormat(locale, { style: "percent" }).format(share);
  const edit = (next: number) => void client.profile.edit({ kind, value: interest.value }, next).catch(() => undefined);
  return html`<li class=${strength === 0 ? "muted" : ""}>
    <div class="interest-name">
      <strong>${label}</strong>
      <span>${labels.kinds[kind]}</span>
      <span class="share">${percent}</span>
    </div>
    <svg class="meter" aria-hidden="true" width="100%" height="4">
      ${svg`<rect width=${`${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`} height="4" rx="2" />`}
    </svg>
    <div class="interest-edit">
      <input
        type="range"
        min="0"
        max="2"
        step="0.25"
        .value=${String(strength)}
        aria-label=${labels.strengthOf(label)}
        aria-valuetext=${labels.strength(strength)}
        @change=${(event: Event) => edit(Number((event.currentTarget as HTMLInputElement).value))}
      />
      <output>${labels.strength(strength)}</output>
      ${
        strength === 0
          ? nothing
          : html`<button type="button" class="text" aria-label=${labels.forgetLabel(label)} @click=${() => edit(0)}>
              ${labels.forget}
            </button>`
      }
    </div>
  </li>`;
}

export const interestStyles = css`
  .interests {
    display: grid;
    gap: 14px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .interest-name {
    display: flex;
    align-items: baseline;
    gap: 8px;
  }
  .interest-name strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .interest-name span {
    color: var(--_muted);
    font-size: 0.85em;
  }
  .interest-name .share {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }
  .meter {
    display: block;
    margin-block: 5px;
    border-radius: 2px;
    background: var(--_tint);
  }
  .meter:dir(rtl) {
    transform: scaleX(-1);
  }
  .meter rect {
    fill: var(--_accent);
  }
  .muted strong {
    text-decoration: line-through;
    color: var(--_muted);
  }
  .interest-edit {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 32px;
  }
  .interest-edit input {
    flex: 1;
    min-inline-size: 0;
    max-inline-size: 220px;
    accent-color: var(--_accent);
  }
  .interest-edit output {
    min-inline-size: 6.5em;
    color: var(--_muted);
    font-size: 0.85em;
  }
`;
