export const PAGES: readonly { readonly file: string; readonly title: string; readonly group: string }[];
export function renderPage(page: {
  readonly file: string;
  readonly markdown: string;
  readonly version: string;
}): string;
export function anchorOf(heading: string): string;
