import { AisleError } from "../errors";

/** Shelves wait for it no longer: they are ranked without. */
const WITHIN_MS = 4_000;

/**
 * A file of the shop's, the same for everybody: its rules, its experiments.
 * @throws AisleError `ASSET_UNREACHABLE`, or whatever `fetch` throws without a network, or after its time
 */
export async function fetchShopFile(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { cache: "no-cache", signal: AbortSignal.timeout(WITHIN_MS) });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new AisleError("ASSET_UNREACHABLE", `${url} answered ${response.status}.`, { seen: response.status });
}
