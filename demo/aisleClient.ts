/** Aisle as this shop integrates it: assets beside the page, the worker built by the shop's own bundler. */
import { type Aisle, type AisleOptions, createAisle as createClient } from "../src/index";

export { setDefaultClient } from "../src/page/registry";

export function createAisle(options: AisleOptions): Aisle {
  return createClient({
    ...options,
    // This shop tells every act itself.
    capture: "off",
    assets: new URL("aisle/", document.baseURI).href,
    createWorker: () =>
      new Worker(new URL("../src/engine/worker.ts", import.meta.url), { type: "module", name: "aisle" }),
  });
}
