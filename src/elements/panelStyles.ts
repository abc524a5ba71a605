import { css } from "lit";

/** Type, buttons and facts shared by the inspector and the privacy panel. */
export const panelStyles = css`
  h2,
  h3,
  p,
  dl,
  ul,
  ol {
    margin: 0;
  }
  ul,
  ol {
    padding: 0;
    list-style: none;
  }
  h3 {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: 0.8125rem;
    font-weight: 650;
  }
  .note,
  .none,
  .details {
    color: var(--_muted);
  }
  .none {
    padding-block: 24px;
    text-align: center;
    text-wrap: balance;
  }
  .chip {
    display: inline-block;
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_tint);
    color: var(--_text);
    font-size: 0.75rem;
    font-weight: 500;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  button {
    min-block-size: 32px;
    padding: 4px 12px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_surface);
    font-weight: 550;
    cursor: pointer;
  }
  button:hover {
    background: var(--_tint);
  }
  button.text {
    padding-inline: 6px;
    border-color: transparent;
    background: none;
    color: var(--_accent);
  }
  button.danger {
    color: var(--_sale);
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choice label {
    position: relative;
    cursor: pointer;
  }
  .choice input {
    position: absolute;
    opacity: 0;
    inset: 0;
    margin: 0;
    cursor: pointer;
  }
  .choice span {
    display: block;
    padding: 5px 12px;
    border: 1px solid var(--_line);
    border-radius: 99px;
  }
  .choice input:checked + span {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .choice input:focus-visible + span {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`;
