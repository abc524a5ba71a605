/** Made-up Hugging Face folders, small enough to convert in a test. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TinyTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TinyCheckpointOptions {
  readonly layers?: number;
  readonly hidden?: number;
  readonly heads?: number;
  readonly intermediate?: number;
  readonly vocabulary?: readonly string[];
  readonly prefix?: string;
  readonly dtype?: "F32" | "F16" | "BF16";
  /** `gamma` and `beta` instead of `weight` and `bias` in LayerNorms. */
  readonly oldNames?: "gamma";
  readonly config?: Readonly<Record<string, unknown>>;
  /** Files to add or replace; undefined leaves one out. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly change?: (tensors: Map<string, TinyTensor>) => void;
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
export const TINY_VOCABULARY = [
  ...["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...["the", "mug", "##ging", "red", "cup", "##board"],
];

/** @returns the folder's path, below the system's temporary folder */
export function writeTinyCheckpoint(options: TinyCheckpointOptions = {}): string {
  const { layers = 2, hidden = 16, heads = 4, intermediate = 24, prefix = "", dtype = "F32" } = options;
  const { vocabulary = TINY_VOCABULARY } = options;
  const folder = mkdtempSync(join(tmpdir(), "aisle-checkpoint-"));
  const tensors = new Map<string, TinyTensor>();
  let state = 7;
  const add = (name: string, shape: readonly number[], centre = 0) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return Math.fround(centre + (state / 0x7fffffff - 0.5) / 4);
    });
    tensors.set(prefix + name, { shape, values });
  };
  const norm = (name: string) => {
    add(`${name}.${options.oldNames ? "gamma" : "weight"}`, [hidden], 1);
    add(`${name}.${options.oldNames ? "beta" : "bias"}`, [hidden]);
  };
  const linear = (name: string, outputs: number, inputs: number) => {
    add(`${name}.weight`, [outputs, inputs]);
    add(`${name}.bias`, [outputs]);
  };
  add("embeddings.word_embeddings.weight", [vocabulary.length, hidden]);
  add("embeddings.position_embeddings.weight", [32, hidden]);
  add("embeddings.token_type_embeddings.weight", [2, hidden]);
  norm("embeddings.LayerNorm");
  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layer.${layer}`;
    for (const part of ["query", "key", "value"]) linear(`${at}.attention.self.${part}`, hidden, hidden);
    linear(`${at}.attention.output.dense`, hidden, hidden);
    norm(`${at}.attention.output.LayerNorm`);
    linear(`${at}.intermediate.dense`, intermediate, hidden);
    linear(`${at}.output.dense`, hidden, intermediate);
    norm(`${at}.output.LayerNorm`);
  }
  options.change?.(tensors);
  const files: Record<string, unknown> = {
    "config.json": {
      model_type: "bert",
      hidden_act: "gelu",
      hidden_size: hidden,
      num_attention_heads: heads,
      num_hidden_layers: layers,
      intermediate_size: intermediate,
      max_position_embeddings: 32,
      type_vocab_size: 2,
      vocab_size: vocabulary.length,
      layer_norm_eps: 1e-12,
      ...options.config,
    },
    "vocab.txt": vocabulary.map((piece) => `${piece}\n`).join(""),
    "model.safetensors": safetensorsBytes(tensors, dtype),
    ...options.files,
  };
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    const raw = typeof content === "string" || ArrayBuffer.isView(content);
    writeFileSync(path, raw ? (content as string | Uint8Array) : JSON.stringify(content));
  }
  return folder;
}

export function safetensorsBytes(tensors: ReadonlyMap<string, TinyTensor>, dtype: "F32" | "F16" | "BF16"): Buffer {
  const parts: Buffer[] = [];
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let at = 0;
  for (const [name, { shape, values }] of tensors) {
    const bytes = encode(values, dtype);
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
    parts.push(bytes);
  }
  return withHeader(JSON.stringify(header), Buffer.concat(parts));
}

export function withHeader(header: string, data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), data]);
}

function encode(values: Float32Array, dtype: "F32" | "F16" | "BF16"): Buffer {
  if (dtype === "F32") return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const bits = new Uint32Array(values.slice().buffer);
  const halves =
    dtype === "BF16" ? Uint16Array.from(bits, (word) => word >>> 16) : Uint16Array.from(bits, truncateToHalf);
  return Buffer.from(halves.buffer);
}

/** Towards zero; subnormal halves become zero. */
function truncateToHalf(word: number): number {
  const exponent = ((word >>> 23) & 0xff) - 112;
  const sign = (word >>> 16) & 0x8000;
  if (exponent <= 0) return sign;
  return exponent >= 31 ? sign | 0x7c00 : sign | (exponent << 10) | ((word >>> 13) & 0x3ff);
}
