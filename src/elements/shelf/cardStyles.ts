import { css } from "lit";

/**
 * What a card adds to the boxes of its skeleton, and the panel that covers it while "why this?" is open.
 *
 * Said here, because comments within are downloaded: `.sale` is left to right, since "−25%" reads the same in every
 * direction. The whole card is the target of `.link`; buttons lie above it. `plaintext`: a title in another direction than
 * the page keeps its own, so that its end is what is cut. Touch has no hover to reveal the corner button; "why this?"
 * offers the same there.
 */
export const cardStyles = css`
  img,
  .media > svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--aisle-image-fit, cover);
  }
  .initial {
    display: grid;
    place-items: center;
    block-size: 100%;
    font-size: 2.75em;
    font-weight: 600;
    color: var(--_muted);
    opacity: 0.6;
  }
  .badges {
    position: absolute;
    inset-block-start: 10px;
    inset-inline: 10px 46px;
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    pointer-events: none;
  }
  .badge {
    padding: 3px 8px;
    border-radius: 99px;
    background: var(--_surface);
    color: var(--_text);
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.35;
  }
  .badge.sale {
    direction: ltr;
    unicode-bidi: isolate;
    background: var(--_sale);
    color: var(--_surface);
  }
  .sold img,
  .sold .media > svg {
    opacity: 0.5;
  }
  .link::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: var(--_radius);
  }
  .link:focus-visible {
    outline: none;
  }
  .link:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .reduced {
    color: var(--_sale);
  }
  s {
    font-size: 0.8125rem;
    font-weight: 400;
    color: var(--_muted);
  }
  .dismiss {
    position: absolute;
    z-index: 2;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    inline-size: 32px;
    block-size: 32px;
    border-color: transparent;
  }
  .dismiss svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .because svg {
    flex: none;
    inline-size: 14px;
    block-size: 14px;
    color: var(--_accent);
  }
  .because span,
  .why p {
    unicode-bidi: plaintext;
    text-align: start;
  }
  .because span {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .because:hover span {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .why {
    position: absolute;
    z-index: 3;
    inset: 0;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: clamp(10px, 1.6cqi, 14px);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: auto;
    font-size: 0.8125rem;
    line-height: 1.4;
  }
  .why p {
    margin: 0;
    padding-inline-end: 28px;
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .why dl {
    display: grid;
    gap: 7px;
    margin: 0;
  }
  .why dt {
    display: flex;
    justify-content: space-between;
    gap: 6px;
    font-size: 0.75rem;
    color: var(--_muted);
  }
  .why dt span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .why dd {
    margin: 2px 0 0;
  }
  .why dd svg {
    display: block;
    inline-size: 100%;
    block-size: 5px;
    border-radius: 3px;
    background: var(--_tint);
  }
  .why dd svg:dir(rtl) {
    transform: scaleX(-1);
  }
  .why rect {
    fill: var(--_accent);
  }
  .why .plain {
    flex: none;
    margin-block-start: auto;
    min-block-size: 32px;
    white-space: nowrap;
    padding: 4px 10px;
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: none;
    font-weight: 550;
    cursor: pointer;
  }
  .why .plain:hover {
    background: var(--_tint);
  }
  @media (hover: none) {
    .dismiss:not(.close) {
      display: none;
    }
  }
  @media (hover: hover) {
    .dismiss {
      opacity: 0;
    }
    li:hover .dismiss,
    li:focus-within .dismiss {
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    img {
      transition: transform 0.35s cubic-bezier(0.2, 0.7, 0.3, 1);
    }
    li:hover img {
      transform: scale(1.03);
    }
    .dismiss {
      transition: opacity 0.15s;
    }
  }
  @media (forced-colors: active) {
    .why rect {
      fill: CanvasText;
    }
    .badge {
      border: 1px solid;
    }
  }
`;
