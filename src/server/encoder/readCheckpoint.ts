/** What a Hugging Face BERT folder says about itself: shape, pooling, tokenizer, licence. Weights stay on disk. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AisleError } from "../../errors";
import type { EncoderConfig } from "../../format/encoder/weights";
import { type CheckpointTokenizer, readCheckpointTokenizer } from "./checkpointTokenizer";
import { unreadable } from "./safetensors";

/** Beyond this a text of a shop says nothing new, and attention grows with the square. */
const MOST_TOKENS = 512;

export interface Checkpoint {
  readonly name: string;
  readonly weightsPath: string;
  /** With the whole vocabulary; positions that truncation never reaches are left out. */
  readonly config: EncoderConfig;
  /** Rows of the checkpoint's own position table. */
  readonly storedPositions: number;
  readonly storedVocabulary: number;
  readonly tokenizer: CheckpointTokenizer;
  /** SPDX-like, from the model card; `unknown` where it says nothing. */
  readonly licence: string;
  readonly baseModel?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** @throws AisleError `CHECKPOINT_UNREADABLE`, `CHECKPOINT_UNSUPPORTED` */
export function readCheckpoint(folder: string): Checkpoint {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw unreadable(folder, "it is not a folder");
  const configPath = join(folder, "config.json");
  const json = requireJson(configPath);
  requireBert(json, configPath);
  const size = (key: string, limit: number): number => {
    const value = json[key];
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1 || value > limit) {
      throw unreadable(configPath, `${key} is ${JSON.stringify(value)}`);
    }
    return value;
  };
  const hidden = size("hidden_size", 8_192);
  const heads = size("num_attention_heads", 256);
  if (hidden % heads !== 0) throw unreadable(configPath, `hidden_size ${hidden} is no multiple of ${heads} heads`);
  const storedPositions = size("max_position_embeddings", 65_536);
  const storedVocabulary = size("vocab_size", 2_000_000);
  const tokenizer = readCheckpointTokenizer(folder, { storedVocabulary });
  const maxTokens = readMaxTokens(folder, storedPositions);
  const epsilon = json.layer_norm_eps ?? 1e-12;
  if (typeof epsilon !== "number" || !(epsilon >= 0 && epsilon < 1)) {
    throw unreadable(configPath, `layer_norm_eps is ${JSON.stringify(epsilon)}`);
  }
  const base = json._name_or_path;
  return {
    name: basename(resolve(folder)),
    weightsPath: join(folder, "model.safetensors"),
    config: {
      layers: size("num_hidden_layers", 96),
      hidden,
      heads,
      intermediate: size("intermediate_size", 65_536),
      vocabulary: tokenizer.vocabulary.length,
      maxPositions: maxTokens,
      typeVocabulary: size("type_vocab_size", 256),
      layerNormEpsilon: epsilon,
      activation: "gelu",
      pooling: readPooling(folder),
      maxTokens,
    },
    storedPositions,
    storedVocabulary,
    tokenizer,
    licence: readLicence(folder),
    // A path of somebody's disk would neither help a reader nor be the same on the next machine.
    baseModel: typeof base === "string" && /^[\w.-]+\/[\w.-]+$/.test(base) ? base : undefined,
  };
}

function requireBert(config: Json, path: string): void {
  const expected: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    ["model_type", config.model_type, ["bert"]],
    ["hidden_act", config.hidden_act ?? "gelu", ["gelu"]],
    ["position_embedding_type", config.position_embedding_type ?? "absolute", ["absolute"]],
    ["is_decoder", config.is_decoder ?? false, [false]],
    ["add_cross_attention", config.add_cross_attention ?? false, [false]],
    ["embedding_size", config.embedding_size ?? config.hidden_size, [config.hidden_size]],
  ];
  for (const [key, seen, supported] of expected) {
    if (!supported.includes(seen)) throw unsupported(path, `${key} is ${JSON.stringify(seen)}`);
  }
}

function readPooling(folder: string): EncoderConfig["pooling"] {
  const modulesPath = join(folder, "modules.json");
  let poolingPath = join(folder, "1_Pooling", "config.json");
  if (existsSync(modulesPath)) {
    const modules: unknown = readJson(modulesPath);
    if (!Array.isArray(modules)) throw unreadable(modulesPath, "it is not a list");
    for (const module of modules as readonly Json[]) {
      const kind = String(module?.type).split(".").at(-1);
      if (!["Transformer", "Pooling", "Normalize"].includes(String(kind))) {
        throw unsupported(modulesPath, `module ${JSON.stringify(module?.type)} follows the transformer`);
      }
      if (kind === "Pooling" && typeof module.path === "string" && /^[\w-]+$/.test(module.path)) {
        poolingPath = join(folder, module.path, "config.json");
      }
    }
  }
  // sentence-transformers, too, takes the mean of a checkpoint that says nothing.
  if (!existsSync(poolingPath)) return "mean";
  const modes = Object.entries(requireJson(poolingPath)).filter(
    ([key, on]) => /^pooling_mode_/.test(key) && on === true,
  );
  const names = modes.map(([key]) => key);
  if (names.join() === "pooling_mode_mean_tokens") return "mean";
  if (names.join() === "pooling_mode_cls_token") return "cls";
  throw unsupported(poolingPath, `pooling is ${names.join(" + ") || "none"}`);
}

function readMaxTokens(folder: string, positions: number): number {
  const stated = [
    optionalJson(join(folder, "sentence_bert_config.json"))?.max_seq_length,
    optionalJson(join(folder, "tokenizer_config.json"))?.model_max_length,
  ].find((value): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 2);
  return Math.max(2, Math.min(stated ?? positions, positions, MOST_TOKENS));
}

/** The `license:` line of the model card's front matter. */
function readLicence(folder: string): string {
  const path = join(folder, "README.md");
  if (!existsSync(path)) return "unknown";
  const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(path, "utf8").slice(0, 100_000))?.[1] ?? "";
  return /^license:\s*["']?([\w.+-]{1,60})/m.exec(frontMatter)?.[1] ?? "unknown";
}

export function requireJson(path: string): Json {
  const value = readJson(path);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw unreadable(path, "it is no JSON object");
  return value as Json;
}

export function optionalJson(path: string): Json | undefined {
  return existsSync(path) ? requireJson(path) : undefined;
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw unreadable(path, "it cannot be read", cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, "it is not JSON", cause);
  }
}

export function unsupported(path: string, what: string): AisleError {
  return new AisleError("CHECKPOINT_UNSUPPORTED", `${path}: ${what}.`, {
    fix: "BERT encoders with GELU, absolute positions and mean or CLS pooling can be converted.",
  });
}
