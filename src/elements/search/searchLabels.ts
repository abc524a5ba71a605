import type { LabelSet } from "../labels";

export interface SearchLabels {
  readonly label: string;
  readonly placeholder: string;
  readonly submit: string;
  readonly suggestions: string;
  /** Spoken when the suggestions have changed. */
  readonly found: (count: number) => string;
  readonly nothing: (text: string) => string;
  readonly all: (text: string) => string;
}

export const searchLabels: LabelSet<SearchLabels> = {
  en: {
    label: "Search the shop",
    placeholder: "What are you looking for?",
    submit: "Search",
    suggestions: "Suggestions",
    found: (count) => (count === 1 ? "1 suggestion" : `${count} suggestions`),
    nothing: (text) => `Nothing found for “${text}”`,
    all: (text) => `All results for “${text}”`,
  },
  zh: {
    label: "搜索本店",
    placeholder: "想找什么？",
    submit: "搜索",
    suggestions: "建议",
    found: (count) => `${count} 条建议`,
    nothing: (text) => `没有找到“${text}”`,
    all: (text) => `“${text}”的全部结果`,
  },
};
