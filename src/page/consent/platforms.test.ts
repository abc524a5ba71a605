/** Every case of `cases/consentMode.json` and `cases/tcf.json`, and how the platforms are followed. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Consent } from "../../types";
import modeTable from "./cases/consentMode.json";
import tcfTable from "./cases/tcf.json";
import { createConsent } from "./consent";
import { decideConsentMode, foldConsentMode, UNSET } from "./consentMode";
import { followConsent } from "./followConsent";
import { decideTcf, type TcData } from "./tcf";

interface ModeCase {
  readonly name: string;
  readonly granted?: "session" | "persistent";
  readonly products?: readonly string[];
  readonly entries: readonly (readonly [string, unknown])[];
  readonly expected: Partial<Consent>;
}

describe("Google Consent Mode v2", () => {
  it.each(modeTable.cases as unknown as readonly ModeCase[])("$name", ({ entries, granted, products, expected }) => {
    const state = entries.reduce((before, entry) => foldConsentMode(before, ["consent", ...entry]).state, UNSET);
    expect(decideConsentMode(state, { granted: granted ?? "persistent", products })).toEqual(expected);
  });
});

describe("IAB TCF", () => {
  it.each(tcfTable.cases as readonly { name: string; data: TcData; expected: Partial<Consent> }[])(
    "$name",
    ({ data, expected }) => expect(decideTcf(data, "persistent")).toEqual(expected),
  );
});

describe("followConsent", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("waits for an update as long as the page asks, and no longer", () => {
    const layer: unknown[] = [["consent", "default", { personalization_storage: "granted", wait_for_update: 500 }]];
    vi.stubGlobal("dataLayer", layer);
    const signal = vi.fn();
    const stop = followConsent(signal, { source: "consentMode", granted: "persistent" });
    expect(signal).not.toHaveBeenCalled();
    vi.advanceTimersByTime(600);
    expect(signal).toHaveBeenLastCalledWith({ products: "persistent" });
    layer.push(["consent", "update", { personalization_storage: "denied" }]);
    expect(signal).toHaveBeenLastCalledWith({ products: "off" });
    stop();
  });

  it("finds a platform that arrives late, and leaves it", () => {
    const signal = vi.fn();
    const stop = followConsent(signal, { source: "tcf", granted: "session" });
    const calls: unknown[][] = [];
    const consents = { "1": true, "5": true, "6": true };
    vi.stubGlobal("__tcfapi", (...args: unknown[]) => {
      calls.push(args);
      const listener = args[2] as (data: TcData, ok: boolean) => void;
      listener({ gdprApplies: true, eventStatus: "tcloaded", listenerId: 7, purpose: { consents } }, true);
    });
    vi.advanceTimersByTime(300);
    expect(signal).toHaveBeenCalledWith({ products: "session", ads: "off" });
    stop();
    expect(calls.at(-1)?.slice(0, 2)).toEqual(["removeEventListener", 2]);
    expect(calls.at(-1)?.[3]).toBe(7);
  });

  it("takes the stricter answer of two platforms", () => {
    vi.stubGlobal("dataLayer", [["consent", "update", { personalization_storage: "granted" }]]);
    vi.stubGlobal("__tcfapi", (_: string, __: number, listener: (data: TcData, ok: boolean) => void) => {
      listener({ gdprApplies: true, eventStatus: "tcloaded", purpose: { consents: {} } }, true);
    });
    const signal = vi.fn();
    followConsent(signal, { source: "auto", granted: "persistent" });
    expect(signal).toHaveBeenLastCalledWith({ products: "off", ads: "off" });
  });
});

describe("a client that follows a platform", () => {
  const options = { namespace: "shop", gpc: () => false, follows: true, storage: () => ({}) as Storage };

  it("allows nothing until the platform speaks, whatever the page starts with; the shopper's own word wins", () => {
    const consent = createConsent("persistent", options);
    expect(consent.get()).toEqual({ products: "pending", ads: "pending" });
    expect(consent.signal({ products: "off" })).toEqual({ products: "off", ads: "pending" });
    // Where the platform has nothing to say, the page's own setting counts.
    expect(consent.signal({}).products).toBe("persistent");
    expect(consent.set("session").products).toBe("session");
    expect(consent.signal({ products: "off" }).products).toBe("session");
    expect(consent.reset().products).toBe("off");
  });
});
