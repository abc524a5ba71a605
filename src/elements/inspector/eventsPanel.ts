import { html, nothing, type TemplateResult } from "lit";
import type { EventRecord, Status } from "../../types";
import type { InspectorLabels } from "./inspectorLabels";

export interface EventsPanelOptions {
  readonly labels: InspectorLabels;
  readonly locale: string;
  readonly status: Status | undefined;
}

/** Newest first, as they are recorded. */
export function eventsPanel(events: readonly EventRecord[], options: EventsPanelOptions): TemplateResult {
  const { labels, locale, status } = options;
  const dropped = Object.entries(status?.events.dropped ?? {}).filter(([, count]) => count > 0);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return html`
    ${
      dropped.length > 0
        ? html`<p class="note">
            ${labels.dropped}: ${dropped.map(([reason, count]) => html`<code class="chip">${reason} ${count}</code> `)}
          </p>`
        : nothing
    }
    ${capturedTemplate(status, labels)}
    ${
      events.length === 0
        ? html`<p class="none">${labels.noEvents}</p>`
        : html`<ol class="events" role="list">
            ${events.map((record) => eventRow(record, time))}
          </ol>`
    }
  `;
}

/** What each source of the page has read, and how it had to be repaired. */
function capturedTemplate(status: Status | undefined, labels: InspectorLabels): TemplateResult | typeof nothing {
  const sources = Object.entries(status?.events.captured ?? {});
  if (sources.length === 0) return nothing;
  return html`<p class="note">
    ${labels.captured}:
    ${sources.map(
      ([source, { read, repaired }]) =>
        html`<code class="chip">${source} ${read}</code> ${Object.entries(repaired).map(
          ([repair, count]) => html`<code class="chip">${repair} ${count}</code> `,
        )}`,
    )}
  </p>`;
}

function eventRow(record: EventRecord, time: Intl.DateTimeFormat): TemplateResult {
  const details = [
    record.query && `“${record.query}”`,
    record.quantity !== undefined && record.quantity !== 1 && `× ${record.quantity}`,
    record.price !== undefined && `${record.price} ${record.currency ?? ""}`,
    record.rating !== undefined && `★ ${record.rating}`,
    record.dwellMs !== undefined && `${(record.dwellMs / 1000).toFixed(1)} s`,
    record.strength !== undefined && `→ ${record.strength}`,
    record.position !== undefined && `#${record.position}`,
    record.propensity !== undefined && record.propensity < 1 && `p ${record.propensity.toFixed(2)}`,
  ].filter(Boolean);
  return html`<li>
    <time datetime=${new Date(record.at).toISOString()}>${time.format(record.at)}</time>
    <code class="chip ${kindOf(record)}">${record.name}</code>
    <span class="subject">${record.itemId ?? record.interest?.value ?? ""}</span>
    <span class="details">${details.join(" · ")}</span>
  </li>`;
}

/** Groups events by what they mean for the profile, for colour. */
function kindOf({ name }: EventRecord): string {
  if (name === "purchase" || name === "add_to_cart" || name === "add_to_wishlist" || name === "rate_item")
    return "strong";
  if (name === "remove_from_cart" || name === "refund" || name === "not_interested") return "negative";
  if (name === "view_item" || name === "select_item" || name === "search") return "plain-act";
  return "";
}
