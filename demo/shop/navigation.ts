/** The history API over hash routes: scroll positions come back with "back", the rest starts at the top. */
import { parseRoute, type Route } from "./router";

export interface Navigation {
  route(): Route;
  go(href: string): void;
  /** Another address for the same entry of the history. */
  replace(href: string): void;
}

export interface NavigationOptions {
  /** `scrollY` is where the visitor was when they left this entry; absent for one they come to anew. */
  readonly onChange: (route: Route, scrollY: number | undefined) => void;
}

export function createNavigation({ onChange }: NavigationOptions): Navigation {
  const positions = new Map<number, number>();
  let entries = 0;
  let entry = name();
  history.scrollRestoration = "manual";

  function name(): number {
    const known: unknown = (history.state as { entry?: unknown } | null)?.entry;
    if (typeof known === "number") {
      entries = Math.max(entries, known);
      return known;
    }
    entries++;
    history.replaceState({ entry: entries }, "");
    return entries;
  }

  addEventListener("scroll", () => positions.set(entry, scrollY), { passive: true });
  addEventListener("hashchange", () => {
    entry = name();
    onChange(parseRoute(location.hash), positions.get(entry));
  });

  return {
    route: () => parseRoute(location.hash),
    go(href) {
      if (location.hash === href) onChange(parseRoute(href), undefined);
      else location.hash = href;
    },
    replace(href) {
      history.replaceState(history.state, "", href);
      onChange(parseRoute(href), scrollY);
    },
  };
}
