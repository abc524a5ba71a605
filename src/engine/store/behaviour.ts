/** Moving what is known of a shopper from one scope to another, in one transaction: all of it or nothing. */
import type { IDBPTransaction } from "idb";
import type { AisleSchema, Database, ScopeKey } from "./schema";
import { BEHAVIOUR_STORES } from "./schema";
import type { ProfileCheckpoint, StoredEvent } from "./store";
import { transact } from "./transact";

export interface Behaviour {
  /** Ascending by sequence. */
  readonly events: readonly StoredEvent[];
  readonly checkpoint: ProfileCheckpoint | undefined;
  readonly personal: ReadonlyMap<string, unknown>;
}

export const NOTHING: Behaviour = { events: [], checkpoint: undefined, personal: new Map() };

type BehaviourTransaction<Mode extends "readonly" | "readwrite"> = IDBPTransaction<
  AisleSchema,
  (typeof BEHAVIOUR_STORES)[number][],
  Mode
>;

/** All rows of a scope; `[]` sorts after every number and string. */
export function scopeRange(scope: ScopeKey): IDBKeyRange {
  return IDBKeyRange.bound([scope], [scope, []]);
}

export async function readPersonal(database: Database, scope: ScopeKey): Promise<Map<string, unknown>> {
  const rows = await database.getAll("personal", scopeRange(scope));
  return new Map(rows.map((row) => [row.key, row.value]));
}

/**
 * Adds `behaviour` to what `scope` holds, after it, with new sequences; events already there by id are left out.
 * The checkpoint comes along only into an empty scope: one that others' events precede would hide them from the fold.
 */
export async function adoptBehaviour(database: Database, scope: ScopeKey, behaviour: Behaviour): Promise<void> {
  const transaction = database.transaction([...BEHAVIOUR_STORES], "readwrite", { durability: "strict" });
  await transact(transaction, () => adopt(transaction, scope, behaviour));
}

export async function moveBehaviour(database: Database, from: ScopeKey, to: ScopeKey): Promise<void> {
  const transaction = database.transaction([...BEHAVIOUR_STORES], "readwrite", { durability: "strict" });
  await transact(transaction, async () => {
    const behaviour = await read(transaction, from);
    await remove(transaction, from);
    await adopt(transaction, to, behaviour);
  });
}

export async function removeBehaviour(database: Database, scope: ScopeKey): Promise<void> {
  const transaction = database.transaction([...BEHAVIOUR_STORES], "readwrite");
  await transact(transaction, () => remove(transaction, scope));
}

/** Every scope that holds anything. */
export async function scopesIn(database: Database): Promise<Set<ScopeKey>> {
  const transaction = database.transaction([...BEHAVIOUR_STORES], "readonly");
  const scopes = new Set<ScopeKey>(await transaction.objectStore("checkpoints").getAllKeys());
  for (const [scope] of await transaction.objectStore("personal").getAllKeys()) scopes.add(scope);
  // Hops from scope to scope instead of walking every event.
  let cursor = await transaction.objectStore("events").index("byScope").openKeyCursor();
  while (cursor) {
    const [scope] = cursor.key;
    scopes.add(scope);
    cursor = await cursor.continue([scope, []] as never);
  }
  return scopes;
}

async function read(
  transaction: BehaviourTransaction<"readonly"> | BehaviourTransaction<"readwrite">,
  scope: ScopeKey,
): Promise<Behaviour> {
  const [rows, checkpoint, personal] = await Promise.all([
    transaction.objectStore("events").index("byScope").getAll(scopeRange(scope)),
    transaction.objectStore("checkpoints").get(scope),
    transaction.objectStore("personal").getAll(scopeRange(scope)),
  ]);
  return {
    events: rows.map(({ scope: _scope, ...event }) => event as StoredEvent),
    checkpoint: checkpoint && withoutScope(checkpoint),
    personal: new Map(personal.map((row) => [row.key, row.value])),
  };
}

async function remove(transaction: BehaviourTransaction<"readwrite">, scope: ScopeKey): Promise<void> {
  const events = transaction.objectStore("events");
  const keys = await events.index("byScope").getAllKeys(scopeRange(scope));
  await Promise.all([
    ...keys.map((key) => events.delete(key)),
    transaction.objectStore("checkpoints").delete(scope),
    transaction.objectStore("personal").delete(scopeRange(scope)),
  ]);
}

async function adopt(
  transaction: BehaviourTransaction<"readwrite">,
  scope: ScopeKey,
  behaviour: Behaviour,
): Promise<void> {
  const events = transaction.objectStore("events");
  const checkpoints = transaction.objectStore("checkpoints");
  const occupied =
    (await events.index("byScope").count(scopeRange(scope))) > 0 || (await checkpoints.get(scope)) !== undefined;
  const { checkpoint } = behaviour;
  // Where the checkpoint stands among the new sequences: behind the last event it covers.
  let covered: number | undefined;
  let first: number | undefined;
  for (const { sequence, ...event } of behaviour.events) {
    if ((await events.index("byId").getKey([scope, event.id])) !== undefined) continue;
    const added = await events.add({ ...event, scope });
    first ??= added;
    if (checkpoint && sequence <= checkpoint.sequence) covered = added;
  }
  if (checkpoint && !occupied) {
    await checkpoints.put({ ...checkpoint, sequence: covered ?? (first === undefined ? 0 : first - 1), scope });
  }
  for (const [key, value] of behaviour.personal) await transaction.objectStore("personal").put({ scope, key, value });
}

export function withoutScope<T extends { readonly scope: ScopeKey }>(row: T): Omit<T, "scope"> {
  const { scope: _scope, ...rest } = row;
  return rest;
}
