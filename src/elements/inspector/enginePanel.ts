import { html, nothing, type TemplateResult } from "lit";
import type { Aisle } from "../../page/aisle";
import type { ConsentState, Purpose, RowProblem, Status } from "../../types";
import type { InspectorLabels } from "./inspectorLabels";

const STATES: readonly ConsentState[] = ["pending", "off", "session", "persistent"];
const PURPOSES: readonly Purpose[] = ["products", "ads"];

export interface EnginePanelOptions {
  readonly client: Aisle;
  readonly labels: InspectorLabels;
  readonly locale: string;
}

export function enginePanel(status: Status | undefined, options: EnginePanelOptions): TemplateResult {
  const { labels, locale } = options;
  if (!status) return html`<p class="none">${labels.loading}</p>`;
  const { encoder, catalog, storage, engine, timings, degraded } = status;
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const reasons = Object.entries(encoder.reasons);
  return html`
    <h3>${labels.encoder} <span class="chip strong">${encoder.tier}</span> <span class="chip">${encoder.state}</span></h3>
    ${encoder.modelId ? html`<p class="note">${encoder.modelId}</p>` : nothing}
    ${progress(labels.download, encoder.download.loaded, encoder.download.total, megabytes(locale))}
    ${progress(labels.embedding, catalog.embedded.done, catalog.embedded.total, (count) => number.format(count))}
    ${catalog.embedded.table ? html`<p class="note">${labels.embeddedByTable(number.format(catalog.embedded.table))}</p>` : nothing}
    ${catalog.embedded.paused ? html`<p class="note">${labels.embeddingPaused}: ${catalog.embedded.paused}</p>` : nothing}
    ${
      reasons.length > 0
        ? html`<dl class="facts">
            ${reasons.map(([tier, reason]) => html`<div><dt>${labels.whyNot} ${tier}</dt><dd>${reason}</dd></div>`)}
          </dl>`
        : nothing
    }

    ${buildFacts(status, options)}

    <h3>${labels.catalog} <span class="chip">${catalog.state}</span></h3>
    <dl class="facts">
      <div><dt>${labels.items}</dt><dd>${number.format(catalog.items)}</dd></div>
      ${catalog.variants > 0 ? html`<div><dt>${labels.variants}</dt><dd>${number.format(catalog.variants)}</dd></div>` : nothing}
      <div>
        <dt>${labels.language}</dt>
        <dd>${catalog.language} · ${labels.uncovered(percent.format(catalog.uncovered))}</dd>
      </div>
    </dl>
    ${problems(labels.rejected, catalog.rejected)} ${problems(labels.repaired, catalog.repaired)}

    <h3>${labels.consent}</h3>
    ${PURPOSES.map((purpose) => consentChoice(purpose, status, options))}

    <h3>${labels.storage} <span class="chip">${storage.kind}</span></h3>
    ${storage.reason ? html`<p class="note">${storage.reason}</p>` : nothing}
    <dl class="facts">
      <div><dt>${labels.runsIn}</dt><dd>${engine.where}</dd></div>
      <div><dt>${labels.restarts}</dt><dd>${engine.restarts}</dd></div>
      <div><dt>${labels.version}</dt><dd>${status.version}</dd></div>
    </dl>

    ${
      Object.keys(timings).length > 0
        ? html`<h3>${labels.timings}</h3>
            <dl class="facts">
              ${Object.entries(timings).map(
                ([name, ms]) => html`<div><dt>${name}</dt><dd>${number.format(Math.round(ms * 10) / 10)} ms</dd></div>`,
              )}
            </dl>`
        : nothing
    }

    <h3>${labels.degraded}</h3>
    ${
      degraded.length === 0
        ? html`<p class="note">${labels.nothingDegraded}</p>`
        : html`<ul class="plain-list" role="list">
            ${[...degraded].reverse().map(
              ({ code, message, instead }) => html`<li class="degraded">
                <code class="chip negative">${code}</code>
                <span>${message}</span>
                <span class="details">${labels.instead}: ${instead}</span>
              </li>`,
            )}
          </ul>`
    }
  `;
}

/** What of `aisle build`'s folder is in use; nothing where a shop has none. */
function buildFacts({ assets }: Status, { labels, locale }: EnginePanelOptions): TemplateResult | typeof nothing {
  if (assets.state === "none") return nothing;
  const number = new Intl.NumberFormat(locale);
  const { buildId, asOf, items = 0, known = 0, bytes = 0 } = assets;
  const day = asOf === undefined ? undefined : new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(asOf);
  return html`<h3>${labels.build} <span class="chip">${assets.state}</span></h3>
    ${
      buildId === undefined
        ? nothing
        : html`<p class="note">${buildId}${day === undefined ? nothing : html` · ${labels.dataUpTo(day)}`}</p>
            <dl class="facts">
              <div><dt>${labels.buildItems}</dt><dd>${number.format(known)} / ${number.format(items)}</dd></div>
              ${bytes > 0 ? html`<div><dt>${labels.download}</dt><dd>${megabytes(locale)(bytes)}</dd></div>` : nothing}
            </dl>`
    }`;
}

function progress(
  label: string,
  done: number,
  total: number,
  format: (value: number) => string,
): TemplateResult | typeof nothing {
  if (total <= 0) return nothing;
  return html`<label class="progress">
    <span>${label}<span>${format(done)} / ${format(total)}</span></span>
    <progress max=${total} .value=${Math.min(done, total)}></progress>
  </label>`;
}

function problems(label: string, rows: readonly RowProblem[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<details class="problems">
    <summary>${label}: ${rows.reduce((sum, row) => sum + row.count, 0)}</summary>
    <dl class="facts">
      ${rows.map(
        (row) => html`<div>
          <dt><code>${row.code}</code> × ${row.count}</dt>
          <dd>${row.examples.join(" · ")}</dd>
        </div>`,
      )}
    </dl>
  </details>`;
}

function consentChoice(purpose: Purpose, { consent }: Status, { client, labels }: EnginePanelOptions): TemplateResult {
  return html`<fieldset class="choice">
    <legend>${labels.purposes[purpose]}</legend>
    ${STATES.map(
      (state) => html`<label>
        <input
          type="radio"
          name=${`consent-${purpose}`}
          .checked=${consent[purpose] === state}
          @change=${() => void client.consent.set({ [purpose]: state })}
        />
        <span>${labels.states[state]}</span>
      </label>`,
    )}
  </fieldset>`;
}

function megabytes(locale: string): (bytes: number) => string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  return (bytes) => `${format.format(bytes / 1e6)} MB`;
}
