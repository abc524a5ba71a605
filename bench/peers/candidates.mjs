/** Who is measured, and with which settings. */

/**
 * `peer`: one of those the ratios are against. `threads`: the same peer with two, listed for honesty.
 * `weights`: the files its page runs on; the same checkpoint, 6 layers, for all.
 */
export const candidates = [
  { key: "relaxed", page: "aisle", label: "Aisle, relaxed SIMD", query: { encoder: "full", build: "relaxed" } },
  { key: "simd128", page: "aisle", label: "Aisle, SIMD128", query: { encoder: "full", build: "simd128" } },
  { key: "shipped", page: "aisle", label: "Aisle, as shipped", query: { encoder: "shipped" } },
  { key: "onnxruntime", page: "onnxruntime", label: "onnxruntime-web", query: { threads: 1 }, peer: true },
  { key: "transformers", page: "transformers", label: "transformers.js 4", query: { threads: 1 }, peer: true },
  { key: "xenova", page: "xenova", label: "@xenova/transformers 2", query: { threads: 1 }, peer: true },
];

/** What answers first, while BERT is on its way; only its start is measured here, its speed by bench/table.mjs. */
export const tableTier = {
  key: "table",
  page: "aisle",
  label: "Aisle, table tier",
  query: { encoder: "shipped", tier: "table" },
};

export const twoThreads = candidates
  .filter(({ peer }) => peer)
  .map((candidate) => ({
    ...candidate,
    key: `${candidate.key}2`,
    label: `${candidate.label}, 2 threads`,
    query: { threads: 2 },
  }));

/**
 * What the sweep (`npm run bench -- --sweep`, results/peerSettings.md) found fastest, the same for all peers: short texts
 * in small batches of like length, long ones alone, since padding costs more than a batch gains.
 */
export const bulkSettings = {
  short: { batch: 4, sorted: true },
  long: { batch: 1, sorted: false },
};

export function pageUrl(origin, { page, query }) {
  return `${origin}/pages/${page}?${new URLSearchParams(query)}`;
}
