import { html, svg, type TemplateResult } from "lit";

const icon = (shape: TemplateResult<2>): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const icons = {
  search: () => icon(svg`<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>`),
  cart: () =>
    icon(
      svg`<path d="M3 4h2.6l2.2 11.2h10.4L20.4 8H6.4"/><circle cx="9" cy="19.4" r="1.3"/><circle cx="17" cy="19.4" r="1.3"/>`,
    ),
  heart: () =>
    icon(
      svg`<path class="icon-fill" d="M12 20S3.8 15.2 3.8 9.3A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8.2 2.3C20.2 15.2 12 20 12 20z"/>`,
    ),
  person: () => icon(svg`<circle cx="12" cy="8.2" r="3.9"/><path d="M4.6 20c.6-4 3.5-6 7.4-6s6.8 2 7.4 6"/>`),
  menu: () => icon(svg`<path d="M4 7h16M4 12h16M4 17h16"/>`),
  close: () => icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
  sun: () =>
    icon(
      svg`<circle cx="12" cy="12" r="4"/><path d="M12 2.800v2.400M12 18.800v2.400M2.8 12h2.400M18.8 12h2.400M5.5 5.500l1.7 1.700M16.8 16.800l1.7 1.700M18.5 5.500l-1.7 1.700M7.2 16.800l-1.7 1.7"/>`,
    ),
  moon: () => icon(svg`<path d="M19.8 14.400A8.2 8.2 0 0 1 9.6 4.200a8.2 8.2 0 1 0 10.2 10.200z"/>`),
  auto: () =>
    icon(svg`<circle cx="12" cy="12" r="8.2"/><path class="icon-fill" d="M12 3.800a8.2 8.2 0 0 1 0 16.400z"/>`),
  star: () =>
    icon(svg`<path class="icon-fill" d="m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z"/>`),
  arrow: () => icon(svg`<path d="M5 12h14M13 6l6 6-6 6"/>`),
  upload: () => icon(svg`<path d="M12 16V4M7 9l5-5 5 5M4 16v3.200h16V16"/>`),
  gauge: () => icon(svg`<path d="M4 17a8.5 8.5 0 1 1 16 0M12 15l4-5"/>`),
  check: () => icon(svg`<path d="m5 12.5 4.5 4.500L19 7.5"/>`),
} as const;
