/** Measurements → the ratios of results/encoder.json: the fastest (or smallest) peer's figure ÷ ours. */

import { median, pairedRatios } from "./statistics.mjs";
import { LENGTHS } from "./texts.mjs";

const round = (value) => Math.round(value * 100) / 100;

/** Ratio of paired times to the peer with the lowest median; `low` and `high` are quartiles. */
export function againstFastest(times, key, peers) {
  const fastest = peers.reduce((best, peer) => (median(times(peer)) < median(times(best)) ? peer : best));
  return { peer: fastest, ...pairedRatios(times(fastest), times(key)) };
}

/** @returns ratios with spread (`details`) and the bare numbers (`ratios`) */
export function summarize({ oneText, bulk, start, startAtOnce, wire, peers }) {
  const text = (key) =>
    Object.fromEntries(
      LENGTHS.map((length) => [length, againstFastest((who) => oneText.get(who)[length], key, peers)]),
    );
  const sooner = (measured, key) =>
    measured.has(key) ? againstFastest((who) => measured.get(who).starts, key, peers) : undefined;
  const details = {
    oneText: text("relaxed"),
    simd128: text("simd128"),
    shipped: text("shipped"),
    bulk: Object.fromEntries(
      Object.entries(bulk).map(([kind, times]) => [kind, againstFastest((who) => times.get(who), "relaxed", peers)]),
    ),
    coldStart: sooner(start, "shipped"),
    tableStart: sooner(start, "table"),
    coldStartFull: sooner(start, "relaxed"),
    coldStartAtOnce: sooner(startAtOnce, "shipped"),
    tableStartAtOnce: sooner(startAtOnce, "table"),
    memory: start.get("shipped").peaks.length
      ? againstFastest((who) => start.get(who).peaks, "shipped", peers)
      : undefined,
    runtimeBytes: smallest(wire, "runtime", peers),
    wholeBytes: smallest(wire, "whole", peers),
  };
  const medians = (entries, keys) => Object.fromEntries(keys.map((key) => [key, round(entries[key].median)]));
  return {
    details,
    ratios: {
      oneText: medians(details.oneText, LENGTHS),
      simd128: medians(details.simd128, [16, 32]),
      bulk: medians(details.bulk, ["short", "long"]),
      coldStart: round(details.coldStart.median),
      tableStart: details.tableStart ? round(details.tableStart.median) : null,
      runtimeBytes: round(details.runtimeBytes.ratio),
      wholeBytes: round(details.wholeBytes.ratio),
      memory: details.memory ? round(details.memory.median) : null,
    },
  };
}

function smallest(wire, part, peers) {
  const peer = peers.reduce((best, key) => (wire.get(key)[part].brotli < wire.get(best)[part].brotli ? key : best));
  return { peer, ratio: wire.get(peer)[part].brotli / wire.get("shipped")[part].brotli };
}
