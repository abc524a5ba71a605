/** The WordPiece tokenizer of a Hugging Face folder: vocab.txt or tokenizer.json, and the settings around them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SpecialToken, TokenizerSettings } from "../../format/encoder/manifest";
import { optionalJson, requireJson, unsupported } from "./readCheckpoint";
import { unreadable } from "./safetensors";

export interface CheckpointTokenizer {
  /** In order of ids. */
  readonly vocabulary: readonly string[];
  readonly settings: TokenizerSettings;
}

type Json = Readonly<Record<string, unknown>>;

/** @throws AisleError `CHECKPOINT_UNREADABLE`, `CHECKPOINT_UNSUPPORTED` */
export function readCheckpointTokenizer(
  folder: string,
  { storedVocabulary }: { readonly storedVocabulary: number },
): CheckpointTokenizer {
  const fastPath = join(folder, "tokenizer.json");
  const fast = optionalJson(fastPath);
  const wordPath = join(folder, "vocab.txt");
  const source = existsSync(wordPath) ? wordPath : fastPath;
  const vocabulary = existsSync(wordPath) ? readLines(wordPath) : readFastVocabulary(requireJson(fastPath), fastPath);
  if (vocabulary.length > storedVocabulary) {
    throw unreadable(source, `it has ${vocabulary.length} pieces, config.json says vocab_size ${storedVocabulary}`);
  }
  const slow = optionalJson(join(folder, "tokenizer_config.json")) ?? {};
  const names = optionalJson(join(folder, "special_tokens_map.json")) ?? {};
  const sentence = optionalJson(join(folder, "sentence_bert_config.json")) ?? {};
  const normalizer = asObject(fast?.normalizer);

  const lowercase = firstBoolean(slow.do_lower_case, normalizer.lowercase) ?? true;
  const special = (key: string, fallback: string): SpecialToken | undefined => {
    const token = tokenText(slow[key]) ?? tokenText(names[key]) ?? fallback;
    const id = vocabulary.lastIndexOf(token);
    return id < 0 ? undefined : { token, id };
  };
  const needed = (key: string, fallback: string): SpecialToken => {
    const found = special(key, fallback);
    if (!found) throw unreadable(source, `the ${key} ${fallback} is not in it`);
    return found;
  };
  const model = asObject(fast?.model);
  const maxWord = model.max_input_chars_per_word;
  return {
    vocabulary,
    settings: {
      kind: "wordpiece",
      // sentence-transformers may lower the text itself before a cased tokenizer sees it.
      lowercase: lowercase || sentence.do_lower_case === true,
      stripAccents: firstBoolean(slow.strip_accents, normalizer.strip_accents) ?? lowercase,
      splitChineseCharacters: firstBoolean(slow.tokenize_chinese_chars, normalizer.handle_chinese_chars) ?? true,
      maxWordCharacters: typeof maxWord === "number" && maxWord >= 1 && maxWord <= 10_000 ? Math.floor(maxWord) : 100,
      unknown: needed("unk_token", "[UNK]"),
      classification: needed("cls_token", "[CLS]"),
      separator: needed("sep_token", "[SEP]"),
      others: [special("pad_token", "[PAD]"), special("mask_token", "[MASK]")].filter((token) => token !== undefined),
    },
  };
}

function readLines(path: string): string[] {
  const bytes = readFileSync(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(path, "it is not UTF-8", cause);
  }
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) throw unreadable(path, "it is empty");
  return lines;
}

function readFastVocabulary(json: Json, path: string): string[] {
  const model = asObject(json.model);
  if ((model.type ?? "WordPiece") !== "WordPiece")
    throw unsupported(path, `its model is ${JSON.stringify(model.type)}`);
  if ((model.continuing_subword_prefix ?? "##") !== "##") throw unsupported(path, "its pieces continue without ##");
  const entries = Object.entries(asObject(model.vocab));
  if (entries.length === 0) throw unreadable(path, "it holds no vocabulary");
  for (const added of Array.isArray(json.added_tokens) ? (json.added_tokens as readonly Json[]) : []) {
    if (typeof added?.content === "string") entries.push([added.content, added.id]);
  }
  const pieces: string[] = [];
  for (const [piece, id] of entries) {
    if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 0 || id >= entries.length) {
      throw unreadable(path, `piece ${JSON.stringify(piece)} has id ${JSON.stringify(id)}`);
    }
    pieces[id] = piece;
  }
  const hole = Array.from(pieces).indexOf(undefined as unknown as string);
  if (hole >= 0) throw unreadable(path, `no piece has id ${hole}`);
  return pieces;
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function firstBoolean(...values: readonly unknown[]): boolean | undefined {
  return values.find((value): value is boolean => typeof value === "boolean");
}

/** A token as text, or as the object that describes an added token. */
function tokenText(value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  const { content } = asObject(value);
  return typeof content === "string" && content !== "" ? content : undefined;
}
