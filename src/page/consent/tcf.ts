/** IAB Transparency and Consent Framework 2.2, read through `__tcfapi`. Never written. */
import type { Consent } from "../../types";
import type { Granted, Signal } from "./signal";

/** The part of a TCData object that is read. */
export interface TcData {
  readonly gdprApplies?: boolean;
  readonly eventStatus?: string;
  readonly listenerId?: number;
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean>> };
  readonly publisher?: { readonly consents?: Readonly<Record<string, boolean>> };
}

type TcfApi = (command: string, version: number, callback: (data: TcData, ok: boolean) => void, id?: number) => void;

/** Storage, a profile for content, and choosing content by it; the same for ads. Since 2.2 only consent counts here. */
const PURPOSES = { products: [1, 5, 6], ads: [1, 3, 4] } as const;
/** The platform's stub stands early in the page; a late one is looked for this often, and so many times. */
const LOOK_EVERY_MS = 250;
const LOOKS = 40;

/**
 * A shop is a first party: where the platform asks for the publisher's own purposes, those answers count.
 * @returns nothing where GDPR does not apply; `pending` while the shopper is being asked
 */
export function decideTcf(data: TcData, granted: Granted): Partial<Consent> {
  if (data.gdprApplies === false) return {};
  if (data.eventStatus !== "tcloaded" && data.eventStatus !== "useractioncomplete") {
    return { products: "pending", ads: "pending" };
  }
  const own = data.publisher?.consents;
  const consents = own && Object.keys(own).length > 0 ? own : data.purpose?.consents;
  const decide = (purposes: readonly number[]) => (purposes.every((n) => consents?.[n] === true) ? granted : "off");
  return { products: decide(PURPOSES.products), ads: decide(PURPOSES.ads) };
}

/** Follows the platform's answers. @returns the end */
export function followTcf(signal: Signal, { granted }: { readonly granted: Granted }): () => void {
  let looks = 0;
  let id: number | undefined;
  let stopped = false;
  const api = () => (globalThis as { __tcfapi?: TcfApi }).__tcfapi;
  const listen = (call: TcfApi) =>
    call("addEventListener", 2, (data, ok) => {
      if (stopped || !ok || typeof data !== "object" || data === null) return;
      id = data.listenerId;
      signal(decideTcf(data, granted));
    });
  const look = () => {
    const call = api();
    if (typeof call === "function") listen(call);
    else if (++looks < LOOKS) timer = setTimeout(look, LOOK_EVERY_MS);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    if (id !== undefined) api()?.("removeEventListener", 2, () => undefined, id);
  };
}
