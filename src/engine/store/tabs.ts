/** What the tabs of one shop tell each other, and which of them embeds. */

export type TabMessage =
  /** Read on from the last sequence you know. */
  | { readonly type: "events-appended" }
  /** Nothing of the shopper is known any more; with `everything` the caches are gone as well. */
  | { readonly type: "erased"; readonly what: "behaviour" | "everything" }
  | { readonly type: "vectors-written"; readonly modelId: string }
  | { readonly type: "catalog-updated" };

export interface Tabs {
  /** Tells every other tab; never this one. */
  announce(message: TabMessage): void;
  /** @returns the unsubscribe */
  subscribe(listener: (message: TabMessage) => void): () => void;
  close(): void;
}

/** The part of BroadcastChannel that is used. */
export type TabChannel = Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close">;

/** @param openChannel absent, or throwing, where the browser has no BroadcastChannel: the tab is then on its own */
export function createTabs(
  namespace: string,
  openChannel: ((name: string) => TabChannel) | undefined = browserChannel(),
): Tabs {
  const listeners = new Set<(message: TabMessage) => void>();
  let channel: TabChannel | undefined;
  try {
    channel = openChannel?.(`aisle:${namespace}`);
  } catch {
    channel = undefined;
  }
  channel?.addEventListener("message", (event) => {
    const message = readTabMessage((event as MessageEvent<unknown>).data);
    if (message) for (const listener of [...listeners]) listener(message);
  });
  return {
    announce(message) {
      try {
        channel?.postMessage(message);
      } catch {
        // Closed while the page goes away: nobody is left to tell.
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      channel?.close();
      channel = undefined;
    },
  };
}

function browserChannel(): ((name: string) => TabChannel) | undefined {
  return typeof BroadcastChannel === "undefined" ? undefined : (name) => new BroadcastChannel(name);
}

/** A tab of another version may say anything; what is not understood is passed over. */
export function readTabMessage(data: unknown): TabMessage | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { type, what, modelId } = data as { type?: unknown; what?: unknown; modelId?: unknown };
  switch (type) {
    case "events-appended":
    case "catalog-updated":
      return { type };
    case "erased":
      return what === "behaviour" || what === "everything" ? { type, what } : undefined;
    case "vectors-written":
      return typeof modelId === "string" ? { type, modelId } : undefined;
    default:
      return undefined;
  }
}
