/**
 * The shop offline. Built to `sw.js` beside the page, with the list of built files inside, so that every build is a new
 * worker. Files of the build are kept at installation; Aisle's assets (named by content hash) when first used; the page
 * and manifests come from the network while there is one. Behaviour passes nowhere here: only whole files of this shop.
 */
import { type PrecacheList, routeRequest } from "./offline/routeRequest";

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build. */
declare const PRECACHE: PrecacheList;

const SHELL = `halden-shell-${PRECACHE.build}`;
/** Named so that "forget everything" leaves it: it holds what is the same for everybody. */
const ASSETS = "halden-assets";
const NETWORK_WAIT_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(PRECACHE.files.map((file) => new Request(file, { cache: "no-cache" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("halden-shell-") && name !== SHELL) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  switch (routeRequest(request, { scope: self.registration.scope, precache: PRECACHE })) {
    case "shell":
      event.respondWith(fromCache(SHELL, request));
      break;
    case "asset":
      event.respondWith(fromCache(ASSETS, request));
      break;
    case "page":
      event.respondWith(fresh(SHELL, request, "./"));
      break;
    case "manifest":
      event.respondWith(fresh(ASSETS, request, request.url));
      break;
  }
});

/** Immutable files: what is kept is right. */
async function fromCache(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(request, { ignoreVary: true, ignoreSearch: name === SHELL });
  if (kept) return kept;
  const response = await fetch(request);
  // A part of a file is not the file.
  if (response.status === 200) await cache.put(request, response.clone()).catch(() => undefined);
  return response;
}

/** The network's answer, or what was kept when it fails or is slow. */
async function fresh(name: string, request: Request, key: string): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(key);
  const asked = fetch(request).then(async (response) => {
    if (response.ok && name === ASSETS) await cache.put(key, response.clone()).catch(() => undefined);
    return response;
  });
  if (!kept) return asked;
  const tooLong = new Promise<Response>((resolve) => setTimeout(resolve, NETWORK_WAIT_MS, kept));
  return Promise.race([asked.then((response) => (response.ok ? response : kept)).catch(() => kept), tooLong]);
}
