import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactProfile } from "../../profile/compactProfile";
import { DAY_MS } from "../../profile/decay";
import { emptyProfile } from "../../profile/emptyProfile";
import { foldAll } from "../../profile/fold";
import { readProfile } from "../../profile/readProfile";
import type { EventRecord } from "../../types";
import { MAX_CODE_BYTES, profileLink, readTransferLink, tasteLink } from "./links";
import { deflate, seal, unseal } from "./sealed";

const random = (bytes: number) => webcrypto.getRandomValues(new Uint8Array(bytes));
const passphrase = "correct horse battery";
const options = { passphrase, random, iterations: 1_000 };
const value = { format: "aisle-profile", events: [{ id: "e1", title: "Tasse à café ☕" }] };
const code = (error: unknown) => (error as { code?: string }).code;

describe("a sealed profile", () => {
  it("opens with its passphrase, on any keyboard, and is another file every time", async () => {
    const sealed = await seal(value, options);
    expect(await unseal(sealed, passphrase)).toEqual(value);
    expect(await seal(value, options)).not.toEqual(sealed);
    const composed = await seal(value, { ...options, passphrase: "Straße für Käthe" });
    expect(await unseal(composed, "Straße für Käthe".normalize("NFD"))).toEqual(value);
  });

  it("takes six hundred thousand iterations when nobody says otherwise", async () => {
    const sealed = await seal(1, { passphrase, random });
    expect(new DataView(sealed.buffer).getUint32(8, true)).toBe(600_000);
    expect(await unseal(sealed, passphrase)).toBe(1);
  });

  it("tells a wrong passphrase from a changed file", async () => {
    const sealed = await seal(value, options);
    await expect(unseal(sealed, "correct horse batterz")).rejects.toMatchObject({ code: "PASSPHRASE_WRONG" });
    const changed = sealed.slice();
    changed[sealed.length - 3] ^= 1;
    await expect(unseal(changed, passphrase)).rejects.toMatchObject({ code: "PROFILE_UNREADABLE" });
  });

  it("says so whichever byte was changed, and wherever it was cut", async () => {
    const sealed = await seal(value, options);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sealed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(sealed.length - 1),
        async (at, flip, end) => {
          const changed = sealed.slice();
          changed[at] ^= flip;
          // A count of iterations that is still possible would only take its time.
          fc.pre(at < 8 || at > 11);
          expect(await unseal(changed, passphrase).catch(code)).toMatch(/^(PROFILE_UNREADABLE|PASSPHRASE_WRONG)$/);
          expect(await unseal(sealed.slice(0, end), passphrase).catch(code)).toBe("PROFILE_UNREADABLE");
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps no device busy for a hostile count of iterations", async () => {
    const sealed = await seal(value, options);
    for (const iterations of [0, 4_294_967_295]) {
      const changed = sealed.slice();
      new DataView(changed.buffer).setUint32(8, iterations, true);
      await expect(unseal(changed, passphrase)).rejects.toThrow(/iterations/);
    }
  });

  it("answers junk with a typed error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (junk) => {
        expect(await unseal(junk, passphrase).catch(code)).toBe("PROFILE_UNREADABLE");
      }),
    );
  });

  it("refuses a passphrase that anybody would guess", async () => {
    await expect(seal(value, { ...options, passphrase: "1234567" })).rejects.toMatchObject({ code: "PASSPHRASE_WEAK" });
  });

  it("unfolds no bomb, even from somebody who knows the passphrase", async () => {
    const bomb = new Uint8Array(40_000_000).fill(32);
    const packed = await deflate(bomb);
    expect(packed?.length).toBeLessThan(100_000);
    const link = `#aisle-taste=${Buffer.from([1, ...(packed as Uint8Array)]).toString("base64url")}`;
    await expect(readTransferLink(link)).rejects.toMatchObject({ code: "PROFILE_UNREADABLE" });
  });
});

describe("links", () => {
  it("carry a sealed profile in the fragment", async () => {
    const sealed = await seal(value, options);
    const link = profileLink("https://shop.example/move?x=1#old", sealed);
    expect(link.startsWith("https://shop.example/move?x=1#aisle-profile=")).toBe(true);
    const read = await readTransferLink(new URL(link).hash);
    expect(read?.kind === "profile" && (await unseal(read.sealed, passphrase))).toEqual(value);
  });

  it("carry a taste", async () => {
    const card = { kind: "aisle-taste", schemaVersion: 1, name: "Mira", items: ["mug-1", "马克杯"] } as const;
    const read = await readTransferLink(
      new URL(await tasteLink("https://shop.example/", { ...card, items: [...card.items] })).hash,
    );
    expect(read).toEqual({ kind: "taste", card });
  });

  it("are none of ours, or broken, and nothing else", async () => {
    expect(await readTransferLink("#/product/mug-1")).toBeUndefined();
    expect(await readTransferLink("")).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("profile", "taste"), fc.string(), async (kind, junk) => {
        const read = await readTransferLink(`#aisle-${kind}=${junk}`).catch(code);
        if (typeof read === "string") expect(read).toBe("PROFILE_UNREADABLE");
        else expect(read?.kind).toBe("profile");
      }),
    );
  });

  it.each([
    ["no name", { name: " ", items: ["a"] }],
    ["nothing liked", { name: "Mira", items: [] }],
    ["a hundred things", { name: "Mira", items: Array.from({ length: 100 }, (_, i) => `i${i}`) }],
    ["more than a taste", { name: "Mira", items: ["a"], email: "mira@example.org" }],
  ])("refuse a taste with %s", async (_, fields) => {
    const text = JSON.stringify({ kind: "aisle-taste", schemaVersion: 1, ...fields });
    const link = `#aisle-taste=${Buffer.from(`\0${text}`).toString("base64url")}`;
    await expect(readTransferLink(link)).rejects.toMatchObject({ code: "PROFILE_UNREADABLE" });
  });
});

describe("compactProfile", () => {
  const now = Date.UTC(2026, 10, 1);
  const events = Array.from(
    { length: 600 },
    (_, i): EventRecord => ({
      id: `e${i}`,
      name: i % 7 === 0 ? "purchase" : "view_item",
      at: now - (600 - i) * (DAY_MS / 3),
      collection: "products",
      purpose: "products",
      itemId: `aisle-kt-${i % 130}`,
      transactionId: i % 7 === 0 ? `order-${i}` : undefined,
    }),
  );
  const profile = foldAll(emptyProfile(), events, ({ itemId }) => ({
    category: ["Kitchen", `kind ${(itemId?.length ?? 0) % 9}`],
    brand: "Hearth",
    price: 9,
    currency: "EUR",
  }));

  it("fits a code on the screen with the twenty strongest interests, and is read like any other", async () => {
    const compact = compactProfile(profile, now, 20);
    const file = {
      format: "aisle-profile",
      schemaVersion: 1,
      exportedAt: now,
      checkpoint: compact,
      attributes: {},
      events: [],
    };
    const sealed = await seal(file, options);
    expect(sealed.length).toBeLessThan(MAX_CODE_BYTES);
    expect(readProfile(JSON.parse(JSON.stringify(compact)))).toEqual(compact);
    expect(Object.keys(compact.items).length).toBe(20);
  });

  it("keeps the strongest, and refusals before all", () => {
    const refused = foldAll(
      profile,
      [{ ...events[0], id: "no", name: "not_interested", itemId: "never" }],
      () => undefined,
    );
    const compact = compactProfile(refused, now, 5);
    expect(compact.items.never.muted).toBe(true);
    expect(compact.edits).toEqual(refused.edits);
  });
});
