/** HTML as text, in which every value is escaped unless it is markup itself. */

export interface Markup {
  readonly markup: string;
}

type Value = Markup | string | number | undefined | false | readonly Value[];

/** `html\`<b>${title}</b>\``: strings and numbers are escaped, lists joined, `undefined` and `false` left out. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: parts.reduce((text, part, i) => text + rendered(values[i - 1]) + part) };
}

/** Markup made elsewhere, such as a chart. */
export function trusted(markup: string): Markup {
  return { markup };
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function rendered(value: Value): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return escaped(String(value));
  return "markup" in value ? value.markup : (value as readonly Value[]).map(rendered).join("");
}
