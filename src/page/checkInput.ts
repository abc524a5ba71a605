/** Wrong use, said loudly and early: what was seen, and the fix. */
import { AisleError, shown } from "../errors";
import { eventNames, isEventName } from "../profile/eventName";
import { readQuery } from "../ranking/readQuery";
import type { EventName, RecommendQuery } from "../types";
import type { AisleOptions } from "./aisle";

const ENCODERS = ["auto", "none", "table", "wasm", "webgpu", "reference"];

export function checkOptions(options: AisleOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new AisleError("OPTIONS_INVALID", `createAisle takes an options object; got ${shown(options)}.`, {
      fix: "createAisle({ catalog: '/products.json', assets: '/aisle/' }).",
    });
  }
  const { catalog, assets, encoder, namespace } = options;
  if (catalog !== undefined && typeof catalog !== "string" && !Array.isArray(catalog)) {
    throw new AisleError("OPTIONS_INVALID", `catalog is an array of items or a URL; got ${shown(catalog)}.`);
  }
  if (assets !== undefined && typeof assets !== "string") {
    throw new AisleError("OPTIONS_INVALID", `assets is the URL of a folder; got ${shown(assets)}.`);
  }
  if (encoder !== undefined && !ENCODERS.includes(encoder)) {
    throw new AisleError("OPTIONS_INVALID", `encoder is one of ${ENCODERS.join(", ")}; got ${shown(encoder)}.`);
  }
  if (namespace !== undefined && (typeof namespace !== "string" || !/^[\w.-]{1,64}$/.test(namespace))) {
    throw new AisleError(
      "OPTIONS_INVALID",
      `namespace is up to 64 letters, digits, ".", "_" and "-"; got ${shown(namespace)}.`,
    );
  }
}

export function checkEventName(name: EventName): void {
  if (isEventName(name)) return;
  throw new AisleError("EVENT_INVALID", `${shown(name)} is not an event Aisle knows.`, {
    seen: name,
    fix: `Use a GA4 e-commerce name: ${eventNames().slice(0, 9).join(", ")} …`,
  });
}

/** The engine checks again; here the caller's stack still says where the query came from. */
export function checkQuery(query: RecommendQuery): RecommendQuery {
  if (typeof query !== "object" || query === null) {
    throw new AisleError("QUERY_INVALID", `recommend takes a query object; got ${shown(query)}.`, {
      fix: "recommend({ placement: 'home', limit: 8 }).",
    });
  }
  if (query.placement === "search" && typeof query.text !== "string") {
    throw new AisleError("QUERY_INVALID", `search needs text; got ${shown(query.text)}.`);
  }
  readQuery(query);
  return query;
}
