import { AisleError, shown } from "../errors";
import { readQuery } from "../ranking/readQuery";
import type { RecommendQuery, ShelfQuery } from "../types";

/** The engine checks again; here the caller's stack still says where the query came from. @throws AisleError `QUERY_INVALID` */
export function checkQuery(query: ShelfQuery): ShelfQuery {
  if (typeof query !== "object" || query === null) {
    throw new AisleError("QUERY_INVALID", `recommend takes a query object; got ${shown(query)}.`, {
      fix: "recommend({ placement: 'home', limit: 8 }).",
    });
  }
  if (query.placement === "search" && typeof query.text !== "string") {
    throw new AisleError("QUERY_INVALID", `search needs text; got ${shown(query.text)}.`);
  }
  for (const [name, value] of Object.entries({ boost: query.boost, filter: query.filter })) {
    const fits = value === undefined || typeof value === "function" || (name === "filter" && typeof value === "object");
    if (!fits) throw new AisleError("QUERY_INVALID", `${name} is ${shown(value)}.`, { fix: "Use a function." });
  }
  readQuery(typeof query.filter === "function" ? { ...query, filter: undefined } : (query as RecommendQuery));
  return query;
}
