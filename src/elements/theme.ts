import { css } from "lit";

/**
 * Colours and shape shared by the elements. Each reads a public `--aisle-*` property first. `light-dark()` follows the
 * `color-scheme` of the page, so a shop without a dark design never gets dark cards on a dark phone.
 */
export const theme = css`
  :host {
    --_text: var(--aisle-text, light-dark(#1c1b1f, #eceaf0));
    --_muted: var(--aisle-muted, light-dark(#615d69, #aaa6b3));
    --_surface: var(--aisle-surface, light-dark(#fff, #1d1c22));
    --_tint: var(--aisle-tint, light-dark(#f3f1ee, #29272f));
    --_line: var(--aisle-line, light-dark(#e3e0dc, #3a3842));
    --_accent: var(--aisle-accent, light-dark(#3d3ac2, #b3b1ff));
    --_on-accent: var(--aisle-on-accent, light-dark(#fff, #17162e));
    --_sale: var(--aisle-sale, light-dark(#b3261e, #ff9d94));
    --_radius: var(--aisle-radius, 14px);
    --_font: var(--aisle-font, inherit);
    color: var(--_text);
    font-family: var(--_font);
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  [hidden] {
    display: none !important;
  }
  button {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`;
