/** The soak as Markdown. */
const mb = (bytes) => (bytes / 1e6).toFixed(2);
const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(row)].join("\n");

/** Middle and worst of several starts. */
function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], most: sorted.at(-1) };
}

export function report({ encoder, machine, chromium, blank, starts, wasm, webgpu, tiny }) {
  const empty = blank.heap + blank.buffers;
  const own = ({ memory, own: { wasm: bytes } }) => memory.heap + memory.buffers + bytes - empty;
  // The arena is there at the end of the start only: adding it to the highest sample is an upper bound.
  const peak = middle(starts.map(({ highest, own: { wasm } }) => highest.heap + highest.buffers + wasm - empty));
  const settled = middle(starts.map(({ settled, own }) => settled.heap + settled.buffers + own.wasm - empty));
  const part = (of) => middle(starts.map(of));
  const resident = blank.processBytes && middle(starts.map(({ process }) => process.peak - blank.processBytes.peak));
  const line = (name, { median, most }, times) => [
    name,
    mb(median),
    mb(most),
    times ? (median / encoder.unpacked).toFixed(2) : "",
  ];
  return `# Memory of the worker, and what a long visit adds

\`npm run bench:soak\`, ${new Date().toISOString().slice(0, 10)}, Chromium ${chromium}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load.map((x) => x.toFixed(1)).join(" ")}. Encoder ${encoder.modelId}:
${mb(encoder.weights)} MB of weight files, ${mb(encoder.unpacked)} MB unpacked (a byte a weight, four a scale). The worker downloads it, fills the browser's
cache, checks the golden vectors and embeds a text, as on a shopper's first visit.

${table(
  ["the wasm tier's worker", "MB, median", "MB, most", "median ÷ unpacked weights"],
  [
    line("highest while starting: JS heap + buffers + wasm memory", peak, true),
    line(
      "of it JS heap",
      part(({ highest }) => highest.heap),
    ),
    line(
      "of it array buffers",
      part(({ highest }) => highest.buffers),
    ),
    line(
      "of it wasm memory",
      part(({ own }) => own.wasm),
    ),
    line("after the start, garbage collected", settled, true),
    ...(resident ? [line("rise of the process's peak resident memory over an empty worker's", resident, true)] : []),
  ],
)}

${starts.length} starts, each in a browser of its own, ${part(({ samples }) => samples).median} samples in each; an empty worker's heap (${mb(empty)} MB) is subtracted. The
resident figure counts the process: compiled code, the network's and the cache's copies in transit, and what the allocator keeps.

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

The JS heap still rises by a few hundred bytes a call there: code and type feedback of a tier that V8 is warming up to. Over more calls
than the whole model can make here, a tiny encoder on the same tier shows where that ends:

${table(
  ["calls", "JS heap, MB", "array buffers, MB", "GPU buffers, MB", "tensors"],
  tiny.samples.map(({ texts, memory, own }) => [
    texts.toLocaleString("en"),
    (memory.heap / 1e6).toFixed(4),
    mb(memory.buffers),
    mb(own.gpuBytes),
    own.tensors,
  ]),
)}
`;
}
