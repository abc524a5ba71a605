/** Removes what closed tabs left behind: consent `session` ends with the tab. */
import { removeBehaviour, scopeRange, scopesIn } from "./behaviour";
import type { Connection } from "./connection";
import type { ScopeKey } from "./schema";
import { liveSessions } from "./sessions";

export const PERSISTENT_SCOPE: ScopeKey = "persistent";
const SESSION_PREFIX = "session:";

export function sessionScope(sessionId: string): ScopeKey {
  return SESSION_PREFIX + sessionId;
}

/** Where the browser has no Web Locks, a session is taken for closed after this long without an event (GA4's 30 minutes). */
export const SESSION_IDLE_MS = 30 * 60_000;

export interface PurgeOptions {
  readonly connection: Connection;
  readonly namespace: string;
  readonly locks: LockManager | undefined;
  readonly ownSessionId: string | undefined;
  readonly now: number;
}

/** @returns the session ids that were purged */
export async function purgeSessions(options: PurgeOptions): Promise<string[]> {
  const { connection, ownSessionId } = options;
  const scopes = await connection.run((database) => scopesIn(database));
  const others = [...scopes].filter(
    (scope) => scope.startsWith(SESSION_PREFIX) && scope !== sessionScope(ownSessionId ?? ""),
  );
  if (others.length === 0) return [];
  const alive = await liveSessions(options.locks, options.namespace);
  const purged: string[] = [];
  for (const scope of others) {
    const sessionId = scope.slice(SESSION_PREFIX.length);
    if (alive ? alive.has(sessionId) : await isActive(connection, scope, options.now)) continue;
    await connection.run((database) => removeBehaviour(database, scope));
    purged.push(sessionId);
  }
  return purged;
}

async function isActive(connection: Connection, scope: ScopeKey, now: number): Promise<boolean> {
  const newest = await connection.run(async (database) => {
    const index = database.transaction("events").store.index("byScope");
    return (await index.openCursor(scopeRange(scope), "prev"))?.value.at;
  });
  return newest !== undefined && now - newest < SESSION_IDLE_MS;
}
