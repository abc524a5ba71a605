import { html, nothing, svg, type TemplateResult } from "lit";
import { reasonText } from "../../ranking/reasonText";
import type { RankedItem, Shelf, Signal } from "../../types";
import { matchedWords } from "../matchedWords";
import type { InspectorLabels } from "./inspectorLabels";

export interface WhyPanelOptions {
  readonly labels: InspectorLabels;
  readonly locale: string;
}

/** Every item of the last shelves: its score, cut into the parts that it is the sum of. */
export function whyPanel(shelves: readonly Shelf[], options: WhyPanelOptions): TemplateResult {
  if (shelves.length === 0) return html`<p class="none">${options.labels.noShelves}</p>`;
  return html`${shelves.map((shelf, index) => shelfTemplate(shelf, index === 0, options))}`;
}

function shelfTemplate(shelf: Shelf, open: boolean, options: WhyPanelOptions): TemplateResult {
  const time = new Intl.DateTimeFormat(options.locale, { timeStyle: "medium" }).format(shelf.at);
  const largest = Math.max(...shelf.items.map((ranked) => positive(ranked)), Number.MIN_VALUE);
  return html`<details class="shelf" ?open=${open}>
    <summary>
      <strong>${shelf.placement}</strong>
      <span>${options.labels.answeredBy(shelf.rung)}${shelf.reason ? ` · ${shelf.reason}` : ""}</span>
      <time>${time}</time>
    </summary>
    <ol role="list">
      ${shelf.items.map((ranked) => itemTemplate(ranked, largest, options))}
    </ol>
  </details>`;
}

function itemTemplate(ranked: RankedItem, largest: number, { labels, locale }: WhyPanelOptions): TemplateResult {
  const parts = (Object.entries(ranked.contributions) as [Signal, number][])
    .filter(([, part]) => part !== 0)
    .sort((a, b) => b[1] - a[1]);
  let start = 0;
  const segments = parts
    .filter(([, part]) => part > 0)
    .map(([signal, part]) => {
      const width = (part / largest) * 100;
      const segment = svg`<rect class="signal-${signal}" x=${`${start}%`} width=${`${width}%`} height="10" />`;
      start += width;
      return segment;
    });
  return html`<li>
    <div class="item-name">
      <span>
        ${ranked.position + 1}.
        ${matchedWords(ranked.item.title, evidenceOf(ranked)).map(({ text, matched }) => (matched ? html`<mark>${text}</mark>` : text))}
      </span>
      <code title=${labels.score}>${ranked.score.toFixed(3)}</code>
    </div>
    <svg class="parts" aria-hidden="true" width="100%" height="10">${segments}</svg>
    <ul class="legend" role="list">
      ${parts.map(
        ([signal, part]) => html`<li>
          <svg width="9" height="9" aria-hidden="true">${svg`<rect class="signal-${signal}" width="9" height="9" rx="2" />`}</svg>
          ${labels.signals[signal === "fairness" ? "rule" : signal]}
          <code class=${part < 0 ? "minus" : ""}>${part > 0 ? "+" : "−"}${Math.abs(part).toFixed(3)}</code>
        </li>`,
      )}
    </ul>
    <p class="reasons">
      ${ranked.why.map((reason) => reasonText(reason, locale)).join(" · ")}
      ${ranked.propensity < 1 ? html`<em>${labels.explored(ranked.propensity.toFixed(2))}</em>` : nothing}
    </p>
  </li>`;
}

/** What may have words in common with the item. */
const OF_TEXTS: ReadonlySet<Signal> = new Set(["text", "words", "query", "category", "brand"]);

/** The texts that the reasons rest on: two pictures that are alike say nothing of the words of their titles. */
function evidenceOf(ranked: RankedItem): readonly string[] {
  return ranked.why.flatMap(({ signal, evidence }) => {
    if (!OF_TEXTS.has(signal)) return [];
    if (evidence.kind === "event" || evidence.kind === "item" || evidence.kind === "friend") return [evidence.title];
    if (evidence.kind === "query") return [evidence.text];
    return evidence.kind === "brand" || evidence.kind === "category" ? [evidence.value] : [];
  });
}

function positive(ranked: RankedItem): number {
  return Object.values(ranked.contributions).reduce((sum, part) => sum + Math.max(0, part), 0);
}
