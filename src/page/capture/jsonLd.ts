import type { CaptureHost, StartSource } from "./captureHost";
import { eventItemOf, type ProductData, readProductData } from "./readProductData";

/** The shop's own tagging goes first: only a page that has said nothing after this long is read. */
const SETTLED_AFTER_MS = 1_000;
const SELECTOR = 'script[type="application/ld+json"]';

/** A `view_item` for product pages that are described by schema.org JSON-LD and tagged in no other way. */
export const jsonLd: StartSource = (host) => {
  /** On this page; a page is looked at once. */
  let viewed = false;
  /** Data that an earlier page left behind says nothing about this one. */
  let read = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    if (viewed || !host.allowed()) return;
    const texts = [...document.querySelectorAll(SELECTOR)].map((script) => script.textContent ?? "");
    const product = readProductData(texts);
    const key = product ? texts.join("\n") : "";
    if (!product || key === read) {
      if (!product) read = "";
      return;
    }
    read = key;
    viewed = true;
    host.count("jsonLd", []);
    host.track("view_item", { items: [eventItemOf(product, await knownId(host, product))] });
  }

  const lookSoon = () => {
    clearTimeout(timer);
    if (!viewed) timer = setTimeout(() => void look(), SETTLED_AFTER_MS);
  };
  const leaves = [
    host.onTrack((name) => {
      if (name === "view_item") viewed = true;
    }),
    host.onNavigate(() => {
      viewed = false;
      lookSoon();
    }),
    host.onAllowed(lookSoon),
  ];
  const observer = new MutationObserver((records) => {
    if (records.some(({ target, addedNodes }) => isData(target) || [...addedNodes].some(holdsData))) lookSoon();
  });
  observer.observe(document, { childList: true, subtree: true });
  lookSoon();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    for (const leave of leaves) leave();
  };
};

/** The first of the product's ids that the catalogue knows; else its SKU, and the engine tries its name. */
async function knownId(host: CaptureHost, { ids }: ProductData): Promise<string | undefined> {
  for (const id of ids) {
    const item = await host.item(id);
    if (item) return item.id;
  }
  return ids[0];
}

function isData(node: Node): boolean {
  return node instanceof Element && node.matches(SELECTOR);
}

function holdsData(node: Node): boolean {
  return isData(node) || (node instanceof Element && node.querySelector(SELECTOR) !== null);
}
