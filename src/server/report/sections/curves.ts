import { curveChart } from "../charts";
import { html } from "../markup";
import type { Report } from "../report";
import type { Section } from "./section";

export function curvesSection({ curves = [] }: Report): Section | undefined {
  if (curves.length === 0) return undefined;
  return {
    id: "curves",
    title: "Training",
    body: html`<div class="grid">
      ${curves.map(
        (curve) => html`<figure>
          <figcaption>${curve.name}</figcaption>
          ${curveChart(curve)}
          ${curve.note && html`<p class="protocol">${curve.note}</p>`}
        </figure>`,
      )}
    </div>`,
  };
}
