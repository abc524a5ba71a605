/** Wrong use, said loudly and early: what was seen, and the fix. */
import { AisleError, shown } from "../errors";
import { eventNames, isEventName } from "../profile/eventName";
import type { EventName } from "../types";
import type { AisleOptions } from "./aisle";

/** Options that take one of a few words. */
const WORDS = {
  encoder: ["auto", "none", "table", "wasm", "webgpu", "reference"],
  images: ["items", "shared"],
  run: ["auto", "worker", "main-thread"],
  capture: ["all", "off", "dataLayer", "jsonLd", "searchBox", "dwell"],
  consentFrom: ["auto", "consentMode", "tcf"],
};

export function checkOptions(options: AisleOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new AisleError("OPTIONS_INVALID", `createAisle takes an options object; got ${shown(options)}.`, {
      fix: "createAisle({ catalog: '/products.json', assets: '/aisle/' }).",
    });
  }
  const { catalog, assets, namespace, currency } = options;
  if (catalog !== undefined && typeof catalog !== "string" && !Array.isArray(catalog)) {
    throw new AisleError("OPTIONS_INVALID", `catalog is an array of items or a URL; got ${shown(catalog)}.`);
  }
  if (assets !== undefined && typeof assets !== "string") {
    throw new AisleError("OPTIONS_INVALID", `assets is the URL of a folder; got ${shown(assets)}.`);
  }
  for (const [name, words] of Object.entries(WORDS)) {
    const given: unknown = options[name as keyof typeof WORDS] ?? [];
    // A list of sources, or a platform with its own options.
    const values = Array.isArray(given) ? given : [(given as { source?: unknown }).source ?? given];
    const wrong = values.find((value) => !words.includes(value as string));
    if (wrong !== undefined) {
      throw new AisleError("OPTIONS_INVALID", `${name} is one of ${words.join(", ")}; got ${shown(wrong)}.`);
    }
  }
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) {
    throw new AisleError("OPTIONS_INVALID", `currency is an ISO 4217 code; got ${shown(currency)}.`);
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
