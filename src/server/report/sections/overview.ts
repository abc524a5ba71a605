import { html, type Markup } from "../markup";
import { bytes, count, day, metric, metricName, percent } from "../numbers";
import type { MetricTable, Report } from "../report";
import { term } from "./section";

/** The page's head: what it is about, whether it was published, and the figures that decide. */
export function overview(report: Report): Markup {
  const { title, buildId, asOf, summary, gate } = report;
  return html`<header class="overview">
    <p class="eyebrow">Aisle report</p>
    <h1>${title}</h1>
    <p class="meta">
      ${gate && html`<span class="chip ${gate.passed ? "good" : "bad"}">${verdict(report)}</span>`}
      <span>data up to ${day(asOf)}</span>
      ${buildId && html`<span>build <code>${buildId}</code></span>`}
    </p>
    ${summary && html`<p class="summary">${summary}</p>`}
    <dl class="tiles">${tiles(report)}</dl>
    ${gate && gateList(report)}
  </header>`;
}

function verdict({ gate }: Report): string {
  if (gate?.passed) return "Passed the quality gate";
  return gate?.forced === undefined ? "Refused by the quality gate" : "Published by force";
}

function gateList({ gate }: Report): Markup {
  const failed = gate?.checks.filter(({ passed }) => !passed).length ?? 0;
  return html`<details class="gate" ${failed > 0 ? html`open` : ""}>
    <summary>${gate?.checks.length ?? 0} checks of the quality gate, ${failed === 0 ? "all passed" : `${failed} failed`}</summary>
    ${gate?.forced && html`<p><strong>Forced:</strong> ${gate.forced}</p>`}
    <ul class="checks">
      ${gate?.checks.map(
        (check) =>
          html`<li class="${check.passed ? "good" : "bad"}"><strong>${check.name}</strong> ${check.detail}</li>`,
      )}
    </ul>
  </details>`;
}

function tiles({ data, tables = [], sizes }: Report): Markup[] {
  const found: Markup[] = [];
  const add = (name: string, value: string, note?: string) => found.push(term(name, value, note));
  for (const table of tables) {
    const tile = qualityTile(table);
    if (tile) found.push(tile);
  }
  if (data) {
    add("items", count(data.items));
    add("shoppers", count(data.shoppers));
    add("orders", count(data.orders), `${count(data.events)} events`);
  }
  if (sizes && sizes.length > 0) {
    const total = sizes.reduce((sum, size) => sum + size.bytes, 0);
    add("to download", bytes(total), `${bytes(sizes.reduce((sum, size) => sum + size.brotli, 0))} as brotli`);
  }
  return found;
}

/** Ours beside the best of the others, in the metric that decides. */
function qualityTile(table: MetricTable): Markup | undefined {
  const [name] = table.metrics;
  const own = table.rows.find(({ kind }) => kind === "aisle")?.values[name];
  const others = table.rows.filter(({ kind }) => kind === "baseline").sort((a, b) => b.values[name] - a.values[name]);
  if (own === undefined) return undefined;
  const [best] = others;
  const gain = best && best.values[name] > 0 ? own / best.values[name] - 1 : undefined;
  const note =
    best &&
    (gain === undefined ? best.name : `${percent(Math.abs(gain))} ${gain < 0 ? "below" : "above"} ${best.name}`);
  return term(`${metricName(name)}, ${table.name}`, metric(own), note);
}
