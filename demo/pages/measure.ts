import { html, nothing, type TemplateResult } from "lit";
import { oneText as published } from "../../bench/results/encoder.json";
import { type Measurement, type MeasureResults, type MeasureState, measureDevice } from "../measure/measureDevice";
import { type EngineMeasurement, LENGTHS, type MeasuredEngine } from "../measure/measureProtocol";
import { cssVariables } from "../parts/cssVariables";
import { progressBar } from "../parts/progress";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

/** Of the sentence about a whole catalogue. */
const CATALOGUE = 5_000;
/** The length that stands for "one text" in a sentence. */
const TYPICAL = 16;

export function measurePage(shop: Shop): Page {
  let measurement: Measurement | undefined;
  const state = (): MeasureState => measurement?.state() ?? { phase: "idle" };

  const start = () => {
    measurement?.stop();
    const encoderUrl = new URL("aisle/encoder/", document.baseURI).href;
    measurement = measureDevice({ encoderUrl, titles: shop.catalogue.products.map(({ title }) => title) }, () => {
      if (state().phase === "done") shop.announce(shop.t.measure.done);
      shop.update();
    });
    shop.update();
  };

  return {
    title: () => shop.t.measure.title,
    leave: () => measurement?.stop(),
    render() {
      const { t } = shop;
      const now = state();
      const results = "results" in now ? now.results : [];
      return html`<div class="wrap measure">
        <h1 class="page-title" tabindex="-1">${t.measure.title}</h1>
        <p class="lead">${t.measure.lead}</p>
        <div class="measure-start">${startTemplate(shop, now, start)}</div>
        ${results.length > 0 ? tableTemplate(shop, results) : nothing}
        ${now.phase === "done" ? meaningTemplate(shop, results) : nothing} ${publishedTemplate(shop)}
      </div>`;
    },
  };
}

function startTemplate(shop: Shop, state: MeasureState, start: () => void): TemplateResult {
  const { t } = shop;
  switch (state.phase) {
    case "idle":
      return html`${isReading(shop) ? html`<p class="hint">${t.measure.busy}</p>` : nothing}
        <button type="button" class="button" @click=${start}>${t.measure.start}</button>`;
    case "downloading": {
      const text = t.measure.downloading(state.share.toLocaleString(t.locale, { style: "percent" }));
      return html`<p class="measure-now">${progressBar(state.share, text)}<span>${text}</span></p>`;
    }
    case "measuring": {
      const text = t.measure.measuring(t.measure.engines[state.engine]);
      return html`<p class="measure-now">${progressBar(state.share, text)}<span>${text}</span></p>`;
    }
    case "failed":
      return html`<p class="hint">${t.measure.failed}: ${state.reason}</p>
        <button type="button" class="button" @click=${start}>${t.measure.again}</button>`;
    case "done":
      return html`<button type="button" class="button button--plain" @click=${start}>${t.measure.again}</button>`;
  }
}

/** The shop's own worker wants the same processor. */
function isReading({ catalogStatus, encoderStatus }: Shop): boolean {
  const embedded = catalogStatus?.embedded;
  const behind = embedded !== undefined && embedded.done < embedded.total && embedded.paused === undefined;
  return behind || encoderStatus?.state === "downloading";
}

function tableTemplate(shop: Shop, results: MeasureResults): TemplateResult {
  const { t } = shop;
  const measured = results.filter(isMeasured);
  const of = (length: (typeof LENGTHS)[number]) => measured.map(({ oneText }) => oneText[length]);
  const bulks = measured.map(({ bulk }) => bulk);
  return html`<p id="measure-table" class="measure-caption">${t.measure.table}</p>
    <div class="table-scroll" tabindex="0" role="region" aria-labelledby="measure-table">
      <table class="measure-table" aria-labelledby="measure-table">
        <thead>
          <tr>
            <th scope="col">${t.measure.engine}</th>
            ${LENGTHS.map((length) => html`<th scope="col" class="number">${t.measure.tokens(length)}</th>`)}
            <th scope="col" class="number">${t.measure.bulk}</th>
          </tr>
        </thead>
        <tbody>
          ${results.map((result) => {
            const name = html`<th scope="row">
              ${t.measure.engines[result.engine]}
              ${isMeasured(result) ? html`<span class="muted">${detailOf(shop, result)}</span>` : nothing}
            </th>`;
            if (!isMeasured(result)) {
              return html`<tr>
                ${name}
                <td colspan=${LENGTHS.length + 1} class="muted">${t.measure.missing(result.reason)}</td>
              </tr>`;
            }
            return html`<tr>
              ${name}
              ${LENGTHS.map((length) => {
                const ms = result.oneText[length];
                return cell(shop, number(ms, t.locale), Math.min(...of(length)) / ms);
              })}
              ${cell(shop, number(result.bulk, t.locale), result.bulk / Math.max(...bulks))}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="muted measure-note">${t.measure.tokensHelp}</p>`;
}

/** @param speed of the fastest in the column */
function cell({ t }: Shop, text: string, speed: number): TemplateResult {
  const best = speed === 1;
  return html`<td class="number ${best ? "is-best" : ""}">
    ${text}${best ? html`<span class="visually-hidden"> (${t.measure.best})</span>` : nothing}
    <span class="measure-bar" aria-hidden="true" ${cssVariables({ "--share": speed })}></span>
  </td>`;
}

function meaningTemplate(shop: Shop, results: MeasureResults): TemplateResult {
  const { t, encoderStatus } = shop;
  const measured = results.filter(isMeasured);
  const wasm = best(
    measured.filter(({ engine }) => engine !== "webgpu"),
    ({ oneText }) => -oneText[TYPICAL],
  );
  const webgpu = measured.find(({ engine }) => engine === "webgpu");
  const bulk = best(measured, (result) => result.bulk);
  const name = (engine: MeasuredEngine) => t.measure.engines[engine];
  const ms = (result: EngineMeasurement) => t.measure.ms(number(result.oneText[TYPICAL], t.locale));
  return html`<section class="measure-meaning" aria-labelledby="measure-meaning">
    <h2 id="measure-meaning" class="section-title">${t.measure.meaning}</h2>
    <div class="measure-cards">
      ${
        wasm &&
        html`<div class="panel">
          <h3>${t.measure.single}</h3>
          <p>${t.measure.singleBy(name(wasm.engine), ms(wasm))}</p>
          ${
            webgpu &&
            html`<p class="muted">
              ${webgpu.oneText[TYPICAL] < wasm.oneText[TYPICAL] ? t.measure.gpuFaster(ms(webgpu)) : t.measure.gpuSlower(ms(webgpu))}
            </p>`
          }
        </div>`
      }
      ${
        bulk &&
        html`<div class="panel">
          <h3>${t.measure.bulkTitle}</h3>
          <p>${t.measure.bulkBy(name(bulk.engine), t.measure.seconds(CATALOGUE / bulk.bulk))}</p>
          <p class="muted">${t.measure.bulkWhy}</p>
        </div>`
      }
      <div class="panel">
        <h3>${t.measure.now}</h3>
        <p>
          ${encoderStatus && encoderStatus.tier !== "none" ? t.measure.nowTier(encoderStatus.tier) : t.measure.nowNone}
        </p>
        ${Object.entries(encoderStatus?.reasons ?? {}).map(([tier, reason]) => html`<p class="muted">${tier}: ${reason}</p>`)}
      </div>
    </div>
  </section>`;
}

function publishedTemplate({ t }: Shop): TemplateResult {
  const lengths = Object.entries(published);
  return html`<section class="measure-published" aria-labelledby="measure-published">
    <h2 id="measure-published" class="section-title">${t.measure.published}</h2>
    <p class="muted">${t.measure.publishedLead}</p>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${t.measure.publishedRow}>
      <table>
        <thead>
          <tr>
            <td></td>
            ${lengths.map(([length]) => html`<th scope="col" class="number">${t.measure.tokens(Number(length))}</th>`)}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">${t.measure.publishedRow}</th>
            ${lengths.map(([, ratio]) => html`<td class="number">${number(ratio, t.locale)}×</td>`)}
          </tr>
        </tbody>
      </table>
    </div>
    <p class="muted measure-note">${t.measure.publishedNote}</p>
  </section>`;
}

function isMeasured(result: MeasureResults[number]): result is EngineMeasurement {
  return "oneText" in result;
}

function detailOf({ t }: Shop, { engine, detail }: EngineMeasurement): string {
  return engine === "webgpu" ? detail : (t.measure.details[detail] ?? "");
}

function best(list: readonly EngineMeasurement[], value: (result: EngineMeasurement) => number) {
  return [...list].sort((a, b) => value(b) - value(a))[0] as EngineMeasurement | undefined;
}

/** Three digits that count. */
function number(value: number, locale: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
