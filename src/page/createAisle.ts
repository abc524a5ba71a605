/** `createAisle` for npm users: the worker and the engine are found beside this module. */
import type { Aisle, AisleOptions } from "./aisle";
import { checkQuery } from "./checkQuery";
import { createClient } from "./client";

export function createAisle(options: AisleOptions = {}): Aisle {
  return createClient(options, {
    workerUrl: () => undefined,
    // Kept in this form for the shop's bundler; ours leaves it alone and drops the comment.
    createWorker: () =>
      new Worker(new URL(/* @vite-ignore */ "./worker.js", import.meta.url), { type: "module", name: "aisle" }),
    loadEngine: () => import("../engine/engine"),
    checkQuery,
    loadOnDemand: () => import("./onDemand"),
    loadInspector: () => import("../elements/inspector"),
  });
}
