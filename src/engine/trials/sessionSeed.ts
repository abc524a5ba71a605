/** The seed of exploration: within a visit a shelf that is asked for again shows the same, on every page of it. */
import type { ScopedStore } from "../store/openStore";

export interface SessionSeedOptions {
  /** Where it is kept between pages; undefined while nothing may be: the seed then lasts as long as the page. */
  readonly store: () => ScopedStore | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 32 bits. */
  readonly randomBits: () => number;
}

/** After so long without a shelf the next one belongs to another visit. */
export const VISIT_MS = 30 * 60_000;
/** How often the end of the visit is moved on, at most. */
const RENEW_MS = 60_000;
const KEY = "exploration";

interface Seed {
  readonly seed: number;
  /** When it was last used. */
  readonly at: number;
}

export function createSessionSeed({ store, now, randomBits }: SessionSeedOptions): () => Promise<number> {
  let own: Seed | undefined;
  return async () => {
    const at = now();
    const kept = readSeed(await store()?.readPersonal(KEY)) ?? own;
    const goesOn = kept && Math.abs(at - kept.at) < VISIT_MS;
    own = goesOn && at - kept.at < RENEW_MS ? kept : { seed: goesOn ? kept.seed : randomBits(), at };
    if (own !== kept) await store()?.writePersonal(KEY, own);
    return own.seed;
  };
}

function readSeed(value: unknown): Seed | undefined {
  const { seed, at } = (value ?? {}) as Partial<Record<keyof Seed, unknown>>;
  return Number.isInteger(seed) && Number.isFinite(at) ? (value as Seed) : undefined;
}
