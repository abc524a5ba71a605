import { AisleError } from "../errors";
import type { SharedPicture } from "./aisle";
import { readPictures } from "./readPictures";

/**
 * Fetches the pictures that are the same for everybody, all of them: which are on a shelf must not show in the requests.
 * @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`
 */
export async function openPictures(assetsUrl: string): Promise<ReadonlyMap<string, SharedPicture>> {
  const url = new URL("pictures.json", assetsUrl).href;
  const response = await fetch(url).catch((cause: unknown) => {
    throw new AisleError("ASSET_UNREACHABLE", `${url} could not be fetched.`, { cause });
  });
  if (!response.ok) throw new AisleError("ASSET_UNREACHABLE", `${url} answered ${response.status}.`);
  const pictures = readPictures(await response.json().catch(() => undefined), assetsUrl);
  for (const file of new Set([...pictures.values()].map((picture) => picture.url))) {
    // Kept alive by the browser's own cache; a shelf that shows a tile finds it there.
    new Image().src = file;
  }
  return pictures;
}
