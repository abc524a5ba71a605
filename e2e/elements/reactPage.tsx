/** The React adapter in a browser: hydrated under StrictMode, counting its renders. */
import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { createFakeAisle, type FakeAisle } from "../../src/page/testing/fakeAisle";
import { AisleProvider, Shelf, useRecommendations, useSearch } from "../../src/react/index";

const ITEMS = ["Mug", "Bowl", "Plate"].map((title, index) => ({ id: `item-${index}`, title, link: `#/${index}` }));

interface ReactHarness {
  readonly aisle: FakeAisle;
  readonly renders: Record<string, number>;
  /** Replaces the server's markup (`html`) by a hydrated tree. */
  hydrate(html: string): void;
  mount(): void;
  search(text: string): void;
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

let show: ((text: string) => void) | undefined;

window.reactHarness = {
  aisle,
  renders,
  hydrate(html) {
    const host = document.createElement("div");
    host.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
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
};
