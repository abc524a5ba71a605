import { css } from "lit";

/** The box keeps its size whatever it finds: suggestions lie over the page and never move it. */
export const searchStyles = css`
  :host {
    display: block;
    position: relative;
    min-inline-size: 0;
    font-size: var(--aisle-font-size, 0.9375rem);
  }
  form {
    display: flex;
    align-items: center;
    gap: 4px;
    block-size: 48px;
    padding-inline: 14px 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  form:focus-within {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  input {
    flex: 1;
    min-inline-size: 0;
    block-size: 100%;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
    font: inherit;
    /* Below 16 px phones zoom into the field. */
    font-size: max(16px, 1em);
    text-align: start;
  }
  input:focus-visible {
    outline: 0;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  button {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    padding: 0;
    border: 0;
    border-radius: calc(var(--_radius) - 4px);
    background: none;
    cursor: pointer;
  }
  button svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .popup {
    position: absolute;
    z-index: var(--aisle-popup-layer, 20);
    inset-block-start: calc(100% + 6px);
    inset-inline: 0;
    overflow: auto;
    max-block-size: min(70vh, 560px);
    padding: 6px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 12px 32px rgb(0 0 0 / 0.16);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 56px;
    padding: 4px 10px;
    border-radius: calc(var(--_radius) - 6px);
    cursor: pointer;
  }
  li:hover {
    background: var(--_tint);
  }
  li[aria-selected="true"] {
    background: var(--_tint);
    box-shadow: inset 0 0 0 2px var(--_accent);
  }
  img {
    inline-size: 44px;
    block-size: 44px;
    flex: none;
    border-radius: 8px;
    object-fit: var(--aisle-image-fit, cover);
    background: var(--_tint);
  }
  .words {
    flex: 1;
    min-inline-size: 0;
  }
  .title {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.35;
  }
  mark {
    background: none;
    color: inherit;
    font-weight: 650;
  }
  .brand {
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .price {
    flex: none;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .all {
    min-block-size: 44px;
    color: var(--_accent);
    font-weight: 600;
  }
  .nothing {
    margin: 0;
    padding: 14px 12px;
    color: var(--_muted);
  }
  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    li[aria-selected="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
