import type { StartSource } from "./captureHost";

/** Query parameters of a results page: the five that GA4's enhanced measurement reads. */
const PARAMETERS = ["q", "s", "search", "query", "keyword"] as const;
const NAMES = new Set([...PARAMETERS, "search_term", "keywords", "searchterm", "search_query"]);
const MAX_CHARACTERS = 200;

/** `search` when words are sent off in a search box, and `view_search_results` on a page whose address holds them. */
export const searchBox: StartSource = (host, { searchSelector }) => {
  let last: string | undefined;
  const tell = (name: "search" | "view_search_results", value: string | null | undefined) => {
    const text = searchText(value);
    if (text === undefined || !host.allowed() || (text === last && name === "search")) return;
    last = text;
    host.count("searchBox", []);
    host.track(name, { search_term: text });
  };
  const isBox = (element: unknown): element is HTMLInputElement =>
    element instanceof HTMLInputElement && (looksLikeSearch(element) || matches(element, searchSelector));

  const onSubmit = (event: Event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    tell("search", [...form.elements].find(isBox)?.value);
  };
  // Boxes that answer while one types have nothing to submit: leaving the box, or Enter, is the shopper's full stop.
  const onChange = (event: Event) => {
    const [element] = event.composedPath();
    if (isBox(element)) tell("search", element.value);
  };
  const readAddress = () => {
    const parameters = new URLSearchParams(location.search);
    const name = PARAMETERS.find((known) => parameters.get(known));
    if (name) tell("view_search_results", parameters.get(name));
  };

  document.addEventListener("submit", onSubmit, { capture: true });
  document.addEventListener("change", onChange, { capture: true });
  const leaves = [host.onNavigate(readAddress), host.onAllowed(readAddress)];
  readAddress();
  return () => {
    document.removeEventListener("submit", onSubmit, { capture: true });
    document.removeEventListener("change", onChange, { capture: true });
    for (const leave of leaves) leave();
  };
};

/** Words worth remembering; an e-mail address, or a number as long as an order's or a card's, is not. */
export function searchText(value: string | null | undefined): string | undefined {
  const text = value?.replace(/\s+/g, " ").trim().slice(0, MAX_CHARACTERS);
  if (!text || /\S@\S/.test(text) || /(?:\d[ -]?){9,}/.test(text)) return undefined;
  return text;
}

function looksLikeSearch(input: HTMLInputElement): boolean {
  if (input.type === "search") return true;
  if (input.type !== "text") return false;
  return (
    input.closest("search, [role=search]") !== null || input.role === "searchbox" || NAMES.has(input.name.toLowerCase())
  );
}

/** A selector that the browser cannot read matches nothing. */
function matches(element: Element, selector: string | undefined): boolean {
  try {
    return selector !== undefined && element.matches(selector);
  } catch {
    return false;
  }
}
