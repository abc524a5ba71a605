/** What becomes of a `track` call: read, allowed, and cleaned of doubles, floods and strangers, each counted by reason. */
import type { Consent, DropReason, EventRecord } from "../../types";
import { createFloodGate } from "./floodGate";
import { type Dropped, type ReadEvent, type ReadEventContext, readEvent } from "./readEvent";

export interface IntakeOptions extends Omit<ReadEventContext, "now"> {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Of such an item nothing is kept but a refusal. */
  readonly isSensitive?: (itemId: string) => boolean;
}

/** What the shopper allows at the moment. */
export interface Allowed {
  readonly consent: Consent;
  readonly paused: boolean;
}

export interface Intake {
  /**
   * Hands the records on that are to be stored.
   * @throws AisleError `EVENT_INVALID` for an unknown event name, and nothing else
   */
  take(name: unknown, params: unknown, allowed: Allowed): ReadEvent;
  /** All that was refused so far. */
  dropped(): Readonly<Dropped>;
}

/** A listener registered twice fires within milliseconds; a person does not repeat an act so fast. */
export const DUPLICATE_MS = 400;
export const MAX_ACTS_PER_WINDOW = 60;
/** A page may report each item that scrolls into view. */
export const MAX_IMPRESSIONS_PER_WINDOW = 300;
const REMEMBERED = 1_000;

export function createIntake(options: IntakeOptions): Intake {
  const total: Dropped = {};
  const acts = createFloodGate(MAX_ACTS_PER_WINDOW);
  const impressions = createFloodGate(MAX_IMPRESSIONS_PER_WINDOW);
  /** When an act on an item was last seen; the oldest are forgotten. */
  const lastSeen = new Map<string, number>();

  function isDouble(record: EventRecord): boolean {
    const transaction = record.transactionId !== undefined && ["purchase", "refund"].includes(record.name);
    const key = transaction
      ? record.id
      : JSON.stringify([record.name, record.collection, record.itemId, record.query, record.rating]);
    const last = lastSeen.get(key);
    // Deleted first, so that the map stays in the order of the latest sight.
    lastSeen.delete(key);
    // A repeated act moves the window on: a stuck key is one act, however long it is held.
    lastSeen.set(key, record.at);
    if (lastSeen.size > REMEMBERED) lastSeen.delete(lastSeen.keys().next().value as string);
    return last !== undefined && (transaction || Math.abs(record.at - last) < DUPLICATE_MS);
  }

  function sieve(records: readonly EventRecord[], allowed: Allowed, drop: (reason: DropReason) => void) {
    const kept: EventRecord[] = [];
    for (const record of records) {
      // The shopper's own word counts also while watching is paused, and as fast as a slider moves.
      const spoken = record.name === "edit_interest" || record.name === "not_interested";
      if (allowed.consent[record.purpose] === "pending") drop("no_consent");
      else if (allowed.paused && !spoken) drop("paused");
      else if (isUnknown(record)) drop("unknown_item");
      else if (!spoken && record.itemId !== undefined && options.isSensitive?.(record.itemId)) drop("sensitive");
      else if (record.name !== "edit_interest" && isDouble(record)) drop("duplicate");
      else kept.push(record);
    }
    if (kept.length === 0 || kept[0].name === "edit_interest") return kept;
    // A list of items is one act.
    const gate = kept[0].impression ? impressions : acts;
    if (gate.admits(kept[0].at)) return kept;
    for (const _ of kept) drop("flood");
    return [];
  }

  function isUnknown(record: EventRecord): boolean {
    return record.itemId !== undefined && options.isKnown?.(record.collection, record.itemId) === false;
  }

  return {
    take(name, params, allowed) {
      const { records, dropped: unread } = readEvent(name, params, { ...options, now: options.now() });
      const dropped: Dropped = { ...unread };
      const kept = sieve(records, allowed, (reason) => {
        dropped[reason] = (dropped[reason] ?? 0) + 1;
      });
      for (const [reason, times] of Object.entries(dropped) as [DropReason, number][]) {
        total[reason] = (total[reason] ?? 0) + times;
      }
      return { records: kept, dropped };
    },
    dropped: () => ({ ...total }),
  };
}
