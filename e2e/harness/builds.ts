/** Builds for the harness shop: vectors of the real encoder, and weights made up so that a test knows what they say. */
import { join } from "node:path";
import { itemText } from "../../src/encoder/itemText";
import { textHash } from "../../src/encoder/textKey";
import { type AssetFiles, type AssetParts, writeAssets } from "../../src/format/assets/assetParts";
import { type AssetManifest, AVAILABILITY_FILE, writeAssetManifest } from "../../src/format/assets/manifest";
import type { BlendPlacements } from "../../src/format/behaviour/blend";
import { sampleBuild } from "../../src/ranking/learned/sampleBuild";
import { sha256 } from "../../src/server/encoder/sha256";
import { embedItems } from "../../src/server/vectors/embedItems";
import { reduceVectors } from "../../src/server/vectors/reduceVectors";
import type { Item } from "../../src/types";
import { GOODS } from "./goods";
import type { ShopServer } from "./shopServer";

export const ENCODER_FOLDER = join(process.cwd(), "public/aisle/encoder");
const CACHE = join(process.cwd(), "node_modules/.cache/aisle/e2e");

export interface HarnessBuild extends AssetFiles {
  readonly parts: AssetParts;
}

export interface BuildOptions {
  readonly items?: readonly Item[];
  /** Terms in place of the sample's. */
  readonly blend?: BlendPlacements;
  readonly spaces?: AssetParts["spaces"];
  readonly catalog?: readonly Item[];
  readonly availability?: AssetManifest["availability"];
  readonly enabled?: boolean;
}

export async function harnessBuild(options: BuildOptions = {}): Promise<HarnessBuild> {
  const { items = GOODS, blend, spaces, catalog, availability, enabled } = options;
  const vectors = reduceVectors(await embedItems(items, { encoderFolder: ENCODER_FOLDER, cacheFolder: CACHE }));
  const sample = sampleBuild(items, vectors.dimensions);
  const { modelId } = vectors;
  const parts: AssetParts = {
    ...sample,
    vectors: { ...vectors, textHashes: Uint32Array.from(items.flatMap((item) => textHash(itemText(item)))) },
    textHead: sample.textHead && { ...sample.textHead, modelId },
    adapted: sample.adapted && { ...sample.adapted, modelId },
    blend: blend ?? sample.blend,
    spaces: spaces ?? sample.spaces,
  };
  const files = await writeAssets(parts, {
    asOf: Date.UTC(2026, 9, 31),
    language: { language: "covered", uncovered: 0.05 },
    encoder: { modelId, folder: "encoder/" },
    catalog,
    availability,
    enabled,
    sha256,
  });
  return { ...files, parts };
}

/** Puts a build in the shop's asset folder, as a static host would serve it. */
export function publish(shop: ShopServer, { manifest, files }: AssetFiles, changes: Partial<AssetManifest> = {}): void {
  for (const [name, bytes] of files) shop.body(`/assets/${name}`, Buffer.from(bytes));
  shop.body("/assets/manifest.json", Buffer.from(writeAssetManifest({ ...manifest, ...changes })));
}

/** What the page asked of the asset folder, the encoder's part left out. */
export function assetRequests(shop: ShopServer): string[] {
  return shop.log
    .map(({ url }) => url)
    .filter((url) => url.startsWith("/assets/") && !url.startsWith("/assets/encoder/"))
    .map((url) => url.slice("/assets/".length));
}

export { AVAILABILITY_FILE };
