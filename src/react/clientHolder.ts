import type { Aisle } from "../page/aisle";

/** A client that may not exist yet: on the server, and before the first effect has run in the browser. */
export interface ClientHolder {
  /** The client if there is one already; never creates. */
  peek(): Aisle | undefined;
  /** The client, created now if need be; only for effects and event handlers. */
  get(): Aisle;
  /** Told when the client appears or goes. */
  subscribe(listener: () => void): () => void;
  /** Keeps a created client alive; the last release disposes it, unless somebody retains in the same breath. */
  retain(): () => void;
}

/** For a client that the shop made and owns. */
export function holdClient(client: Aisle): ClientHolder {
  const nothing = () => undefined;
  return { peek: () => client, get: () => client, subscribe: () => nothing, retain: () => nothing };
}

/** Creates on first use and disposes after the last: effects of children run before those of the provider. */
export function createClientHolder(create: () => Aisle): ClientHolder {
  const listeners = new Set<() => void>();
  let client: Aisle | undefined;
  let users = 0;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    peek: () => client,
    get() {
      if (!client) {
        client = create();
        tell();
      }
      return client;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retain() {
      users += 1;
      return () => {
        users -= 1;
        // StrictMode mounts, unmounts and mounts again at once; that must not cost a worker.
        setTimeout(() => {
          if (users > 0 || !client) return;
          void client.dispose().catch(() => undefined);
          client = undefined;
        }, 0);
      };
    },
  };
}
