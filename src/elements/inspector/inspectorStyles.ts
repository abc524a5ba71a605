import { css } from "lit";

/** A dock at the side of a wide page, a sheet at the bottom of a narrow one. */
export const inspectorStyles = css`
  :host {
    --_font: var(--aisle-font, system-ui, sans-serif);
    font-size: 0.8125rem;
    line-height: 1.45;
  }
  code {
    font-family: ui-monospace, "SF Mono", Menlo, monospace;
    font-size: 0.95em;
  }
  .launcher {
    position: fixed;
    z-index: 2147482000;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    min-block-size: 44px;
    padding-inline: 18px;
    border-radius: 99px;
    box-shadow: 0 4px 18px rgb(0 0 0 / 0.18);
  }
  aside {
    position: fixed;
    z-index: 2147482001;
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: min(440px, 100vw);
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    border-inline-start: 1px solid var(--_line);
    background: var(--_surface);
    box-shadow: 0 0 40px rgb(0 0 0 / 0.16);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 12px 12px 8px 16px;
  }
  header h2 {
    font-size: 0.9375rem;
    font-weight: 650;
  }
  header .chip:first-of-type {
    margin-inline-start: auto;
  }
  header button {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border-color: transparent;
    border-radius: 50%;
  }
  header button svg {
    inline-size: 18px;
    block-size: 18px;
  }
  [role="tablist"] {
    display: flex;
    padding-inline: 8px;
    border-block-end: 1px solid var(--_line);
  }
  [role="tab"] {
    position: relative;
    flex: 1;
    min-block-size: 40px;
    padding-inline: 4px;
    border: 0;
    border-radius: 8px 8px 0 0;
    background: none;
    color: var(--_muted);
  }
  [role="tab"][aria-selected="true"] {
    color: var(--_text);
  }
  [role="tab"][aria-selected="true"]::after {
    content: "";
    position: absolute;
    inset: auto 12px -1px;
    block-size: 2px;
    border-radius: 2px;
    background: var(--_accent);
  }
  [role="tabpanel"] {
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 14px 16px 24px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  [role="tabpanel"]:focus-visible,
  [role="tab"]:focus-visible {
    outline-offset: -2px;
  }
  [role="tabpanel"] > h3:not(:first-child) {
    margin-block-start: 10px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--_line);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .chip.strong {
    background: color-mix(in srgb, var(--_accent) 16%, var(--_surface));
  }
  .chip.negative {
    background: color-mix(in srgb, var(--_sale) 14%, var(--_surface));
  }
  .chip.plain-act {
    background: color-mix(in srgb, var(--_accent) 6%, var(--_tint));
  }

  .events li {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr);
    align-items: baseline;
    gap: 0 8px;
    padding-block: 6px;
    border-block-end: 1px solid var(--_line);
  }
  .events time {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    font-size: 0.75rem;
  }
  .events .subject {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .events .details {
    grid-column: 2 / -1;
  }
  .events .details:empty {
    display: none;
  }

  .shelf {
    border: 1px solid var(--_line);
    border-radius: 10px;
  }
  .shelf summary {
    display: flex;
    gap: 8px;
    align-items: baseline;
    padding: 9px 12px;
    border-radius: 10px;
    cursor: pointer;
  }
  .shelf summary span,
  .shelf summary time {
    color: var(--_muted);
  }
  .shelf summary time {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }
  .shelf ol > li {
    padding: 10px 12px;
    border-block-start: 1px solid var(--_line);
  }
  .item-name {
    display: flex;
    justify-content: space-between;
    gap: 10px;
    font-weight: 550;
  }
  .parts {
    display: block;
    margin-block: 6px;
    border-radius: 5px;
    background: var(--_tint);
  }
  .parts:dir(rtl) {
    transform: scaleX(-1);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    color: var(--_muted);
    font-size: 0.75rem;
  }
  .legend .minus {
    color: var(--_sale);
  }
  .reasons {
    margin-block-start: 4px;
  }
  .signal-text {
    fill: #5b57d9;
  }
  .signal-vectors {
    fill: #e8604c;
  }
  .signal-words {
    fill: #2f8fd0;
  }
  .signal-behaviour {
    fill: #0d9488;
  }
  .signal-habit {
    fill: #65a30d;
  }
  .signal-popularity {
    fill: #d97706;
  }
  .signal-freshness {
    fill: #16a34a;
  }
  .signal-category {
    fill: #c026d3;
  }
  .signal-brand {
    fill: #e11d66;
  }
  .signal-price {
    fill: #7c8799;
  }
  .signal-query {
    fill: #0891b2;
  }
  .signal-recency {
    fill: #a16207;
  }
  .signal-rule {
    fill: #475569;
  }

  .facts {
    display: grid;
    gap: 5px;
  }
  .facts > div {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    gap: 12px;
  }
  .facts dt {
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .facts dd {
    margin: 0;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .progress {
    display: grid;
    gap: 4px;
  }
  .progress > span {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  .progress > span > span {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  progress {
    appearance: none;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--_tint);
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: var(--_tint);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }
  .problems summary {
    cursor: pointer;
    padding-block: 4px;
  }
  .choice legend {
    float: inline-start;
    min-inline-size: 70px;
    padding-block: 5px;
    color: var(--_muted);
  }
  .plain-list {
    display: grid;
    gap: 6px;
  }
  .degraded {
    display: grid;
    gap: 3px;
    justify-items: start;
  }

  @media (max-width: 640px) {
    aside {
      inset-block: auto 0;
      inset-inline: 0;
      inline-size: auto;
      block-size: min(72dvh, 620px);
      border-inline-start: 0;
      border-start-start-radius: 18px;
      border-start-end-radius: 18px;
    }
    aside::before {
      content: "";
      flex: none;
      align-self: center;
      inline-size: 36px;
      block-size: 4px;
      margin-block-start: 8px;
      border-radius: 2px;
      background: var(--_line);
    }
    header {
      padding-block-start: 6px;
    }
    button {
      min-block-size: 40px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    aside {
      animation: arrive 0.22s cubic-bezier(0.2, 0.8, 0.3, 1);
    }
    @keyframes arrive {
      from {
        transform: translateY(12px);
        opacity: 0;
      }
    }
    .chip {
      transition: background 0.2s;
    }
  }
`;
