/** Opens a feed's URL. */
import { AisleError } from "../../errors";

/** The part of `fetch` that is used. */
export type FetchFeed = (url: string, init: { readonly signal?: AbortSignal }) => Promise<Response>;

export interface OpenFeed {
  readonly stream: ReadableStream<Uint8Array>;
  readonly contentType: string;
}

/**
 * @throws AisleError `CATALOG_UNREADABLE` when the server answers with an error (its `cause` is a `RetryableAnswer` where
 * trying again may help) or without a body; errors of the network pass unchanged.
 */
export async function openFeed(fetch: FetchFeed, url: string, signal: AbortSignal): Promise<OpenFeed> {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) {
    await response.body?.cancel().catch(() => undefined);
    throw new AisleError("CATALOG_UNREADABLE", `The catalogue at ${url} answered ${response.status}.`, {
      seen: response.status,
      fix: "Check the address and that the shop's own origin may read it.",
      cause: mayRecover(response.status) ? new RetryableAnswer(String(response.status)) : undefined,
    });
  }
  return { stream: response.body, contentType: response.headers.get("content-type") ?? "" };
}

class RetryableAnswer extends Error {}

function mayRecover(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** Whether the failure may pass by itself: a broken connection or a busy server, never a bad feed. */
export function isPassing(error: unknown): boolean {
  return error instanceof AisleError ? error.cause instanceof RetryableAnswer : true;
}
