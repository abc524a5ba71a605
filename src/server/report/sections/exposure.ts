import { exposureChart } from "../charts";
import { html } from "../markup";
import { percent } from "../numbers";
import type { Report } from "../report";
import { dataTable, type Section } from "./section";

export function exposureSection({ exposure = [] }: Report): Section | undefined {
  if (exposure.length === 0) return undefined;
  return {
    id: "exposure",
    title: "Who is shown",
    body: html`<p class="protocol">
        Share of the catalogue against share of places on shelves: a group on the left of its line is shown less than
        it stocks.
      </p>
      <p class="legend"><span class="dot muted"></span> of the catalogue <span class="dot accent"></span> of shelf places</p>
      <div class="grid">
        ${exposure.map((report) => {
          const hasDemand = report.groups.some(({ demand }) => demand !== undefined);
          return html`<figure>
            <figcaption>By ${report.of}, ${report.placement}</figcaption>
            ${exposureChart(report)}
            <details>
              <summary>Numbers</summary>
              ${dataTable(
                ["", "of the catalogue", ...(hasDemand ? ["of orders"] : []), "of shelf places"],
                report.groups.map(({ name, supply, demand, exposure: shown }) => ({
                  cells: [
                    name,
                    percent(supply),
                    ...(hasDemand ? [demand === undefined ? "–" : percent(demand)] : []),
                    percent(shown),
                  ],
                })),
              )}
            </details>
          </figure>`;
        })}
      </div>`,
  };
}
