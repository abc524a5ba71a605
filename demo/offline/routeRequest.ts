export interface PrecacheList {
  /** Changes with any file of the build. */
  readonly build: string;
  /** Paths relative to the page's folder; `./` is the page itself. */
  readonly files: readonly string[];
}

export interface RouteContext {
  /** Absolute URL of the folder the worker serves. */
  readonly scope: string;
  readonly precache: PrecacheList;
}

/** `shell`: a file of this build. `asset`: immutable, named by its hash. `manifest`: names assets. `page`: a navigation. */
export type RequestKind = "shell" | "asset" | "manifest" | "page";

/** Where Aisle's assets lie, below the scope. */
const ASSET_FOLDER = "aisle/";
const HASHED = /[.-][0-9a-z_-]{8,}\.[0-9a-z]+$/i;

/** Who answers a request; undefined: the network alone, as without a worker. */
export function routeRequest(
  request: Pick<Request, "method" | "mode" | "url">,
  { scope, precache }: RouteContext,
): RequestKind | undefined {
  if (request.method !== "GET" || !request.url.startsWith(scope)) return undefined;
  if (request.mode === "navigate") return "page";
  const path = request.url.slice(scope.length).split(/[?#]/)[0];
  if (path.startsWith(ASSET_FOLDER)) return HASHED.test(path) ? "asset" : "manifest";
  return precache.files.includes(path) ? "shell" : undefined;
}
