/** The soak as Markdown. */
const mb = (bytes) => (bytes / 1e6).toFixed(2);
const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(row)].join("\n");

export function report({ encoder, machine, chromium, blank, wasm, webgpu }) {
  const own = ({ memory, own: { wasm: bytes } }) => memory.heap + memory.buffers + bytes - empty;
  const empty = blank.heap + blank.buffers;
  const { start } = wasm;
  // The arena is there at the end of the start only: adding it to the highest sample is an upper bound.
  const peak = start.highest.heap + start.highest.buffers + start.own.wasm - empty;
  const settled = start.settled.heap + start.settled.buffers + start.own.wasm - empty;
  const rise = (tier) => start.process && mb(tier.start.process.peak - blank.processBytes.peak);
  return `# Memory of the worker, and what a long visit adds

\`npm run bench:soak\`, ${new Date().toISOString().slice(0, 10)}, Chromium ${chromium}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load.map((x) => x.toFixed(1)).join(" ")}. Encoder ${encoder.modelId}:
${mb(encoder.weights)} MB of weight files, ${mb(encoder.unpacked)} MB unpacked (a byte a weight, four a scale). The worker downloads it, fills the browser's
cache, checks the golden vectors and embeds a text, as on a shopper's first visit.

${table(
  ["the wasm tier's worker", "MB", "× unpacked weights"],
  [
    ["highest while starting: JS heap + buffers + wasm arena", mb(peak), (peak / encoder.unpacked).toFixed(2)],
    ["of it JS heap", mb(start.highest.heap), ""],
    ["of it array buffers", mb(start.highest.buffers), ""],
    ["of it the wasm arena", mb(start.own.wasm), ""],
    ["after the start, garbage collected", mb(settled), (settled / encoder.unpacked).toFixed(2)],
    ["an empty worker's heap, subtracted above", mb(empty), ""],
    ["rise of the renderer's peak resident memory over an empty worker's", rise(wasm) ?? "–", ""],
  ],
)}

${start.samples} samples while starting. The resident figure counts the process: compiled code, the network's and the cache's copies in transit,
and what the allocator keeps.

## ${wasm.texts.toLocaleString("en")} embeds on wasm

One text a call, up to 6 words, ${wasm.seconds.toFixed(0)} s; garbage collected before each reading.

${table(
  ["texts", "JS heap, MB", "array buffers, MB", "wasm arena, MB", "all, MB", "resident, MB"],
  wasm.samples.map((sample) => [
    sample.texts.toLocaleString("en"),
    mb(sample.memory.heap),
    mb(sample.memory.buffers),
    mb(sample.own.wasm),
    mb(own(sample)),
    sample.process ? mb(sample.process.resident) : "–",
  ]),
)}

## ${webgpu.texts.toLocaleString("en")} embeds on WebGPU

${webgpu.perCall} texts a call, up to 3 words, ${webgpu.seconds.toFixed(0)} s on ${webgpu.adapter}.

${table(
  ["texts", "JS heap, MB", "array buffers, MB", "GPU buffers, MB", "tensors", "dispatches a call", "resident, MB"],
  webgpu.samples.map((sample) => [
    sample.texts.toLocaleString("en"),
    mb(sample.memory.heap),
    mb(sample.memory.buffers),
    mb(sample.own.gpuBytes),
    sample.own.tensors,
    sample.own.dispatches,
    sample.process ? mb(sample.process.resident) : "–",
  ]),
)}
`;
}
