/** What a shopper has answered, and what it cost: each question once, and never more than the budget in a window. */
import { DAY_MS } from "../decay";

export interface LedgerEntry {
  readonly question: string;
  readonly epsilon: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Budget {
  readonly epsilon: number;
  readonly days: number;
}

/** An answer is noted before it is sent: what is sent twice by an accident of the network is the same answer. */
export function affordable(
  ledger: readonly LedgerEntry[],
  { question, epsilon, budget, now }: { question: string; epsilon: number; budget: Budget; now: number },
): boolean {
  if (ledger.some((entry) => entry.question === question)) return false;
  return spent(ledger, budget, now) + epsilon <= budget.epsilon + 1e-9;
}

/** Entries of a clock that ran ahead count: no jump of a clock buys another answer. */
export function spent(ledger: readonly LedgerEntry[], { days }: Budget, now: number): number {
  return ledger.filter(({ at }) => at > now - days * DAY_MS).reduce((sum, { epsilon }) => sum + epsilon, 0);
}

/** Reads what storage holds; a ledger that cannot be read is full, not empty. */
export function readLedger(value: unknown, now: number): readonly LedgerEntry[] {
  if (value === undefined) return [];
  const known = Array.isArray(value) ? value : undefined;
  const isEntry = (one: unknown): one is LedgerEntry => {
    const { question, epsilon, at } = (one ?? {}) as Partial<Record<keyof LedgerEntry, unknown>>;
    return typeof question === "string" && typeof epsilon === "number" && epsilon >= 0 && Number.isFinite(at);
  };
  if (known?.every(isEntry)) return known;
  return [{ question: "", epsilon: Number.POSITIVE_INFINITY, at: now }];
}
