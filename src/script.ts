/**
 * The script tag: reads `data-*`, makes the client, replays what the queue stub kept, takes the stub's place.
 * Nothing lives here that npm users lack.
 *
 * Stub: `window.aisle = window.aisle || function () { (aisle.q = aisle.q || []).push(arguments) }`
 */
import type { Aisle, AisleOptions } from "./page/aisle";
import { callByName } from "./page/callByName";
import { createClient } from "./page/client";
import { setDefaultClient } from "./page/registry";
import type { ConsentState } from "./types";
import { VERSION } from "./version";

interface Live {
  (method: string, ...args: unknown[]): Promise<unknown>;
  version?: string;
  client?: Aisle;
  q?: ArrayLike<unknown>[];
}

const page = globalThis as unknown as { aisle?: Live };
const script = document.currentScript as HTMLScriptElement | null;

// A second include finds the first one's version and leaves everything as it is.
if (!page.aisle?.version) start();

function start(): void {
  const base = new URL("./", script?.src || document.baseURI).href;
  const load = (name: string) => import(/* @vite-ignore */ `${base}${name}.js`);
  const client = createClient(readOptions(script?.dataset ?? {}), {
    workerUrl: () => `${base}worker.js`,
    loadEngine: () => load("engine"),
    loadOnDemand: () => load("onDemand"),
    loadInspector: () => load("inspector"),
  });
  const pending = page.aisle?.q ?? [];
  const live: Live = (method, ...args) => callByName(client, method, args);
  live.version = VERSION;
  live.client = client;
  page.aisle = live;
  setDefaultClient(client);
  for (const args of Array.from(pending)) {
    const [method, ...rest] = Array.from(args) as [string, ...unknown[]];
    live(method, ...rest).catch((error) => reportError(error));
  }
  // In a task of its own: together with the worker's start it is a long one on a slow phone.
  if (script?.dataset.elements !== "off") setTimeout(watchForElements, 0, load);
}

/** An element is fetched for pages that hold one, now or after client-side navigation. */
function watchForElements(load: (name: string) => Promise<unknown>): void {
  for (const name of ["shelf", "inspector", "privacy", "search"]) {
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { childList: true, subtree: true });
    look();
    function look() {
      if (!document.querySelector(`aisle-${name}`)) return;
      observer.disconnect();
      void load(name === "shelf" ? "elements" : name);
    }
  }
}

function readOptions(data: DOMStringMap): AisleOptions {
  return {
    assets: data.assets,
    catalog: data.catalog,
    consent: data.consent as ConsentState | undefined,
    consentFrom: data.consentFrom as AisleOptions["consentFrom"],
    capture: (/^(all|off)$/.test(data.capture ?? "all")
      ? data.capture
      : words(data.capture)) as AisleOptions["capture"],
    dataLayerName: data.dataLayer,
    searchSelector: data.search,
    namespace: data.namespace,
    locale: data.locale,
    currency: data.currency,
    images: data.images as AisleOptions["images"],
    debug: data.debug !== undefined,
    workerUrl: data.worker,
    encoder: data.encoder as AisleOptions["encoder"],
    sensitiveCategories: data.sensitive?.split(",").map((name) => name.trim()),
  };
}

/** `"dataLayer, jsonLd"` → its words. */
function words(list = ""): readonly string[] {
  return list.split(/[\s,]+/).filter(Boolean);
}
