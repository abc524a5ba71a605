import { html, type Markup } from "../markup";

/** A part of the page with a heading that the navigation leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

export function term(name: string, value: string, note?: string): Markup {
  return html`<div class="tile"><dt>${name}</dt><dd>${value}${note && html`<small>${note}</small>`}</dd></div>`;
}

/** A table that scrolls sideways on a phone instead of squeezing; the first column names the row. */
export function dataTable(
  head: readonly string[],
  rows: readonly { readonly cells: readonly (Markup | string)[]; readonly className?: string }[],
  caption?: string,
): Markup {
  return html`<div class="scroll" tabindex="0"><table>
    ${caption && html`<caption>${caption}</caption>`}
    <thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>
      ${rows.map(
        ({ cells, className }) => html`<tr class="${className ?? ""}">
          <th scope="row">${cells[0]}</th>${cells.slice(1).map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
