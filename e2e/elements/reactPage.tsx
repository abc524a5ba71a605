/** The React adapter in a browser: hydrated under StrictMode, counting its renders. */
import { StrictMode, Suspense, version } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { createFakeAisle, type FakeAisle } from "../../src/page/testing/fakeAisle";
import { AisleProvider, Shelf, useRecommendations, useSearch, useSuspenseRecommendations } from "../../src/react/index";

const ITEMS = ["Mug", "Bowl", "Plate"].map((title, index) => ({
  id: `item-${index}`,
  title,
  link: `#/${index}`,
  price: 10 * (index + 1),
}));

interface ReactHarness {
  readonly aisle: FakeAisle;
  readonly renders: Record<string, number>;
  /** Replaces the server's markup (`html`) by a hydrated tree. */
  hydrate(html: string): void;
  mount(): void;
  search(text: string): void;
  /** A tree that suspends, mounted or hydrated over the server's markup. */
  suspend(html?: string): void;
  /** Items dearer than this are left out, by a new function at every render. */
  limitPrice(most: number): void;
  readonly version: string;
}

declare global {
  interface Window {
    reactHarness: ReactHarness;
  }
}

const renders: Record<string, number> = {};
const aisle = createFakeAisle({ items: ITEMS });

function List() {
  renders.list = (renders.list ?? 0) + 1;
  // A new object at every render, as people write it.
  const { shelf, status } = useRecommendations({ placement: "home", limit: 3 });
  return <p id="list">{`${status}: ${shelf?.items.map(({ item }) => item.title).join(", ") ?? ""}`}</p>;
}

function Hits({ text }: { readonly text: string }) {
  const { shelf, status } = useSearch(text, { limit: 2 });
  return <p id="hits">{`${status}: ${shelf?.items.length ?? "none"}`}</p>;
}

function Waiting() {
  renders.waiting = (renders.waiting ?? 0) + 1;
  const shelf = useSuspenseRecommendations({ placement: "new", limit: 2 });
  return <p id="waited">{`${shelf.items.map(({ item }) => item.title).join(", ") || shelf.reason}`}</p>;
}

function Suspending() {
  return (
    <AisleProvider client={aisle}>
      <Suspense fallback={<p id="fallback">Bestsellers</p>}>
        <Waiting />
      </Suspense>
    </AisleProvider>
  );
}

function Cheap({ most }: { readonly most: number }) {
  renders.cheap = (renders.cheap ?? 0) + 1;
  const { shelf } = useRecommendations({ placement: "trending", filter: ({ price }) => (price ?? 0) <= most }, [most]);
  return <p id="cheap">{shelf?.items.map(({ item }) => item.title).join(", ")}</p>;
}

function App({ text }: { readonly text: string }) {
  return (
    <AisleProvider client={aisle}>
      <List />
      <Hits text={text} />
      <Shelf
        query={{ placement: "trending", limit: 2 }}
        className="row"
        aria-label="Trending"
        renderItem={({ item }) => <a href={item.link}>{item.title}</a>}
        fallback={<b>Bestsellers</b>}
      />
    </AisleProvider>
  );
}

let cheapRoot: Root | undefined;
let show: ((text: string) => void) | undefined;

window.reactHarness = {
  aisle,
  renders,
  hydrate(html) {
    const host = document.createElement("div");
    host.append(document.createRange().createContextualFragment(html));
    document.body.append(host);
    hydrateRoot(host, <App text="mug" />, {
      onRecoverableError: (error) => console.error("hydration", error),
    });
  },
  mount() {
    const host = document.createElement("div");
    document.body.append(host);
    const root = createRoot(host);
    show = (text) =>
      root.render(
        <StrictMode>
          <App text={text} />
        </StrictMode>,
      );
    show("mug");
  },
  search: (text) => show?.(text),
  suspend(html) {
    const host = document.createElement("div");
    document.body.append(host);
    const tree = (
      <StrictMode>
        <Suspending />
      </StrictMode>
    );
    if (html === undefined) createRoot(host).render(tree);
    else {
      host.append(document.createRange().createContextualFragment(html));
      hydrateRoot(host, tree, { onRecoverableError: (error) => console.error("hydration", error) });
    }
  },
  limitPrice(most) {
    cheapRoot ??= createRoot(document.body.appendChild(document.createElement("div")));
    cheapRoot.render(
      <AisleProvider client={aisle}>
        <Cheap most={most} />
      </AisleProvider>,
    );
  },
  version,
};
