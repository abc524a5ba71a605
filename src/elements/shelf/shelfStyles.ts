import { css } from "lit";

/**
 * One grid cell holds the shop's fallback and the shelf on top of each other: what is not shown is invisible but keeps
 * its size, so nothing below the shelf ever moves. Skeletons have the boxes of real cards.
 */
export const shelfStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    --_card: var(--aisle-card-width, clamp(150px, 42cqi, 216px));
    --_gap: var(--aisle-gap, clamp(12px, 2.2cqi, 20px));
    --_font-size: var(--aisle-font-size, 0.9375rem);
  }
  :host([state="gone"]) {
    display: none;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .stack > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }
  .unseen {
    visibility: hidden;
  }
  section:focus {
    outline: none;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    min-block-size: 44px;
    margin-block-end: 12px;
  }
  h2 {
    margin: 0;
    font-size: var(--aisle-heading-size, clamp(1.25rem, 1rem + 1.2cqi, 1.625rem));
    font-weight: 650;
    line-height: 1.2;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .controls {
    display: flex;
    gap: 8px;
    flex: none;
  }
  .round {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: 50%;
    background: var(--_surface);
    cursor: pointer;
  }
  .round svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .round[aria-disabled="true"] {
    color: var(--_muted);
    opacity: 0.45;
    cursor: default;
  }
  .mirror {
    display: grid;
  }
  .mirror:dir(rtl) {
    transform: scaleX(-1);
  }

  ul {
    list-style: none;
    margin: 0;
    /* Room for focus rings, which an overflowing list would clip. */
    padding: 4px;
    margin-inline: -4px;
  }
  .carousel {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: var(--_card);
    gap: var(--_gap);
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scroll-snap-type: x proximity;
    scroll-padding-inline: 4px;
    scrollbar-width: none;
  }
  .carousel::-webkit-scrollbar {
    display: none;
  }
  .carousel > li {
    scroll-snap-align: start;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(var(--_card), 100%), 1fr));
    gap: calc(var(--_gap) * 1.4) var(--_gap);
  }
  .waiting {
    overflow: hidden;
  }

  li {
    position: relative;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    font-size: var(--_font-size);
  }
  .media {
    position: relative;
    aspect-ratio: var(--aisle-image-ratio, 1);
    border-radius: var(--_radius);
    background: var(--_tint);
    overflow: hidden;
  }
  .body {
    display: flex;
    flex-direction: column;
    flex: 1;
    gap: 3px;
    padding-block-start: 10px;
    /* Brand, two lines of title, price: the same in every card and in every skeleton. */
    min-block-size: calc(1.3 * 0.75rem + 2.7 * var(--_font-size) + 1.4 * 1.0625 * var(--_font-size) + 22px);
  }
  .brand {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-size: 0.75rem;
    line-height: 1.3;
    color: var(--_muted);
  }
  .link {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    line-height: 1.35;
    text-align: start;
    text-decoration: none;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .price {
    margin-block-start: auto;
    padding-block-start: 3px;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 7px;
    font-size: 1.0625em;
    font-weight: 650;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }
  .because {
    position: relative;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 5px;
    inline-size: 100%;
    min-block-size: 28px;
    margin-block-start: 2px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--_muted);
    font-size: 0.78125rem;
    line-height: 1.35;
    text-align: start;
    cursor: pointer;
  }
  .round:not([aria-disabled="true"]):hover {
    background: var(--_tint);
  }
  .empty {
    align-self: center;
    justify-self: center;
    max-inline-size: 44ch;
    margin: 0;
    padding: 24px;
    text-align: center;
    text-wrap: balance;
    color: var(--_muted);
  }
  .blank {
    border-radius: 5px;
    background: var(--_tint);
    color: transparent;
    inline-size: 85%;
  }
  .blank.short {
    inline-size: 45%;
  }
  /* A phone shows three cards at most; the layout of the others would be for nobody. */
  @container (width < 450px) {
    .carousel.waiting > li:nth-child(n + 4) {
      display: none;
    }
  }
  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: no-preference) {
    .carousel {
      scroll-behavior: smooth;
    }
    .waiting {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.55;
      }
    }
  }
`;
