/** The reason line of a card and the panel behind it: the sentence, the largest parts of the score, "not interested". */
import { html, nothing, svg, type TemplateResult } from "lit";
import { reasonText } from "../../ranking/reasonText";
import type { RankedItem, Signal } from "../../types";
import { CROSS, icon } from "../icon";
import type { CardLabels } from "./cardLabels";

/** Parts of the score shown under "why this?". */
const SHOWN_SIGNALS = 3;

export interface WhyContext {
  readonly labels: CardLabels;
  readonly locale: string;
  /** Id of the item whose panel is open. */
  readonly open: string | undefined;
  readonly onWhy: (ranked: RankedItem) => void;
  readonly onDismiss: (ranked: RankedItem) => void;
}

export function whyTemplate(ranked: RankedItem, context: WhyContext): TemplateResult {
  const { labels, locale } = context;
  const first = ranked.why[0];
  const open = context.open === ranked.item.id;
  const text = first ? reasonText(first, locale) : labels.why;
  return html`
    <button
      class="because"
      part="reason"
      type="button"
      aria-expanded=${open ? "true" : "false"}
      title=${labels.why}
      @click=${() => context.onWhy(ranked)}
    >
      ${icon("M12 3l1.9 5.6L19.5 10.5l-5.6 1.9L12 18l-1.9-5.6L4.5 10.5l5.6-1.9zM19 16v5M16.5 18.5h5")}
      <span>${text}</span>
    </button>
    ${open ? whyPanel(ranked, text, context) : nothing}
  `;
}

function whyPanel(ranked: RankedItem, text: string, context: WhyContext): TemplateResult {
  const { labels } = context;
  return html`<div class="why" part="why" role="group" aria-label=${labels.whyItem(ranked.item.title)}>
    <button
      class="round dismiss close"
      type="button"
      aria-label=${labels.close}
      @click=${() => context.onWhy(ranked)}
    >
      ${icon(CROSS)}
    </button>
    <p>${text}</p>
    <dl aria-label=${labels.counted}>
      ${shares(ranked).map(
        ({ signal, percent }) => html`<div>
          <dt><span>${labels.signals[signal === "fairness" ? "rule" : signal]}</span><span>${percent}%</span></dt>
          <dd>
            <svg aria-hidden="true" width="100%" height="5">${svg`<rect width=${`${percent}%`} height="5" rx="2.5" />`}</svg>
          </dd>
        </div>`,
      )}
    </dl>
    <button class="plain" part="not-interested" type="button" @click=${() => context.onDismiss(ranked)}>
      ${labels.notInterested}
    </button>
  </div>`;
}

/** The largest helpful parts of the score, in percent of all helpful parts. */
export function shares(ranked: Pick<RankedItem, "contributions">): { signal: Signal; percent: number }[] {
  const helpful = Object.entries(ranked.contributions).filter(([, part]) => part > 0) as [Signal, number][];
  const total = helpful.reduce((sum, [, part]) => sum + part, 0);
  return helpful
    .map(([signal, part]) => ({ signal, percent: Math.round((part / total) * 100) }))
    .filter(({ percent }) => percent > 0)
    .sort((a, b) => b.percent - a.percent)
    .slice(0, SHOWN_SIGNALS);
}
