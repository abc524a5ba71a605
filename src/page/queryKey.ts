import type { ShelfQuery } from "../types";

/** Equal for queries that mean the same: order of fields and absent fields do not matter. */
export function queryKey(query: ShelfQuery): string {
  return JSON.stringify(query, (_key, value: unknown) => {
    if (typeof value === "function") return functionKey(value);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}

let functionKeys: WeakMap<object, string> | undefined;
let functions = 0;

/** Two functions are two queries, whatever they look like. */
function functionKey(value: object): string {
  functionKeys ??= new WeakMap();
  const known = functionKeys.get(value) ?? `function ${++functions}`;
  functionKeys.set(value, known);
  return known;
}
