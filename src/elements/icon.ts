import { html, svg, type TemplateResult } from "lit";

export const CROSS = "M6 6l12 12M18 6L6 18";

/** A line drawing on a 24 by 24 grid, from one SVG path; decorative, so the button around it carries the name. */
export function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;
}
