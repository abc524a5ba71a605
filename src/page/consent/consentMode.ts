/** Google Consent Mode v2, read from the data layer: `gtag('consent', 'default' | 'update', {…})`. Never written. */
import type { Consent } from "../../types";
import { watchDataLayer } from "../capture/watchDataLayer";
import type { Granted, Signal } from "./signal";

type Fields = Readonly<Record<string, unknown>>;
type Answer = "granted" | "denied";

interface State {
  /** What the page starts from; it is nobody's answer. */
  readonly defaults: Readonly<Record<string, Answer>>;
  /** What the consent platform has said since, on the shopper's behalf. */
  readonly updates: Readonly<Record<string, Answer>>;
}

export const UNSET: State = { defaults: {}, updates: {} };

/** One entry of the data layer folded in; `waitMs` when the page asks to be waited for. */
export function foldConsentMode(state: State, entry: unknown): { readonly state: State; readonly waitMs?: number } {
  const [command, kind, values] = listOf(entry);
  if (command !== "consent" || typeof values !== "object" || values === null) return { state };
  const fields = values as Fields;
  const answers = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value === "granted" || value === "denied"),
  ) as Record<string, Answer>;
  if (kind === "update") return { state: { ...state, updates: { ...state.updates, ...answers } } };
  // A default for some regions only: whether the shopper is there is known to the tag, not to the page.
  if (kind !== "default" || fields.region !== undefined) return { state };
  const wait = Number(fields.wait_for_update);
  return {
    state: { ...state, defaults: { ...state.defaults, ...answers } },
    waitMs: wait > 0 ? Math.min(wait, 10_000) : undefined,
  };
}

/**
 * Products follow `personalization_storage`, or `functionality_storage` where that is not said, or all of the types that
 * the shop names instead; ads need `ad_storage` and `ad_personalization`. A denial by default is no answer yet and stays `pending`: turning a profile off would delete it
 * on every page until the platform has loaded.
 */
export function decideConsentMode(
  { defaults, updates }: State,
  { granted, products: named }: Pick<ConsentModeOptions, "granted" | "products">,
): Partial<Consent> {
  const products = named
    ? named.map((name) => answerOf([name])).reduce(both, undefined)
    : answerOf(["personalization_storage", "functionality_storage"]);
  const ads = both(answerOf(["ad_storage"]), answerOf(["ad_personalization"]));
  return { ...(products && { products }), ...(ads && { ads }) };

  function answerOf(names: readonly string[]): Consent["products"] | undefined {
    const name = names.find((known) => (updates[known] ?? defaults[known]) !== undefined);
    if (name === undefined) return undefined;
    if ((updates[name] ?? defaults[name]) === "granted") return granted;
    return updates[name] === "denied" ? "off" : "pending";
  }
}

function both(a: Consent["ads"] | undefined, b: Consent["ads"] | undefined): Consent["ads"] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return [a, b].find((state) => state === "off") ?? [a, b].find((state) => state === "pending") ?? a;
}

export interface ConsentModeOptions {
  readonly granted: Granted;
  /** Consent types that products need, all of them. */
  readonly products?: readonly string[];
  readonly dataLayerName?: string;
}

/** Follows the data layer; while `wait_for_update` runs, nothing is decided. @returns the end */
export function followConsentMode(signal: Signal, options: ConsentModeOptions): () => void {
  let state = UNSET;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const decide = () => {
    waiting = undefined;
    signal(decideConsentMode(state, options));
  };
  const unwatch = watchDataLayer(
    (entry) => {
      const next = foldConsentMode(state, entry);
      if (next.state === state) return;
      const updated = next.state.updates !== state.updates;
      state = next.state;
      if (updated) {
        clearTimeout(waiting);
        decide();
      } else if (next.waitMs !== undefined) waiting ??= setTimeout(decide, next.waitMs);
      else if (waiting === undefined) decide();
    },
    { page: globalThis, name: options.dataLayerName },
  );
  return () => {
    clearTimeout(waiting);
    unwatch();
  };
}

/** `Arguments` or an array; anything else is no command. */
function listOf(entry: unknown): readonly unknown[] {
  const isList = Array.isArray(entry) || Object.prototype.toString.call(entry) === "[object Arguments]";
  return isList ? Array.from(entry as ArrayLike<unknown>) : [];
}
