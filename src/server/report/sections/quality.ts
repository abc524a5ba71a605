import { barChart, metricChart } from "../charts";
import { html, type Markup } from "../markup";
import { count, interval, metric, metricName, signed } from "../numbers";
import type { Attempt, BlendReport, Choice, MetricRow, MetricTable, Report } from "../report";
import { dataTable, type Section } from "./section";

export function qualitySection({ tables = [] }: Report): Section | undefined {
  if (tables.length === 0) return undefined;
  return { id: "quality", title: "Quality beside baselines", body: html`${tables.map((table) => metricTable(table))}` };
}

export function slicesSection({ slices = [] }: Report): Section | undefined {
  if (slices.length === 0) return undefined;
  return { id: "slices", title: "For whom", body: html`${slices.map((table) => metricTable(table))}` };
}

function metricTable(table: MetricTable): Markup {
  const [first] = table.metrics;
  const differs = table.rows.some(({ differences }) => differences?.[first]);
  const hasCases = table.rows.some(({ cases }) => cases !== undefined);
  const best = new Map(
    table.metrics.map((name) => [name, Math.max(...table.rows.map(({ values }) => values[name] ?? Number.NaN))]),
  );
  const head = [
    "",
    ...(hasCases ? ["cases"] : []),
    ...table.metrics.map(metricName),
    ...(differs ? [`Aisle's gain in ${metricName(first)}, 95%`] : []),
  ];
  const cellsOf = (row: MetricRow) => [
    html`${row.name}${row.note && html`<small>${row.note}</small>`}`,
    ...(hasCases ? [row.cases === undefined ? "" : count(row.cases)] : []),
    ...table.metrics.map((name) => value(row, name, best.get(name))),
    ...(differs ? [gain(row.differences?.[first])] : []),
  ];
  return html`<article>
    <h3>${table.name}</h3>
    <p class="protocol">${table.protocol} ${count(table.cases)} cases.</p>
    ${table.rows.some(({ values }) => Number.isFinite(values[first])) && html`<figure>${metricChart(table, first)}</figure>`}
    ${dataTable(
      head,
      table.rows.map((row) => ({ cells: cellsOf(row), className: row.kind })),
    )}
  </article>`;
}

function value(row: MetricRow, name: string, best: number | undefined): Markup | string {
  const found = row.values[name];
  if (found === undefined || !Number.isFinite(found)) return "–";
  return found === best ? html`<b>${metric(found)}</b>` : metric(found);
}

/** Clear of zero, or not: the eye should not have to compare signs. */
function gain(
  difference: { readonly mean: number; readonly low: number; readonly high: number } | undefined,
): Markup | string {
  if (!difference) return "";
  const verdict = difference.low > 0 ? "good" : difference.high < 0 ? "bad" : "even";
  return html`<span class="gain ${verdict}">${interval(difference)}</span>`;
}

export function blendSection({ blends = [] }: Report): Section | undefined {
  if (blends.length === 0) return undefined;
  return {
    id: "blend",
    title: "What decides a shelf",
    body: html`<p class="protocol">
        Each signal is measured in units of its own spread over the catalogue; its weight says how many of these units
        it may add. Weights were chosen on validation.
      </p>
      <div class="grid">${blends.map(blend)}</div>`,
  };
}

function blend({ placement, terms }: BlendReport): Markup {
  const sorted = terms.toSorted((a, b) => b.weight - a.weight);
  const bars = sorted.map(({ name, weight }) => ({ name, value: weight, text: weight.toFixed(3) }));
  const losses = sorted.filter(({ loss }) => loss);
  return html`<article>
    <h3>${placement}</h3>
    <figure>${barChart(`Weights of ${placement}`, bars)}</figure>
    ${
      losses.length > 0 &&
      dataTable(
        ["", "left out, validation loses"],
        losses.map(({ name, loss }) => ({ cells: [name, loss ? interval(loss) : ""] })),
      )
    }
  </article>`;
}

export function choicesSection({ choices = [], notWon = [] }: Report): Section | undefined {
  if (choices.length === 0 && notWon.length === 0) return undefined;
  return {
    id: "choices",
    title: "What was tried",
    body: html`${choices.length > 0 && choiceTable(choices)}${notWon.length > 0 && attemptTable(notWon)}`,
  };
}

function choiceTable(choices: readonly Choice[]): Markup {
  const triedOf = ({ tried }: Choice) =>
    tried.map(({ value, quality }) => (quality === undefined ? value : `${value} (${metric(quality)})`)).join(", ");
  return html`<article>
    <h3>Chosen on validation</h3>
    ${dataTable(
      ["", "chosen", "among"],
      choices.map((choice) => ({
        cells: [choice.name, html`<b>${choice.chosen}</b>`, html`<span class="wrap">${triedOf(choice)}</span>`],
      })),
    )}
  </article>`;
}

function attemptTable(attempts: readonly Attempt[]): Markup {
  return html`<article>
    <h3>Did not win</h3>
    <p class="protocol">With the winner's budget, and judged on validation; differences are to what ships.</p>
    ${dataTable(
      ["", "budget", "metric", "difference, 95%"],
      attempts.map(({ name, text, budget, metric: by, difference }) => ({
        cells: [
          html`${name}<small>${text}</small>`,
          html`<span class="wrap">${budget}</span>`,
          metricName(by),
          difference.low === difference.high ? signed(difference.mean) : interval(difference),
        ],
      })),
    )}
  </article>`;
}
