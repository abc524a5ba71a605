/** The measurements as Markdown. */

import { SETTLE_MS } from "./measureStart.mjs";
import { median } from "./statistics.mjs";
import { LENGTHS } from "./texts.mjs";

/** Operations of the linear layers of all-MiniLM-L6-v2 for one token: 6 × (4 × 384² + 2 × 384 × 1536) multiply-adds. */
const OPERATIONS_PER_TOKEN = 2 * 6 * (4 * 384 ** 2 + 2 * 384 * 1536);

/** Share of the processors taken by others above which the figures carry a warning. */
const BUSY = 0.1;

const ms = (values) => median(values).toFixed(median(values) < 100 ? 2 : 0);
const times = (value) => `${value.toFixed(2)}×`;
const spread = ({ median: middle, low, high }) => `**${times(middle)}** (${low.toFixed(2)}–${high.toFixed(2)})`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 2)}`;

export function report({
  machine,
  versions,
  chromium,
  candidates,
  tableTier,
  twoThreads,
  measured,
  details,
  settings,
  options,
}) {
  const { oneText, oneTextTwoThreads, bulk, bulkTwoThreads, start, wire, cosine, roofline, blankPeak, texts, about } =
    measured;
  const label = Object.fromEntries([...candidates, tableTier, ...twoThreads].map(({ key, label }) => [key, label]));
  const ours = candidates.filter(({ peer }) => !peer);
  const peers = candidates.filter(({ peer }) => peer);
  const oneThread = [...ours, ...peers];
  return `# Encoder beside its peers

\`npm run bench${options.quick ? " -- --quick" : ""}\`, ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC. One page each in one Chromium ${chromium}, on the page's main thread, one
thread; tokenise + run + mean pooling + normalisation counted. All run the same 6-layer checkpoint, all-MiniLM-L6-v2; "as shipped" is
the encoder of the package, the same 6 layers with 8,000 word pieces. Candidates take turns; a ratio is the median of pairs measured
one after the other (peer's time ÷ ours), with quartiles. Ratios are against the *fastest* peer.

${machineLines({ machine, roofline })}
${machine.foreign > BUSY ? "\n**The machine was busy with other work.** Pairs share its load, so the ratios hold better than the milliseconds.\n" : ""}
${Object.values(versions)
  .map((version) => `- ${version}`)
  .join("\n")}

![Ratios to the fastest peer](encoder.svg)

## One text, ms (median of ${options.rounds} rounds)

${table(
  ["", ...LENGTHS.map((n) => `${n} tokens`)],
  [
    ...oneThread.map(({ key, label }) => [label, ...LENGTHS.map((n) => ms(oneText.get(key)[n]))]),
    ...[...(oneTextTwoThreads ?? [])].map(([key, byLength]) => [label[key], ...LENGTHS.map((n) => ms(byLength[n]))]),
    ["ratio, relaxed", ...LENGTHS.map((n) => spread(details.oneText[n]))],
    ["ratio, SIMD128", ...LENGTHS.map((n) => spread(details.simd128[n]))],
    ["ratio, as shipped", ...LENGTHS.map((n) => spread(details.shipped[n]))],
    ["fastest peer", ...LENGTHS.map((n) => label[details.oneText[n].peer])],
    ["relaxed, GOP/s of the linear layers", ...LENGTHS.map((n) => gops(n, oneText.get("relaxed")[n]).toFixed(0))],
    [
      "share of the register-only peak",
      ...LENGTHS.map((n) => `${Math.round((100 * gops(n, oneText.get("relaxed")[n])) / peak(roofline))}%`),
    ],
  ],
)}

The relaxed build settled on the ${about.relaxed.dot} spelling of the dot product, as shipped (${about.shipped.build}) on ${about.shipped.dot}.

## Bulk, texts a second

${texts.descriptions} Online Retail descriptions (${texts.distinctDescriptions} distinct), ${texts.titles} Scientific titles. Equal texts are embedded once by all.
Peers at their best of the sweep (peerSettings.md): descriptions ${settingsText(settings.short)}, titles ${settingsText(settings.long)}.

${table(
  ["", "descriptions/s", "titles/s"],
  [
    ...oneThread.map(({ key, label }) => [
      label,
      perSecond(texts.descriptions, bulk.short.get(key)),
      perSecond(texts.titles, bulk.long.get(key)),
    ]),
    ...[...(bulkTwoThreads?.short ?? [])].map(([key, list]) => [
      label[key],
      perSecond(texts.descriptions, list),
      perSecond(texts.titles, bulkTwoThreads.long.get(key)),
    ]),
    ["ratio, relaxed", spread(details.bulk.short), spread(details.bulk.long)],
  ],
)}

## Start, bytes, memory

Fresh browser profile each time, files from localhost; navigation to the first vector, ${SETTLE_MS / 1000} s after the browser was started. Ours verifies every chunk's SHA-256, fills the
browser's cache and runs the golden check in that time; the peers write no cache. Brotli 11; vocabulary, tokenizer data and manifest
count as weights. Peak: resident memory of the renderer after ${options.memoryTexts} more texts${blankPeak ? ` (empty page: ${(blankPeak / 1e6).toFixed(0)} MB)` : ""}.

${table(
  ["", "first vector, ms", "runtime, MB raw", "brotli", "whole, MB raw", "brotli", "peak, MB", "JS + wasm memory, MB"],
  [...start].map(([key, { starts, peaks, heaps }]) => [
    label[key],
    median(starts).toFixed(0),
    megabytes(wire.get(key).runtime.raw),
    megabytes(wire.get(key).runtime.brotli),
    megabytes(wire.get(key).whole.raw),
    megabytes(wire.get(key).whole.brotli),
    peaks.length ? (median(peaks) / 1e6).toFixed(0) : "–",
    (median(heaps) / 1e6).toFixed(0),
  ]),
)}

| ratio to the best peer | |
|---|---:|
| first vector, as shipped | ${spread(details.coldStart)} |
| first vector of the table tier | ${details.tableStart ? spread(details.tableStart) : "no table in this encoder"} |
| first vector, as shipped, while the browser itself still starts | ${spread(details.coldStartAtOnce)} |
| first vector of the table tier, likewise | ${details.tableStartAtOnce ? spread(details.tableStartAtOnce) : "no table in this encoder"} |
| first vector, full vocabulary | ${spread(details.coldStartFull)} |
| runtime bytes, brotli | **${times(details.runtimeBytes.ratio)}** |
| whole, brotli | **${times(details.wholeBytes.ratio)}** |
| peak memory | ${details.memory ? spread(details.memory) : "not measured here"} |

The last column, \`performance.measureUserAgentSpecificMemory\`, does not count unshared wasm memory: ours and @xenova/transformers'.

## Right, too

Cosine to full precision, ${cosine.texts} product texts (as shipped: its pruned vocabulary splits words otherwise).

${table(
  ["", "mean", "least"],
  [...cosine.results].map(([key, { mean, min }]) => [label[key], mean.toFixed(4), min.toFixed(4)]),
)}

Not measured: tfjs-backend-wasm in fp32 has no BERT of its own, and a forward pass written for it was slower than every q8 peer.
`;
}

function machineLines({ machine, roofline }) {
  const flags = Object.entries(machine.flags).map(([flag, there]) => `${flag} ${there ? "yes" : "no"}`);
  const native = roofline.fused > 1.5 * roofline.paired;
  return `- ${machine.cpu}, ${machine.cores} cores, ${machine.system}; ${flags.join(", ") || "CPU flags unknown"}.
- The browser ${native ? "has one instruction for the relaxed dot product (AVX-VNNI or DotProd)" : "spells the relaxed dot product in several instructions (no AVX-VNNI for it)"}: register-only peak ${roofline.fused.toFixed(0)} GOP/s
  fused, ${roofline.paired.toFixed(0)} paired, ${roofline.wide.toFixed(0)} for the int16 dot of plain SIMD128.
- Load average before the run ${machine.loadBefore.join(", ")}${machine.running === undefined ? "" : ` (${machine.running} other processes running)`}; share of the processors taken by others while one candidate at a time ran: ${machine.foreign === undefined ? "unknown" : `${Math.round(100 * machine.foreign)}%`}.`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(["---", ...head.slice(1).map(() => "---:")]), ...rows.map(line)].join("\n");
}

function gops(length, list) {
  return (OPERATIONS_PER_TOKEN * length) / median(list) / 1e6;
}

function peak({ fused, paired }) {
  return Math.max(fused, paired);
}

function perSecond(texts, parts) {
  const total = parts.reduce((sum, value) => sum + value, 0);
  return ((1000 * texts) / total).toFixed(0);
}

function settingsText({ batch, sorted }) {
  return batch === 1 ? "one by one, unpadded" : `batches of ${batch}${sorted ? ", sorted by length" : ""}`;
}
