import { describe, expect, it, vi } from "vitest";
import type { Consent, ConsentState } from "../../types";
import table from "./cases/consent.json";
import { createConsent } from "./consent";

/** As a shop's JavaScript would pass it: anything. */
interface Case {
  readonly name: string;
  readonly initial?: unknown;
  readonly gpc: boolean;
  readonly set: readonly unknown[];
  readonly expected?: Consent;
  readonly error?: string;
}
type Given = ConsentState | Partial<Consent>;

function memoryStorage(entries: Record<string, string> = {}) {
  return {
    getItem: vi.fn((key: string) => entries[key] ?? null),
    setItem: vi.fn((key: string, value: string) => {
      entries[key] = value;
    }),
    removeItem: vi.fn((key: string) => {
      delete entries[key];
    }),
  };
}

describe("consent decisions", () => {
  it.each(table.cases as readonly Case[])("$name", ({ initial, gpc, set, expected, error }) => {
    const run = () => {
      const consent = createConsent(initial as Given | undefined, { namespace: "shop", gpc: () => gpc });
      for (const given of set) consent.set(given as Given);
      return consent.get();
    };
    if (error) expect(run).toThrowError(expect.objectContaining({ code: error }));
    else expect(run()).toEqual(expected);
  });

  it("a refused state changes nothing", () => {
    const consent = createConsent("session", { namespace: "shop", gpc: () => false });
    expect(() => consent.set({ products: "persistent", ads: "yes" as ConsentState })).toThrow();
    expect(consent.get()).toEqual({ products: "session", ads: "pending" });
  });

  it("hears of Global Privacy Control when it is switched on later", () => {
    let on = false;
    const consent = createConsent("persistent", { namespace: "shop", gpc: () => on });
    expect(consent.get().products).toBe("persistent");
    on = true;
    expect(consent.get().products).toBe("session");
  });
});

describe("session id", () => {
  const options = { namespace: "shop", gpc: () => false, newId: () => "0123456789abcdef" };

  it.each(["pending", "off", "persistent"] as const)("touches no storage while %s", (state) => {
    const storage = vi.fn(() => memoryStorage());
    const consent = createConsent(state, { ...options, storage });
    expect(consent.sessionId()).toBeUndefined();
    consent.set(state);
    expect(storage).not.toHaveBeenCalled();
  });

  it("is made once for the session, survives a reload, and goes when consent does", () => {
    const entries: Record<string, string> = {};
    const storage = () => memoryStorage(entries);
    const consent = createConsent("session", { ...options, storage });
    const id = consent.sessionId();
    expect(id).toBe("0123456789abcdef");
    expect(entries).toEqual({ "aisle:shop:session": id });
    const reloaded = createConsent("session", { ...options, storage, newId: () => "another-session" });
    expect(reloaded.sessionId()).toBe(id);
    reloaded.set("off");
    expect(reloaded.sessionId()).toBeUndefined();
    expect(entries).toEqual({});
  });

  it("is there when only ads are granted for the session", () => {
    const consent = createConsent({ products: "off", ads: "session" }, { ...options, storage: () => memoryStorage() });
    expect(consent.sessionId()).toBe("0123456789abcdef");
  });

  it("lasts as long as the page where storage is denied, and replaces what is not an id", () => {
    const denied = createConsent("session", {
      ...options,
      storage: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    expect(denied.sessionId()).toBe("0123456789abcdef");
    expect(denied.sessionId()).toBe(denied.sessionId());
    expect(() => denied.set("off")).not.toThrow();
    const junk = { "aisle:shop:session": "<script>" };
    expect(createConsent("session", { ...options, storage: () => memoryStorage(junk) }).sessionId()).toBe(
      "0123456789abcdef",
    );
  });

  it("makes ids of its own that differ", () => {
    const id = () =>
      createConsent("session", { namespace: "shop", gpc: () => false, storage: () => memoryStorage() }).sessionId();
    expect(id()).toMatch(/^[0-9a-f]{32}$/);
    expect(id()).not.toBe(id());
  });
});
