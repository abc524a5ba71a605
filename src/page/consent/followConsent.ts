import type { Consent, ConsentSource } from "../../types";
import { type ConsentModeOptions, followConsentMode } from "./consentMode";
import type { Signal } from "./signal";
import { followTcf } from "./tcf";

export interface FollowConsentOptions extends ConsentModeOptions {
  readonly source: ConsentSource;
}

/** Follows one platform, or whichever speaks; where both do, the stricter of the two answers counts. @returns the end */
export function followConsent(signal: Signal, options: FollowConsentOptions): () => void {
  const { source } = options;
  if (source === "consentMode") return followConsentMode(signal, options);
  if (source === "tcf") return followTcf(signal, options);
  let [mode, tcf]: Partial<Consent>[] = [{}, {}];
  const tell = () => signal(stricterOf(mode, tcf));
  const ends = [
    followConsentMode((next) => {
      mode = next;
      tell();
    }, options),
    followTcf((next) => {
      tcf = next;
      tell();
    }, options),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const STRICTNESS = ["pending", "off", "session", "persistent"] as const;

function stricterOf(a: Partial<Consent>, b: Partial<Consent>): Partial<Consent> {
  const pick = (purpose: keyof Consent) => STRICTNESS.find((state) => a[purpose] === state || b[purpose] === state);
  const [products, ads] = [pick("products"), pick("ads")];
  return { ...(products && { products }), ...(ads && { ads }) };
}
