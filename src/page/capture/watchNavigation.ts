interface NavigationApi extends EventTarget {
  readonly currentEntry?: unknown;
}

/** Tells when the page's address has changed without a load. Fragments count only where they look like a path (`#/cart`). */
export function watchNavigation(listener: () => void): () => void {
  let place = placeOf(location.href);
  const check = () => {
    const next = placeOf(location.href);
    if (next === place) return;
    place = next;
    listener();
  };
  const { navigation } = globalThis as { navigation?: NavigationApi };
  if (navigation) {
    navigation.addEventListener("currententrychange", check);
    return () => navigation.removeEventListener("currententrychange", check);
  }
  // Before the Navigation API a push is heard only by those who stand in its way; the shop's call goes first.
  const undo = (["pushState", "replaceState"] as const).map((name) => {
    const original = history[name];
    const wrapped: History["pushState"] = function (this: History, ...args) {
      original.apply(this, args);
      check();
    };
    history[name] = wrapped;
    return () => {
      if (history[name] === wrapped) history[name] = original;
    };
  });
  addEventListener("popstate", check);
  addEventListener("hashchange", check);
  return () => {
    for (const restore of undo) restore();
    removeEventListener("popstate", check);
    removeEventListener("hashchange", check);
  };
}

function placeOf(href: string): string {
  const { origin, pathname, search, hash } = new URL(href);
  return origin + pathname + search + (/^#!?\//.test(hash) ? hash : "");
}
