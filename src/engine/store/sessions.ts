/** Which tabs' sessions are alive: each holds a Web Lock for as long as its engine lives. */

export function sessionLockName(namespace: string, sessionId: string): string {
  return `aisle:${namespace}:session:${sessionId}`;
}

/**
 * Holds the session's lock until released, or until the tab is gone. Shared: a duplicated tab carries a copy of the
 * session id, and both are alive.
 * @returns the release
 */
export function holdSession(locks: LockManager | undefined, namespace: string, sessionId: string): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Opaque origins refuse locks; their sessions then count as gone at the next start.
  locks?.request(sessionLockName(namespace, sessionId), { mode: "shared" }, () => released).catch(() => {});
  return release;
}

/** @returns ids of living sessions, or undefined when the browser cannot tell */
export async function liveSessions(
  locks: LockManager | undefined,
  namespace: string,
): Promise<Set<string> | undefined> {
  try {
    const held = (await locks?.query())?.held;
    const prefix = sessionLockName(namespace, "");
    return held && new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
  } catch {
    return undefined;
  }
}
