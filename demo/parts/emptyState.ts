import { html, nothing, type TemplateResult } from "lit";

export function emptyState(title: string, help: string, action?: TemplateResult): TemplateResult {
  return html`<div class="empty">
    <h1 class="empty-title" tabindex="-1">${title}</h1>
    <p>${help}</p>
    ${action ?? nothing}
  </div>`;
}
