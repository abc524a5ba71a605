/** A build of the sample shop, with made-up weights: for tests. */
import type { AssetParts } from "../../format/assets/assetParts";
import type { BlendPlacements } from "../../format/behaviour/blend";
import type { Item } from "../../types";
import { sampleItems } from "../sampleContext";

const SAMPLE_BLEND: BlendPlacements = {
  home: {
    terms: [
      { signal: "behaviour", weight: 1, decay: 0.9 },
      { signal: "behaviour", of: "baskets", weight: 0.4, scope: "latest" },
      { signal: "head", weight: 0.6, decay: 0.8 },
      { signal: "adapted", weight: 0.4, decay: 0.9 },
      { signal: "prior", weight: 0.1 },
      { signal: "text", weight: 0.2, halfLifeDays: 10 },
      { signal: "vectors", of: "images", weight: 0.25, decay: 0.95 },
      { signal: "words", weight: 0.3 },
      { signal: "popularity", weight: 0.3 },
      { signal: "freshness", weight: 0.1, halfLifeDays: 60 },
      { signal: "category", weight: 0.2 },
      { signal: "brand", weight: 0.1 },
      { signal: "price", weight: 0.1 },
    ],
    historyCut: 4,
    diversity: 0,
  },
  related: {
    terms: [
      { signal: "behaviour", weight: 1 },
      { signal: "head", weight: 0.5 },
    ],
  },
  complement: { terms: [{ signal: "behaviour", of: "baskets", weight: 1 }] },
  again: {
    terms: [
      { signal: "habit", weight: 1, halfLifeDays: 90 },
      { signal: "due", weight: 0.5 },
      { signal: "recency", weight: 0.1, halfLifeDays: 30 },
      { signal: "popularity", weight: 0.1 },
    ],
  },
};

/** @param items the build's; a page may know others */
export function sampleBuild(items: readonly Item[] = sampleItems(), dimensions = 32): AssetParts {
  const weights = (seed: number, perRow: number) => {
    const columns: number[] = [];
    const values: number[] = [];
    const starts = [0];
    items.forEach((_, row) => {
      const neighbours = Array.from(
        { length: perRow },
        (_, i) => (row + 1 + ((seed + 3 * i + row) % 11)) % items.length,
      );
      for (const column of [...new Set(neighbours)].sort((a, b) => a - b)) {
        if (column === row) continue;
        columns.push(column);
        values.push(((row * 31 + column * 17 + seed) % 200) - 60);
      }
      starts.push(columns.length);
    });
    return {
      items: items.length,
      starts: Uint32Array.from(starts),
      columns: Uint32Array.from(columns),
      values: Int8Array.from(values, (value) => Math.max(-127, Math.min(127, value))),
      scales: Float32Array.from(items, (_, row) => 0.01 + (row % 7) / 100),
    };
  };
  return {
    ids: items.map(({ id }) => id),
    itemItem: { default: weights(1, 6), baskets: weights(5, 4) },
    textHead: {
      modelId: "sample",
      dimensions,
      center: Float32Array.from({ length: dimensions }, (_, d) => Math.sin(d) / 20),
      transfer: Float32Array.from({ length: dimensions ** 2 }, (_, i) =>
        i % (dimensions + 1) === 0 ? 1 : Math.sin(i) / 10,
      ),
    },
    adapted: {
      modelId: "sample",
      encoderDimensions: dimensions,
      dimensions: 8,
      temperature: 0.5,
      background: 0.25,
      unlistedPrior: -1,
      center: Float32Array.from({ length: dimensions }, (_, d) => Math.sin(d) / 20),
      head: Int8Array.from({ length: 8 * dimensions }, (_, i) => Math.round(100 * Math.sin(i))),
      headScales: new Float32Array(8).fill(0.01),
      // Every fifth item has none of its own, and takes what the head makes of the encoder's.
      vectors: Int8Array.from({ length: 8 * items.length }, (_, i) => Math.round(90 * Math.sin(i * 1.7))),
      scales: Float32Array.from(items, (_, row) => (row % 5 === 0 ? 0 : 0.01)),
      priors: Float32Array.from(items, (_, row) => Math.cos(row)),
    },
    // Every seventh item has no picture.
    spaces: {
      images: {
        modelId: "custom",
        dimensions: 5,
        values: Int8Array.from({ length: 5 * items.length }, (_, i) => Math.round(31 * Math.cos(i * 2.3 + (i % 5)))),
        scales: Float32Array.from(items, (_, row) => (row % 7 === 0 ? 0 : 1 / 50)),
      },
    },
    popularity: {
      default: { asOf: 0, halfLifeDays: 30, orders: Float32Array.from(items, (_, row) => (row * 7) % 23) },
    },
    repeat: {
      shares: Float32Array.from(items, (_, row) => (row % 5) / 5),
      medianDays: Float32Array.from(items, (_, row) => (row % 3 === 0 ? 0 : 20 + row)),
    },
    blend: SAMPLE_BLEND,
  };
}
