import { AisleError } from "../../../errors";
import type { Tensor } from "../../../format/encoder/tensors";
import type { EncoderConfig, QuantizedMatrix } from "../../../format/encoder/weights";
import { placeOf } from "../../ops/embedTokens/embedTokens";
import type { LoadedKernels } from "./loadKernels";
import { packPanels } from "./packPanels";

/** Byte addresses of one packed linear layer; `inputs` and `outputs` are the padded widths. */
export interface PackedLinear {
  readonly weights: number;
  readonly scales: number;
  readonly bias: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface PackedNorm {
  readonly gamma: number;
  readonly beta: number;
}

export interface PackedLayer {
  readonly qkv: PackedLinear;
  readonly attentionOutput: PackedLinear;
  readonly attentionNorm: PackedNorm;
  readonly up: PackedLinear;
  readonly down: PackedLinear;
  readonly outputNorm: PackedNorm;
}

/** Padded widths in elements: SIMD-wide with zeros at the end, heads each padded to whole vectors. */
export interface Widths {
  readonly hidden: number;
  /** One head. */
  readonly head: number;
  /** All heads, as attention writes them. */
  readonly context: number;
  readonly qkv: number;
  readonly intermediate: number;
}

/** Where everything lies in the kernels' memory: weights once, then buffers for `capacity` tokens. */
export interface Arena {
  readonly capacity: number;
  readonly widths: Widths;
  readonly words: number;
  readonly wordScales: number;
  readonly places: number;
  readonly embeddingNorm: PackedNorm;
  readonly layers: readonly PackedLayer[];
  readonly ids: number;
  readonly x: number;
  readonly middle: number;
  readonly qkv: number;
  readonly context: number;
  readonly up: number;
  /** Quantised rows, their scales and corrections. */
  readonly quantized: number;
  readonly rowScales: number;
  readonly corrections: number;
  readonly attentionScratch: number;
  readonly pooled: number;
  /** Of the kernels' whole memory. */
  readonly bytes: number;
}

export interface LayOutOptions {
  /** Tokens of the largest packed batch. */
  readonly capacity: number;
}

export interface LaidOutArena {
  readonly arena: Arena;
  /** Packs one tensor into its place; they may come in any order, each once. One without a place is left out. */
  put(tensor: Tensor): void;
}

/** Of a quantised activation: the plain kernels multiply 16-bit numbers. */
const QUANTIZED_BYTES = { relaxed: 1, simd128: 2 } as const;
/** Addresses are cache-line aligned. */
const ALIGNMENT = 64;
const PAGE = 65_536;

/**
 * Reserves the kernels' memory: room for the weights, in the kernels' order, and the buffers. Nothing is allocated after
 * this.
 * @throws AisleError `BACKEND_UNAVAILABLE` when the engine refuses the memory
 */
export function layOutArena(
  config: EncoderConfig,
  { kernels, build }: LoadedKernels,
  { capacity }: LayOutOptions,
): LaidOutArena {
  const widths = paddedWidths(config);
  const { memory } = kernels;
  let end = Number(kernels.arenaStart.value);
  /** What becomes of a tensor's integers, and of its floats, by its name. */
  const values = new Map<string, (values: Int8Array, first: number) => void>();
  const floats = new Map<string, (floats: Float32Array) => void>();

  const reserve = (bytes: number): number => {
    const address = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = address + bytes;
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      try {
        memory.grow(missing);
      } catch (cause) {
        throw new AisleError("BACKEND_UNAVAILABLE", `The engine refused ${end} bytes of WebAssembly memory.`, {
          seen: end,
          cause,
        });
      }
    }
    return address;
  };
  const floatsAt = (name: string, places: Int32Array): number => {
    const address = reserve(places.length * 4);
    floats.set(name, (given) => gather(given, places, new Float32Array(memory.buffer, address, places.length)));
    return address;
  };
  const norm = (name: string): PackedNorm => ({
    gamma: floatsAt(`${name}.gamma`, identity(config.hidden, widths.hidden)),
    beta: floatsAt(`${name}.beta`, identity(config.hidden, widths.hidden)),
  });
  const linear = (name: string, columns: number, rowOf: Int32Array, columnOf: Int32Array): PackedLinear => {
    const [outputs, inputs] = [rowOf.length, columnOf.length];
    const address = reserve(outputs * inputs);
    values.set(`${name}.weight`, (given) =>
      packPanels({ values: given, columns }, new Int8Array(memory.buffer, address, outputs * inputs), {
        build,
        rowOf,
        columnOf,
      }),
    );
    const scales = floatsAt(`${name}.weight`, rowOf);
    return { weights: address, scales, bias: floatsAt(`${name}.bias`, rowOf), inputs, outputs };
  };

  // The arena is one growth, not one per tensor: growing copies in some engines.
  const total = estimateBytes(config, { widths, capacity, build });
  const start = end;
  reserve(total);
  end = start;

  const hidden = identity(config.hidden, widths.hidden);
  const intermediate = identity(config.intermediate, widths.intermediate);
  const headed = headedPlaces(config, widths);
  const qkv = qkvPlaces(headed, config, widths);
  const layers = Array.from({ length: config.layers }, (_, layer): PackedLayer => {
    const of = (name: string) => `layers.${layer}.${name}`;
    return {
      qkv: linear(of("qkv"), config.hidden, qkv, hidden),
      attentionOutput: linear(of("attentionOutput"), config.hidden, hidden, pad(headed, widths.context)),
      attentionNorm: norm(of("attentionNorm")),
      up: linear(of("up"), config.hidden, intermediate, hidden),
      down: linear(of("down"), config.intermediate, hidden, intermediate),
      outputNorm: norm(of("outputNorm")),
    };
  });
  const words = reserve(config.vocabulary * widths.hidden);
  const wordRows = new Int8Array(memory.buffer, words, config.vocabulary * widths.hidden);
  values.set("embeddings.word", (given, first) =>
    copyRows(
      { values: given, columns: config.hidden },
      wordRows.subarray((first / config.hidden) * widths.hidden),
      widths.hidden,
    ),
  );
  const wordScales = floatsAt("embeddings.word", identity(config.vocabulary, config.vocabulary));
  const positions = Math.min(config.maxPositions, config.maxTokens);
  const places = reserve(positions * widths.hidden * 4);
  const whole: Partial<Record<"position" | "type", { values?: Int8Array; scales?: Float32Array }>> = {};
  const fillPlaces = () => {
    const { position, type } = whole;
    if (!position?.values || !position.scales || !type?.values || !type.scales) return;
    const placeValues = new Float32Array(memory.buffer, places, positions * widths.hidden);
    const shape = { rows: 0, columns: config.hidden };
    const [positionMatrix, typeMatrix] = [position, type].map((one) => ({ ...shape, ...one }) as QuantizedMatrix);
    for (let token = 0; token < positions; token++) {
      for (let column = 0; column < config.hidden; column++) {
        placeValues[token * widths.hidden + column] = placeOf(token, column, positionMatrix, typeMatrix);
      }
    }
  };
  for (const kind of ["position", "type"] as const) {
    values.set(`embeddings.${kind}`, (given) => {
      whole[kind] = { ...whole[kind], values: given.slice() };
      fillPlaces();
    });
    floats.set(`embeddings.${kind}`, (given) => {
      whole[kind] = { ...whole[kind], scales: given.slice() };
      fillPlaces();
    });
  }
  const rows = (columns: number): number => reserve(capacity * columns * 4);
  const widest = Math.max(widths.hidden, widths.context, widths.intermediate);
  // Attention is over and its context taken up before the feed-forward part begins: one room serves both in turn.
  const attention = rows(attentionRoom(widths));
  const arena = {
    capacity,
    widths,
    words,
    wordScales,
    places,
    embeddingNorm: norm("embeddings.norm"),
    layers,
    ids: rows(1),
    x: rows(widths.hidden),
    middle: rows(widths.hidden),
    qkv: attention,
    context: attention + capacity * widths.qkv * 4,
    up: attention,
    quantized: reserve(capacity * widest * QUANTIZED_BYTES[build]),
    rowScales: rows(1),
    corrections: rows(1),
    attentionScratch: reserve(scratchBytes(widths, capacity)),
    pooled: reserve(widths.hidden * 4),
  };
  return {
    arena: { ...arena, bytes: memory.buffer.byteLength },
    put(tensor) {
      if (tensor.part === "values") values.get(tensor.name)?.(tensor.values, tensor.first ?? 0);
      else floats.get(tensor.name)?.(tensor.floats);
    },
  };
}

function paddedWidths({ hidden, heads, intermediate }: EncoderConfig): Widths {
  const head = roundUp(hidden / heads, 4);
  return {
    hidden: roundUp(hidden, 16),
    head,
    context: roundUp(heads * head, 16),
    qkv: roundUp(3 * heads * head, 16),
    intermediate: roundUp(intermediate, 16),
  };
}

/** Columns of the room that qkv and context share with the feed-forward part's activations. */
function attentionRoom({ qkv, context, intermediate }: Widths): number {
  return Math.max(qkv + context, intermediate);
}

function scratchBytes({ head }: Widths, capacity: number): number {
  return (2 * head + 2) * roundUp(capacity, 4) * 4;
}

/** An upper bound; every tensor may cost up to one alignment more than its bytes. */
function estimateBytes(
  config: EncoderConfig,
  { widths, capacity, build }: Pick<Arena, "widths" | "capacity"> & Pick<LoadedKernels, "build">,
): number {
  const { hidden, context, qkv, intermediate } = widths;
  const widest = Math.max(hidden, context, intermediate);
  const longest = Math.min(config.maxPositions, config.maxTokens);
  const layer = hidden * (qkv + context + 2 * intermediate) + 4 * (2 * qkv + 2 * intermediate + 8 * hidden);
  const tables = (config.vocabulary + 4 * longest + 16) * hidden + 4 * config.vocabulary;
  const buffers =
    capacity * (4 * (2 * hidden + attentionRoom(widths) + 3) + widest * QUANTIZED_BYTES[build]) +
    scratchBytes(widths, capacity);
  return config.layers * (layer + 16 * ALIGNMENT) + tables + buffers + 64 * ALIGNMENT;
}

/** Source index of each padded place: 0, 1, … `length` - 1, then -1. */
function identity(length: number, padded: number): Int32Array {
  return Int32Array.from({ length: padded }, (_, i) => (i < length ? i : -1));
}

/** The same for channels that lie head by head, each head padded on its own. */
function headedPlaces({ hidden, heads }: EncoderConfig, widths: Widths): Int32Array {
  const width = hidden / heads;
  return Int32Array.from({ length: heads * widths.head }, (_, i) => {
    const d = i % widths.head;
    return d < width ? Math.floor(i / widths.head) * width + d : -1;
  });
}

function qkvPlaces(headed: Int32Array, { hidden }: EncoderConfig, widths: Widths): Int32Array {
  const parts = [0, 1, 2].flatMap((part) => Array.from(headed, (place) => (place < 0 ? -1 : part * hidden + place)));
  return pad(Int32Array.from(parts), widths.qkv);
}

function pad(places: Int32Array, length: number): Int32Array {
  const padded = new Int32Array(length).fill(-1);
  padded.set(places);
  return padded;
}

function gather(values: Float32Array, places: Int32Array, target: Float32Array): void {
  for (let i = 0; i < places.length; i++) target[i] = places[i] < 0 ? 0 : values[places[i]];
}

function copyRows(
  { values, columns }: Pick<QuantizedMatrix, "values" | "columns">,
  target: Int8Array,
  stride: number,
): void {
  if (stride === columns) target.set(values);
  else
    for (let row = 0; row < values.length / columns; row++) {
      target.set(values.subarray(row * columns, (row + 1) * columns), row * stride);
    }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
