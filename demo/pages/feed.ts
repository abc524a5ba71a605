import { html, nothing, type TemplateResult } from "lit";
import type { RowProblem } from "../../src/index";
import { icons } from "../parts/icons";
import { progressBar } from "../parts/progress";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

const ACCEPT = ".xml,.csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz";

export function feedPage(shop: Shop): Page {
  let over = false;
  let address = "";

  const take = (file: File | undefined) => {
    if (file) void shop.openFeed(file);
  };
  const drag = (next: boolean) => (event: DragEvent) => {
    event.preventDefault();
    over = next;
    shop.update();
  };

  return {
    title: () => shop.t.feed.title,
    render() {
      const { t, feed } = shop;
      const busy = feed.phase === "reading" || feed.phase === "fetching";
      return html`<div class="wrap feed">
        <h1 class="page-title" tabindex="-1">${t.feed.title}</h1>
        <p class="lead">${t.feed.lead}</p>
        <div class="feed-body">
          <div>
            <div
              class="drop ${over ? "is-over" : ""}"
              @dragenter=${drag(true)}
              @dragover=${drag(true)}
              @dragleave=${drag(false)}
              @drop=${(event: DragEvent) => {
                drag(false)(event);
                take(event.dataTransfer?.files[0]);
              }}
            >
              ${icons.upload()}
              <p class="drop-title">${t.feed.drop}</p>
              <p class="muted">${t.feed.or}</p>
              <label class="button">
                ${t.feed.choose}
                <input
                  type="file"
                  class="visually-hidden"
                  accept=${ACCEPT}
                  ?disabled=${busy}
                  @change=${(event: Event) => {
                    const input = event.target as HTMLInputElement;
                    take(input.files?.[0]);
                    // The same file may be chosen again after it was changed.
                    input.value = "";
                  }}
                />
              </label>
              <p class="muted drop-formats">${t.feed.formats}</p>
            </div>
            <form
              class="feed-url"
              @submit=${(event: Event) => {
                event.preventDefault();
                void shop.fetchFeed(address.trim());
              }}
            >
              <label>
                <span class="label">${t.feed.url}</span>
                <input
                  type="url"
                  required
                  placeholder="https://"
                  aria-describedby="feed-url-help"
                  @input=${(event: Event) => {
                    address = (event.target as HTMLInputElement).value;
                  }}
                />
              </label>
              <button type="submit" class="button button--plain" ?disabled=${busy}>${t.feed.fetch}</button>
              <p id="feed-url-help" class="feed-url-help muted">${t.feed.urlHelp}</p>
            </form>
            <p class="sample">
              ${t.feed.sample}
              <button type="button" class="link-button" @click=${() => void downloadSample(shop)}>${t.feed.sampleLink}</button>
            </p>
          </div>
          <section class="panel feed-state" aria-live="polite" aria-busy=${busy}>${state(shop)}</section>
        </div>
      </div>`;
    },
  };
}

function state(shop: Shop): TemplateResult {
  const { t, feed, catalogue } = shop;
  switch (feed.phase) {
    case "fetching":
      return html`<p class="feed-now">${t.feed.fetching}</p>`;
    case "reading":
      return html`<p class="feed-now">${t.feed.reading(feed.rows)}</p>
        <span class="progress-bar is-endless" aria-hidden="true"></span>`;
    case "failed":
      return html`<h2 class="feed-title">${t.feed.failed}</h2>
        <p>${feed.reason}</p>`;
  }
  const own = catalogue.kind === "own";
  return html`<h2 class="feed-title">${t.feed.using(own ? catalogue.name : t.feed.demoName)}</h2>
    <p>${t.feed.ready(t.items(catalogue.products.length), t.home.aisleCount(catalogue.departments.length))}</p>
    ${embedding(shop)}
    <p class="feed-actions">
      <a class="button" href=${links.home}>${t.feed.visit}</a>
      ${own ? html`<button type="button" class="button button--plain" @click=${() => shop.openDemo()}>${t.feed.back}</button>` : nothing}
    </p>
    ${
      feed.phase === "ready"
        ? feed.rejected.length + feed.repaired.length === 0
          ? html`<p class="muted">${t.feed.nothingWrong}</p>`
          : html`${problems(shop, t.feed.rejected, feed.rejected)} ${problems(shop, t.feed.repaired, feed.repaired)}`
        : nothing
    }`;
}

function embedding(shop: Shop): TemplateResult | typeof nothing {
  const { t, catalogStatus } = shop;
  if (!catalogStatus || catalogStatus.embedded.total === 0) return nothing;
  if (catalogStatus.language === "words") return html`<p class="hint">${t.feed.byWords}</p>`;
  const { done, total } = catalogStatus.embedded;
  return html`<p class="embedding">
    <span class="label">${t.feed.embedding}</span>
    ${progressBar(done / total, t.feed.embedding)}
    <span class="muted">${t.feed.embedded(done, total)}</span>
  </p>`;
}

function problems(shop: Shop, caption: string, rows: readonly RowProblem[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  const { t } = shop;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption>${caption}</caption>
      <thead>
        <tr><th scope="col">${t.feed.reason}</th><th scope="col">${t.feed.count}</th><th scope="col">${t.feed.examples}</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ code, count, examples }) =>
            html`<tr>
              <th scope="row">${t.problemText[code] ?? code}</th>
              <td class="number">${count.toLocaleString(t.locale)}</td>
              <td>${examples.map((example) => html`<code>${example}</code>`)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** This shop's own catalogue as a Merchant Center feed, made here. */
async function downloadSample(shop: Shop): Promise<void> {
  const [{ loadCatalogue }, { toMerchantXml }] = await Promise.all([
    import("../data/catalogue"),
    import("../data/merchantXml"),
  ]);
  const url = URL.createObjectURL(new Blob([toMerchantXml(await loadCatalogue())], { type: "application/xml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = shop.t.feed.sampleLink;
  link.click();
  // The download has taken its own hold of the data by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
