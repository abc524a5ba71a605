/** Words of the elements: English and Chinese are built in, every one can be replaced through `labels`. */

export interface LabelSet<T> {
  readonly en: T;
  readonly zh: T;
}

/** The set for a BCP 47 locale (English when the language is not built in), with the shop's own words on top. */
export function pickLabels<T extends object>(set: LabelSet<T>, locale: string, own?: Partial<T>): T {
  const base = /^zh\b/i.test(locale) ? set.zh : set.en;
  return own ? { ...base, ...own } : base;
}

/** The language of the page at this element, as a locale that `Intl` accepts. */
export function localeOf(element: Element): string {
  for (let node: Element | null = element; node; node = parentAcrossShadow(node)) {
    const lang = node.getAttribute("lang");
    if (lang && isLocale(lang)) return lang;
  }
  return navigator.language || "en";
}

function parentAcrossShadow(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function isLocale(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length === 1;
  } catch {
    return false;
  }
}
