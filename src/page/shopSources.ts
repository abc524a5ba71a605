/** Listens to the shop's page: events without tagging, and the consent platform. Fetched when wanted. */
import type { CaptureReport, CaptureSource, Consent, EventName, EventParams } from "../types";
import type { Aisle, AisleOptions } from "./aisle";
import type { CaptureHost } from "./capture/captureHost";
import { startCapture } from "./capture/startCapture";
import { watchNavigation } from "./capture/watchNavigation";
import { followConsent } from "./consent/followConsent";

export interface ShopSourcesOptions {
  readonly options: AisleOptions;
  readonly client: Pick<Aisle, "track" | "catalog">;
  /** Something may be recorded. */
  readonly allowed: () => boolean;
  readonly signal: (consent: Partial<Consent>) => void;
}

export interface ShopSources {
  /** An event is being recorded. */
  tracked(name: EventName, params: EventParams): void;
  /** Consent may have changed. */
  consented(): void;
  captured(): Readonly<Partial<Record<CaptureSource, CaptureReport>>>;
  stop(): void;
}

const ALL: readonly CaptureSource[] = ["dataLayer", "jsonLd", "searchBox", "dwell"];

export function openShopSources({ options, client, allowed, signal }: ShopSourcesOptions): ShopSources {
  const { capture = "all", consentFrom, dataLayerName, searchSelector } = options;
  const wanted = capture === "all" ? ALL : capture === "off" ? [] : capture;
  const trackListeners = new Set<Parameters<CaptureHost["onTrack"]>[0]>();
  const allowedListeners = new Set<() => void>();
  const captured: Partial<Record<CaptureSource, { read: number; repaired: Record<string, number> }>> = {};
  const ends: (() => void)[] = [];
  let wasAllowed = allowed();

  if (consentFrom) {
    const from = typeof consentFrom === "string" ? { source: consentFrom } : consentFrom;
    ends.push(followConsent(signal, { granted: "persistent", dataLayerName, ...from }));
  }
  const host: CaptureHost = {
    track: (name, params) => void client.track(name, params).catch(() => undefined),
    item: (id) => client.catalog.get(id),
    allowed,
    onAllowed: (listener) => listen(allowedListeners, listener),
    onTrack: (listener) => listen(trackListeners, listener),
    onNavigate: watchNavigation,
    count(source, repairs) {
      captured[source] ??= { read: 0, repaired: {} };
      const { repaired } = captured[source];
      captured[source].read++;
      for (const repair of repairs) repaired[repair] = (repaired[repair] ?? 0) + 1;
    },
  };
  ends.push(startCapture(wanted, host, { dataLayerName, searchSelector }));
  return {
    tracked(name, params) {
      for (const listener of trackListeners) listener(name, params);
    },
    consented() {
      const isAllowed = allowed();
      if (isAllowed && !wasAllowed) for (const listener of allowedListeners) listener();
      wasAllowed = isAllowed;
    },
    captured: () => captured,
    stop() {
      for (const end of ends) end();
    },
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
