import type { Consent, Status } from "../types";
import { VERSION } from "../version";

/** What can be said where the engine could not run at all. */
export function statusWithoutEngine(consent: Consent): Status {
  return {
    version: VERSION,
    engine: { where: "main-thread", restarts: 0 },
    consent,
    storage: { kind: "none", reason: "The engine could not run." },
    events: { stored: 0, dropped: {} },
    catalog: {
      state: "none",
      items: 0,
      variants: 0,
      rejected: [],
      repaired: [],
      language: "covered",
      uncovered: 0,
      embedded: { done: 0, total: 0 },
    },
    assets: { state: "none" },
    encoder: { tier: "none", state: "none", download: { loaded: 0, total: 0 }, reasons: {} },
    timings: {},
    degraded: [],
  };
}
