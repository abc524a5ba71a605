/**
 * The shopper under each purpose: ads are another purpose than products, so their log is another database. What each keeps,
 * and where, follows the consent given for it.
 */
import { AisleError } from "../errors";
import type { Consent, EventRecord, Item, Purpose } from "../types";
import type { ImportHow, ProfileFile } from "./engine.protocol";
import { Shopper } from "./shopper";
import { eraseStored } from "./store/eraseStored";
import { openStore } from "./store/openStore";
import type { StoreScope } from "./store/store";

export interface ShoppersOptions {
  readonly namespace: string;
  readonly consent: Consent;
  /** The tab's session id, for consent `session`. */
  readonly sessionId?: string;
  readonly sensitiveCategories: readonly string[];
  readonly itemOf: (id: string) => Item | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly locks?: LockManager;
  readonly caches?: CacheStorage;
  readonly onDegraded: (error: unknown, instead: string) => void;
}

/** One shopper for each purpose; asked each time, because consent replaces them. */
export interface Shoppers extends Readonly<Record<Purpose, Shopper>> {
  readonly consent: Consent;
  /** Reads what is stored anew: at the start, when the catalogue's facts arrive, after another tab's erasure. */
  load(): Promise<void>;
  /** Rejects with `STORAGE_FAILED` when the device did not erase what may no longer be kept. */
  setConsent(consent: Consent, sessionId: string | undefined): Promise<void>;
  /** Events of both purposes in one file. */
  export(): Promise<ProfileFile>;
  /** @throws AisleError `PROFILE_UNREADABLE`, `OPTIONS_INVALID`; what was known before is then untouched */
  import(file: unknown, how: ImportHow): Promise<void>;
  erase(what: "behaviour" | "everything"): Promise<void>;
  close(): void;
}

export const PURPOSES = ["products", "ads"] as const satisfies readonly Purpose[];

/** Never rejects: where the device's storage cannot be had, memory takes its place. The shoppers are not loaded yet. */
export async function openShoppers(options: ShoppersOptions): Promise<Shoppers> {
  const { sensitiveCategories, itemOf, now, locks, caches, onDegraded } = options;
  let { consent } = options;

  async function open(purpose: Purpose, sessionId: string | undefined): Promise<Shopper> {
    const namespace = purpose === "products" ? options.namespace : `${options.namespace}.${purpose}`;
    // `off` is an answer: what an earlier visit kept goes. `pending` is none: nothing is touched.
    if (consent[purpose] === "off") {
      await eraseStored(namespace, "behaviour", { caches }).catch((error) =>
        onDegraded(error, "what an earlier visit stored could not be erased"),
      );
    }
    const store = await openStore({
      namespace,
      scope: scopeOf(consent[purpose], sessionId),
      now,
      locks,
      caches,
      onDegraded: (reason, cause) =>
        onDegraded(new AisleError("STORAGE_FAILED", reason, { cause }), "memory is used until the page is left"),
    });
    const factsOf = ({ itemId }: EventRecord) => {
      const item = itemId === undefined ? undefined : itemOf(itemId);
      return item && { ...item, price: item.salePrice ?? item.price };
    };
    return new Shopper({ store, now, factsOf, sensitiveCategories, onDegraded });
  }

  const all: Record<Purpose, Shopper> = {
    products: await open("products", options.sessionId),
    ads: await open("ads", options.sessionId),
  };

  return {
    get products() {
      return all.products;
    },
    get ads() {
      return all.ads;
    },
    get consent() {
      return consent;
    },
    async load() {
      for (const purpose of PURPOSES) await all[purpose].load();
    },
    async setConsent(next, sessionId) {
      const before = consent;
      consent = next;
      for (const purpose of PURPOSES) {
        if (next[purpose] === before[purpose]) continue;
        if (next[purpose] === "pending") {
          all[purpose].store.close();
          all[purpose] = await open(purpose, undefined);
        } else {
          await all[purpose].store.changeScope(scopeOf(next[purpose], sessionId));
          await all[purpose].load();
        }
      }
    },
    async export() {
      const [products, ads] = await Promise.all([all.products.export(), all.ads.export()]);
      return { ...products, events: [...products.events, ...ads.events] };
    },
    async import(file, how) {
      const { importProfile } = await import("./importProfile");
      await importProfile(file, how, { ...all, consent });
    },
    async erase(what) {
      for (const purpose of ["ads", "products"] as const) await all[purpose].erase(what);
    },
    close() {
      for (const shopper of Object.values(all)) shopper.store.close();
    },
  };
}

function scopeOf(consent: Consent[Purpose], sessionId: string | undefined): StoreScope {
  if (consent === "persistent") return { kind: "persistent" };
  return consent === "session" && sessionId !== undefined ? { kind: "session", sessionId } : { kind: "memory" };
}
