/**
 * What is known of the shopper, for one purpose: the event log in the store and the profile folded from it. The state is
 * the checkpoint plus the events after it; the log may be pruned behind the checkpoint.
 */
import type { AisleError } from "../errors";
import { emptyProfile } from "../profile/emptyProfile";
import { foldAll } from "../profile/fold";
import type { ItemFacts, ProfileState } from "../profile/profileState";
import { readProfile } from "../profile/readProfile";
import type { EventRecord } from "../types";
import type { ProfileFile } from "./engine.protocol";
import { readAttributes } from "./readAttributes";
import type { ScopedStore } from "./store/openStore";
import type { Retention, StoredEvent } from "./store/store";

export interface ShopperOptions {
  readonly store: ScopedStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly factsOf: (event: EventRecord) => ItemFacts | undefined;
  readonly sensitiveCategories: readonly string[];
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export const RETENTION: Retention = { maxEvents: 5_000, maxAgeMs: 400 * 86_400_000 };
/** Events between checkpoints: how much is folded again at a start. */
export const CHECKPOINT_EVERY = 100;

export class Shopper {
  state: ProfileState = emptyProfile();
  attributes: Readonly<Record<string, string>> = {};
  paused = false;
  /** What friends have shared, as it is kept; `engine/tastes` reads it. */
  tastes: unknown;
  #options: ShopperOptions;
  #sequence = Number.NEGATIVE_INFINITY;
  #sinceCheckpoint = 0;
  #turns: Promise<unknown> = Promise.resolve();

  constructor(options: ShopperOptions) {
    this.#options = options;
  }

  get store(): ScopedStore {
    return this.#options.store;
  }

  /** Reads checkpoint and tail anew: at the start, when the catalogue's facts arrive, after a change of scope. */
  load(): Promise<void> {
    return this.#inTurn(() => this.#load());
  }

  /** Folds in what is in the log and not yet in the state: this tab's events and other tabs'. */
  catchUp(): Promise<void> {
    return this.#inTurn(() => this.#catchUp());
  }

  async #load(): Promise<void> {
    const { store } = this.#options;
    const [checkpoint, attributes, paused, tastes] = await Promise.all([
      store.readCheckpoint(),
      store.readPersonal("attributes"),
      store.readPersonal("paused"),
      store.readPersonal("tastes"),
    ]);
    this.state = emptyProfile();
    this.#sequence = Number.NEGATIVE_INFINITY;
    if (checkpoint) {
      try {
        this.state = readProfile(checkpoint.profile);
        this.#sequence = checkpoint.sequence;
      } catch (error) {
        this.#options.onDegraded(error as AisleError, "the profile is folded again from the events that are left");
      }
    }
    this.attributes = readAttributes(attributes);
    this.paused = paused === true;
    this.tastes = tastes;
    await this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    this.#fold(await this.#options.store.eventsAfter(this.#sequence));
  }

  /** Durable when it resolves. @returns the records that were new */
  async record(records: readonly EventRecord[]): Promise<readonly StoredEvent[]> {
    const stored = await this.#options.store.append(records);
    if (stored.length > 0) await this.#inTurn(() => this.#foldStored(stored));
    if (this.#sinceCheckpoint >= CHECKPOINT_EVERY) await this.checkpoint();
    return stored;
  }

  /** The log's order is the fold's order: another tab, or another call of this one, may have written in between. */
  async #foldStored(stored: readonly StoredEvent[]): Promise<void> {
    if (stored[stored.length - 1].sequence <= this.#sequence) return;
    if (stored[0].sequence === this.#sequence + 1) this.#fold(stored);
    else await this.#catchUp();
  }

  /** Writes the state down and prunes the log behind it. */
  checkpoint(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#sinceCheckpoint === 0) return;
      const { store, now } = this.#options;
      this.#sinceCheckpoint = 0;
      await store.writeCheckpoint({ schemaVersion: 1, sequence: this.#sequence, profile: this.state });
      await store.prune(RETENTION, now());
    });
  }

  async setAttributes(attributes: Readonly<Record<string, string>>): Promise<void> {
    this.attributes = readAttributes({ ...this.attributes, ...attributes });
    await this.#options.store.writePersonal("attributes", this.attributes);
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
    await this.#options.store.writePersonal("paused", paused);
  }

  async setTastes(tastes: readonly object[]): Promise<void> {
    this.tastes = tastes.length > 0 ? tastes : undefined;
    await this.#options.store.writePersonal("tastes", this.tastes);
  }

  /**
   * The whole log; where it has been pruned, what was folded of it, the events after, and those of explored shelves that are
   * still there.
   */
  async export(): Promise<ProfileFile> {
    const { store, now } = this.#options;
    const checkpoint = await store.readCheckpoint();
    const all = await store.eventsAfter(Number.NEGATIVE_INFINITY);
    const covered = checkpoint?.sequence ?? Number.NEGATIVE_INFINITY;
    const records = (keep: (event: StoredEvent) => boolean) =>
      all.filter(keep).map(({ sequence, ...record }) => record);
    const tail = records(({ sequence }) => sequence > covered);
    const folded = (checkpoint?.profile as Partial<ProfileState> | undefined)?.events ?? 0;
    const isWhole = folded === all.length - tail.length;
    const shelves = new Set(all.map((event) => event.explored && event.recommendationId));
    shelves.delete(undefined);
    const explored = records((event) => event.sequence <= covered && shelves.has(event.recommendationId));
    return {
      format: "aisle-profile",
      schemaVersion: 1,
      exportedAt: now(),
      checkpoint: isWhole ? undefined : checkpoint?.profile,
      attributes: this.attributes,
      events: isWhole ? records(() => true) : tail,
      ...(!isWhole && explored.length > 0 && { explored }),
    };
  }

  /** Folds what the log holds, and writes down what `change` makes of it. */
  rewrite(change: (state: ProfileState) => ProfileState): Promise<void> {
    return this.#inTurn(async () => {
      await this.#catchUp();
      this.state = change(this.state);
      this.#sequence = Math.max(0, this.#sequence);
      this.#sinceCheckpoint = 0;
      await this.store.writeCheckpoint({ schemaVersion: 1, sequence: this.#sequence, profile: this.state });
    });
  }

  erase(what: "behaviour" | "everything"): Promise<void> {
    return this.#inTurn(async () => {
      await this.#options.store.erase(what);
      this.attributes = {};
      this.paused = false;
      this.tastes = undefined;
      this.state = emptyProfile();
      this.#sequence = Number.NEGATIVE_INFINITY;
      this.#sinceCheckpoint = 0;
    });
  }

  /** State and sequence belong together: whatever moves them goes one after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turns.then(work);
    this.#turns = result.catch(() => undefined);
    return result;
  }

  #fold(events: readonly StoredEvent[]): void {
    if (events.length === 0) return;
    const { factsOf, sensitiveCategories } = this.#options;
    this.state = foldAll(this.state, events, factsOf, { sensitiveCategories });
    this.#sequence = events[events.length - 1].sequence;
    this.#sinceCheckpoint += events.length;
  }
}
