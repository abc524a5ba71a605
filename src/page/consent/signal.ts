import type { Consent, ConsentState } from "../../types";

/** What a platform's "yes" allows. */
export type Granted = Extract<ConsentState, "session" | "persistent">;

/** Takes what a consent platform says at the moment; a purpose it does not speak of is absent. */
export type Signal = (consent: Partial<Consent>) => void;
