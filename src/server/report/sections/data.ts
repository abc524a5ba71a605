import { activityChart, barChart, histogramChart } from "../charts";
import { html, type Markup } from "../markup";
import { count, day, percent } from "../numbers";
import type { DataReport, Report, RowCount } from "../report";
import { dataTable, type Section } from "./section";

export function dataSection({ data, splits = [] }: Report): Section | undefined {
  if (!data) return undefined;
  const body = html`
    <p>
      ${count(data.events)} events of ${count(data.shoppers)} shoppers on ${count(data.items)} items, from ${day(data.from)}
      to ${day(data.to)}.
    </p>
    ${data.activity && data.activity.length > 1 && html`<figure>${activityChart(data.activity)}</figure>`}
    ${files(data)}
    ${rowCounts("Left out", data.dropped)} ${rowCounts("Put right", data.repaired)}
    ${rowCounts("Filled in from elsewhere", data.filled ?? [])}
    <div class="grid">${coverage(data)}${histograms(data)}</div>
    ${
      splits.length > 0 &&
      dataTable(
        ["split", "from", "to", "events", "shoppers"],
        splits.map((split) => ({
          cells: [split.name, dayOf(split.from), dayOf(split.to), count(split.events), count(split.shoppers)],
        })),
      )
    }`;
  return { id: "data", title: "Data", body };
}

function dayOf(at: number | undefined): string {
  return at === undefined ? "–" : day(at);
}

function files({ files: list }: DataReport): Markup {
  return dataTable(
    ["file", "holds", "rows", "kept"],
    list.map((file) => ({
      cells: [
        file.name,
        file.role,
        count(file.rows),
        `${count(file.kept)} (${percent(file.rows === 0 ? 0 : file.kept / file.rows)})`,
      ],
    })),
  );
}

function rowCounts(title: string, rows: readonly RowCount[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  const sorted = rows.toSorted((a, b) => b.count - a.count);
  return html`<article>
    <h3>${title}</h3>
    ${dataTable(
      ["reason", "rows", "for example"],
      sorted.map((row) => ({
        cells: [
          html`${row.text}<small><code>${row.code}</code></small>`,
          count(row.count),
          html`<span class="wrap">${(row.examples ?? []).join(" · ")}</span>`,
        ],
      })),
    )}
  </article>`;
}

function coverage({ coverage: fields = [] }: DataReport): Markup | undefined {
  if (fields.length === 0) return undefined;
  const bars = fields.map(({ field, share }) => ({ name: field, value: share, text: percent(share) }));
  return html`<figure><figcaption>Items that have</figcaption>${barChart("Share of items with each field", bars)}</figure>`;
}

function histograms({ historyLengths = [], itemOrders = [] }: DataReport): Markup {
  const of = (caption: string, bins: typeof historyLengths, label: string) =>
    bins.length > 0 &&
    html`<figure><figcaption>${caption}</figcaption>${histogramChart(caption, bins, label)}</figure>`;
  return html`${of("Events of a shopper", historyLengths, "events")}${of("Orders of an item", itemOrders, "orders")}`;
}
