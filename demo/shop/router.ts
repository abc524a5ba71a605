/** Hash routes: the built shop works from any static host, under any base path, without server rules. */

export type Route =
  | { readonly name: "home" }
  | { readonly name: "department"; readonly slug: string; readonly query: URLSearchParams }
  | { readonly name: "product"; readonly id: string; readonly from?: string }
  | { readonly name: "cart" }
  | { readonly name: "order"; readonly id: string }
  | { readonly name: "wishlist" }
  | { readonly name: "search"; readonly text: string }
  | { readonly name: "privacy" }
  | { readonly name: "feed" }
  | { readonly name: "measure" }
  | { readonly name: "rules" }
  | { readonly name: "experiments" }
  /** `link`: the fragment that carries a profile. */
  | { readonly name: "move"; readonly link?: string }
  /** `link`: the fragment that carries a friend's taste. */
  | { readonly name: "taste"; readonly link?: string }
  | { readonly name: "offers" }
  | { readonly name: "not-found"; readonly path: string };

/** Reads `location.hash`; a hash nobody wrote becomes `not-found`, never an exception. */
export function parseRoute(hash: string): Route {
  if (/^#?aisle-profile=/.test(hash)) return { name: "move", link: hash };
  if (/^#?aisle-taste=/.test(hash)) return { name: "taste", link: hash };
  const [path, search = ""] = splitOnce(hash.replace(/^#/, ""), "?");
  const query = new URLSearchParams(search);
  const parts = path.split("/").filter((part) => part !== "");
  const argument = decode(parts[1]);
  if (parts.length === 0) return { name: "home" };
  if (parts.length === 1) {
    switch (parts[0]) {
      case "cart":
      case "wishlist":
      case "privacy":
      case "feed":
      case "measure":
      case "rules":
      case "experiments":
      case "offers":
      case "move":
      case "taste":
        return { name: parts[0] };
      case "search":
        return { name: "search", text: (query.get("q") ?? "").slice(0, MAX_SEARCH_LENGTH) };
    }
  }
  if (parts.length === 2 && argument !== undefined) {
    switch (parts[0]) {
      case "aisle":
        return { name: "department", slug: argument, query };
      case "product":
        return { name: "product", id: argument, from: query.get("from") ?? undefined };
      case "order":
        return { name: "order", id: argument };
    }
  }
  return { name: "not-found", path };
}

/** Longer searches say nothing more and cost time to encode. */
export const MAX_SEARCH_LENGTH = 200;

/** What makes two routes the same page: a filter or the words of a search may change without leaving it. */
export function routeKey(route: Route): string {
  switch (route.name) {
    case "department":
      return `department/${route.slug}`;
    case "product":
    case "order":
      return `${route.name}/${route.id}`;
    default:
      return route.name;
  }
}

export const links = {
  home: "#/",
  cart: "#/cart",
  wishlist: "#/wishlist",
  privacy: "#/privacy",
  feed: "#/feed",
  measure: "#/measure",
  rules: "#/rules",
  experiments: "#/experiments",
  move: "#/move",
  taste: "#/taste",
  offers: "#/offers",
  department: (slug: string, query?: URLSearchParams): string => {
    const text = query?.toString();
    return `#/aisle/${encodeURIComponent(slug)}${text ? `?${text}` : ""}`;
  },
  /** `from` is the id of the shelf that showed the product, so that a later purchase can be credited to it. */
  product: (id: string, from?: string): string =>
    `#/product/${encodeURIComponent(id)}${from ? `?from=${encodeURIComponent(from)}` : ""}`,
  order: (id: string): string => `#/order/${encodeURIComponent(id)}`,
  search: (text: string): string => `#/search?q=${encodeURIComponent(text)}`,
} as const;

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
