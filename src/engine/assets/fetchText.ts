/** A small text file that must be fresh, such as a manifest: revalidated each time, tried again when the line breaks. */
import { AisleError, throwIfAborted } from "../../errors";
import { type FetchChunkOptions, isFinal, refused, sleep } from "./fetchChunk";

export interface FetchTextOptions extends Pick<FetchChunkOptions, "signal" | "fetch" | "tries" | "backoffMs"> {
  /** What to do when it is not there. */
  readonly fix?: string;
}

/** @throws AisleError `ASSET_UNREACHABLE` (`seen`: the status, where there was an answer), `ABORTED` */
export async function fetchText(url: string, options: FetchTextOptions): Promise<string> {
  const { tries = 4, backoffMs = (n: number) => 400 * 2 ** (n - 1), signal, fix } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  for (let attempt = 1; ; attempt++) {
    let failure: AisleError;
    try {
      const response = await fetch(url, { signal, cache: "no-cache" });
      if (response.ok) return await response.text();
      failure = refused(response, url, fix);
      if (isFinal(failure)) throw failure;
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof AisleError) throw error;
      failure = new AisleError("ASSET_UNREACHABLE", `${url} could not be fetched: ${(error as Error).message}.`, {
        cause: error,
      });
    }
    if (attempt >= tries) throw failure;
    await sleep(backoffMs(attempt), signal);
  }
}
