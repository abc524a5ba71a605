/** A small build, whole and deterministic: for tests. */
import type { Item } from "../../types";
import type { AssetFolderOptions, AssetParts } from "./assetParts";

export const SAMPLE_AS_OF = Date.UTC(2026, 9, 31);

export async function webSha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface SampleSize {
  readonly items?: number;
  readonly dimensions?: number;
  readonly perRow?: number;
}

/** Values that look like a real build's to a compressor: no two alike, none predictable. */
export function sampleParts({ items = 6, dimensions = 4, perRow = 2 }: SampleSize = {}): AssetParts {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const kept = Math.min(perRow, items);
  const starts = Uint32Array.from({ length: items + 1 }, (_, row) => row * kept);
  const columns = new Uint32Array(items * kept);
  for (let row = 0; row < items; row++) {
    const from = Math.floor(random() * (items - kept + 1));
    for (let i = 0; i < kept; i++) columns[row * kept + i] = from + i;
  }
  const int8 = (length: number) => Int8Array.from({ length }, () => Math.floor(random() * 255) - 127);
  return {
    ids: Array.from({ length: items }, (_, row) => `item-${row}`),
    vectors: {
      modelId: "sample-00000000",
      dimensions,
      textHashes: Uint32Array.from({ length: 2 * items }, () => Math.floor(random() * 2 ** 32)),
      scales: Float32Array.from({ length: items }, () => random()),
      values: int8(items * dimensions).map((value) => Math.trunc(value / 4)),
    },
    textHead: {
      modelId: "sample-00000000",
      dimensions,
      center: Float32Array.from({ length: dimensions }, () => random()),
      // A row whose largest value is 127 loses nothing to int8.
      transfer: Float32Array.from({ length: dimensions ** 2 }, (_, i) =>
        i % dimensions === 0 ? 127 : Math.round(random() * 254 - 127),
      ),
    },
    adapted: {
      modelId: "sample-00000000",
      encoderDimensions: dimensions,
      dimensions: Math.min(64, dimensions),
      temperature: 0.25,
      background: 0.125,
      unlistedPrior: -1,
      center: Float32Array.from({ length: dimensions }, () => random()),
      head: int8(Math.min(64, dimensions) * dimensions),
      headScales: Float32Array.from({ length: Math.min(64, dimensions) }, () => random()),
      vectors: int8(Math.min(64, dimensions) * items),
      scales: Float32Array.from({ length: items }, () => random()),
      priors: Float32Array.from({ length: items }, () => random()),
    },
    itemItem: {
      default: {
        items,
        starts,
        columns,
        values: int8(items * kept),
        scales: Float32Array.from({ length: items }, () => random()),
      },
    },
    popularity: {
      default: {
        asOf: SAMPLE_AS_OF,
        halfLifeDays: 30,
        orders: Float32Array.from({ length: items }, () => random() * 90),
      },
    },
    repeat: {
      shares: Float32Array.from({ length: items }, () => random()),
      medianDays: Float32Array.from({ length: items }, () => random() * 90),
    },
    blend: {
      home: {
        terms: [
          { signal: "behaviour", weight: 1 },
          { signal: "popularity", weight: 0.3 },
        ],
      },
    },
  };
}

/** Texts as long as a shop's, of words that repeat as a shop's do. */
export function sampleCatalog(items = 6): Item[] {
  const nouns = ["mug", "kettle", "lamp", "rug", "drill", "crib", "pram", "trowel", "planter", "scarf", "journal"];
  const traits = ["blue", "stoneware", "brushed", "recycled", "folding", "insulated", "washable", "compact", "oak"];
  const pick = (list: readonly string[], n: number) => list[n % list.length];
  return Array.from({ length: items }, (_, row) => {
    const title = `${pick(traits, row * 7)} ${pick(traits, row * 5 + 3)} ${pick(nouns, row * 3)} no. ${row}`;
    const words = Array.from({ length: 30 }, (_, i) => pick([...nouns, ...traits], row * 31 + i * (row % 13) + i * i));
    return {
      id: `item-${row}`,
      title,
      description: `${words.join(" ")}.`,
      brand: `Brand ${row % 40}`,
      category: [`Department ${row % 12}`, pick(nouns, row * 3)],
      price: 5 + (row % 97),
      currency: "EUR",
      link: `https://shop.example/p/item-${row}`,
      imageLink: `https://cdn.shop.example/i/item-${row}.webp`,
    };
  });
}

export const sampleOptions: AssetFolderOptions = {
  asOf: SAMPLE_AS_OF,
  encoder: { modelId: "sample-00000000", folder: "encoder/" },
  language: { language: "covered", uncovered: 0.05 },
  sha256: webSha256,
};
