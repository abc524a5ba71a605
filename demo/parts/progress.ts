import { html, nothing, type TemplateResult } from "lit";
import type { Shop } from "../shop/shop";
import { cssVariables } from "./cssVariables";

interface Work {
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** What goes on behind the shelves: fetching the model, then reading the catalogue. */
function currentWork(shop: Shop): Work | undefined {
  const { t, encoderStatus, catalogStatus } = shop;
  if (encoderStatus?.state === "downloading") {
    const { loaded, total } = encoderStatus.download;
    const share = total > 0 ? Math.min(1, loaded / total) : 0;
    return { share, text: t.progress.downloading(percent(share, t.locale)) };
  }
  const embedded = catalogStatus?.embedded;
  if (embedded && embedded.done < embedded.total && catalogStatus?.language === "covered") {
    const text = embedded.paused
      ? t.progress.paused(embedded.paused)
      : t.progress.embedding(embedded.done, embedded.total);
    return { share: embedded.done / embedded.total, text };
  }
  return undefined;
}

/** The hair line under the header; the footer says the same in words. */
export function progressLine(shop: Shop): TemplateResult | typeof nothing {
  const work = currentWork(shop);
  return work
    ? html`<div class="progress-line" aria-hidden="true" ${cssVariables({ "--share": work.share })}></div>`
    : nothing;
}

export function progress(shop: Shop): TemplateResult {
  const work = currentWork(shop);
  const { t, encoderStatus, catalogStatus } = shop;
  if (work) return html`<span class="progress">${progressBar(work.share, work.text)}<span>${work.text}</span></span>`;
  const ready = encoderStatus?.state === "ready" && catalogStatus?.language !== "words";
  return html`<span class="progress">${ready ? t.progress.ready(encoderStatus.tier) : t.progress.words}</span>`;
}

export function progressBar(share: number, label: string): TemplateResult {
  return html`<span
    class="progress-bar"
    role="progressbar"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(share * 100)}
    ${cssVariables({ "--share": share })}
  ></span>`;
}

function percent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
}
