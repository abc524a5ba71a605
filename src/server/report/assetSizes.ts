import type { AssetFiles } from "../../format/assets/assetParts";
import type { AssetManifest } from "../../format/assets/manifest";
import { brotli, effortFor } from "../assets/assetFolder";
import { deltaSizes } from "../publish/deltaSize";
import type { AssetSize } from "./report";

/** @param previous the build that is replaced, if there was one */
export function assetSizes({ manifest, files }: AssetFiles, previous?: AssetManifest): AssetSize[] {
  const effort = effortFor(files);
  const packed = (file: string) => brotli(files.get(file) as Uint8Array, effort).length;
  return deltaSizes(manifest, previous).map(({ role, name, bytes, before, delta }, i) => ({
    role,
    name,
    bytes,
    brotli: manifest.files[i].chunks.reduce((sum, { file }) => sum + packed(file), 0),
    ...(previous && { before: before ?? 0, delta }),
  }));
}
