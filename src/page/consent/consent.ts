/** What may be kept, per purpose: the shop's setting, its consent platform, the shopper's own choice here, and GPC. */
import { AisleError, shown } from "../../errors";
import type { Consent, ConsentState, Purpose } from "../../types";

/** From the strictest to the most permissive. */
const STATES: readonly ConsentState[] = ["pending", "off", "session", "persistent"];
/** What a browser that sends Global Privacy Control is granted at most, unless the shopper chose otherwise here. */
const UNDER_GPC: Consent = { products: "session", ads: "off" };

export interface ConsentInput {
  /** As the page was set up; `pending` where it says nothing. */
  readonly initial: Partial<Consent>;
  /** What the consent platform says; where one is followed it starts as `pending` and goes before `initial`. */
  readonly signalled?: Partial<Consent>;
  /** Set since, on the shopper's behalf: always wins. */
  readonly chosen: Partial<Consent>;
  /** `navigator.globalPrivacyControl` */
  readonly gpc: boolean;
}

/** The decision, without side effects; its cases are in `cases/consent.json`. */
export function decideConsent({ initial, signalled, chosen, gpc }: ConsentInput): Consent {
  const decide = (purpose: Purpose): ConsentState => {
    const state = chosen[purpose] ?? signalled?.[purpose] ?? initial[purpose] ?? "pending";
    return gpc && chosen[purpose] === undefined ? stricter(state, UNDER_GPC[purpose]) : state;
  };
  return { products: decide("products"), ads: decide("ads") };
}

function stricter(a: ConsentState, b: ConsentState): ConsentState {
  return STATES.indexOf(a) < STATES.indexOf(b) ? a : b;
}

/**
 * A state alone means products.
 * @throws AisleError `CONSENT_INVALID`
 */
export function readConsent(value: unknown): Partial<Consent> {
  if (typeof value === "string") return { products: readState(value) };
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(value);
  const { products, ads } = value as { products?: unknown; ads?: unknown };
  return {
    ...(products === undefined ? {} : { products: readState(products) }),
    ...(ads === undefined ? {} : { ads: readState(ads) }),
  };
}

function readState(value: unknown): ConsentState {
  const state = STATES.find((known) => known === value);
  if (!state) throw invalid(value);
  return state;
}

function invalid(value: unknown): AisleError {
  return new AisleError("CONSENT_INVALID", `${shown(value)} is not a consent state.`, {
    seen: value,
    fix: `Use ${STATES.join(", ")}, or { products, ads } with one of them each.`,
  });
}

export interface ConsentOptions {
  readonly namespace: string;
  /** Says nothing is allowed until `signal` has been called: a consent platform is followed. */
  readonly follows?: boolean;
  readonly gpc?: () => boolean;
  /** Asked for only while consent is `session`; may throw. */
  readonly storage?: () => Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly newId?: () => string;
}

export interface ConsentKeeper {
  get(): Consent;
  /** @throws AisleError `CONSENT_INVALID` */
  set(consent: ConsentState | Partial<Consent>): Consent;
  /** What the consent platform says now. */
  signal(consent: Partial<Consent>): Consent;
  /** Another person may sit here now: what was chosen is forgotten. */
  reset(): Consent;
  /** The tab's session, while a purpose is granted for the session; otherwise nothing is read or written. */
  sessionId(): string | undefined;
}

/** The shopper's choice is not stored here: the shop's consent banner keeps it, and sets it again on each page. */
export function createConsent(
  initialConsent: ConsentState | Partial<Consent> | undefined,
  options: ConsentOptions,
): ConsentKeeper {
  const { gpc = browserGpc, storage = () => sessionStorage, newId = randomId } = options;
  const key = `aisle:${options.namespace}:session`;
  const initial = initialConsent === undefined ? {} : readConsent(initialConsent);
  let chosen: Partial<Consent> = {};
  let signalled: Partial<Consent> | undefined = options.follows ? { products: "pending", ads: "pending" } : undefined;
  let session: string | undefined;

  const get = () => decideConsent({ initial, signalled, chosen, gpc: gpc() });
  const forSession = () => Object.values(get()).includes("session");
  const changed = () => {
    if (session !== undefined && !forSession()) {
      session = undefined;
      attempt(() => storage().removeItem(key));
    }
    return get();
  };

  return {
    get,
    set(consent) {
      chosen = { ...chosen, ...readConsent(consent) };
      return changed();
    },
    signal(consent) {
      signalled = consent;
      return changed();
    },
    reset() {
      chosen = {};
      return changed();
    },
    sessionId() {
      if (!forSession()) return undefined;
      if (session === undefined) {
        const stored = attempt(() => storage().getItem(key));
        session = stored && /^[\w-]{8,64}$/.test(stored) ? stored : newId();
        const id = session;
        attempt(() => storage().setItem(key, id));
      }
      return session;
    },
  };
}

/** Storage is denied in sandboxed frames and by some privacy settings: the session then lasts as long as the page. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function browserGpc(): boolean {
  return (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true;
}

/** `crypto.randomUUID` is missing on plain http; this is not. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
