import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { AisleError } from "../../errors";
import { goldenVector } from "../../format/encoder/readEncoder";
import { convertEncoder } from "./convertEncoder";
import { readEncoderFolder, writeEncoderFolder } from "./encoderFolder";
import { openSafetensors } from "./safetensors";
import { TINY_VOCABULARY, type TinyCheckpointOptions, withHeader, writeTinyCheckpoint } from "./tinyCheckpoint";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function checkpoint(options: TinyCheckpointOptions = {}): string {
  const folder = writeTinyCheckpoint(options);
  folders.push(folder);
  return folder;
}

async function converted(options: TinyCheckpointOptions = {}, vocabulary?: number) {
  const folder = checkpoint(options);
  const out = join(folder, "out");
  writeEncoderFolder(out, await convertEncoder(folder, { vocabulary }));
  return { folder, out, ...(await readEncoderFolder(out)) };
}

async function failure(act: () => Promise<unknown>): Promise<AisleError> {
  const error = await act().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AisleError)) throw new Error(`expected an AisleError, got ${error}`);
  return error;
}

describe("convertEncoder", () => {
  it("keeps every weight within half a step of its row", async () => {
    const tensors = new Map<string, Float32Array>();
    const { weights } = await converted({
      change: (all) => {
        for (const [name, { values }] of all) tensors.set(name, values);
      },
    });
    const { values, scales, columns } = weights.wordEmbeddings;
    tensors.get("embeddings.word_embeddings.weight")!.forEach((value, index) => {
      const row = Math.floor(index / columns);
      expect(Math.abs(value - values[index] * scales[row])).toBeLessThanOrEqual(scales[row] * 0.5001);
    });
    const { qkv } = weights.layers[1];
    const key = tensors.get("encoder.layer.1.attention.self.key.weight")!;
    key.forEach((value, index) => {
      const row = 16 + Math.floor(index / 16);
      const clipped = Math.max(-63 * qkv.weight.scales[row], Math.min(63 * qkv.weight.scales[row], value));
      const difference = Math.abs(clipped - qkv.weight.values[16 * 16 + index] * qkv.weight.scales[row]);
      expect(difference).toBeLessThanOrEqual(qkv.weight.scales[row] * 0.5001);
    });
    expect(weights.layers[1].outputNorm.beta).toEqual(tensors.get("encoder.layer.1.output.LayerNorm.bias"));
  });

  it.each<[string, TinyCheckpointOptions]>([
    ["names under bert.", { prefix: "bert." }],
    ["names under model.bert.", { prefix: "model.bert." }],
    ["LayerNorms with gamma and beta", { oldNames: "gamma" }],
    ["tokenizer.json instead of vocab.txt", { files: { "vocab.txt": undefined, "tokenizer.json": fastTokenizer() } }],
  ])("reads %s as the same encoder", async (_, options) => {
    const plain = await converted();
    const other = await converted(options);
    expect(other.weights.layers).toEqual(plain.weights.layers);
    expect(other.manifest.tokenizer).toEqual(plain.manifest.tokenizer);
  });

  it.each(["F16", "BF16"] as const)("reads %s", async (dtype) => {
    const plain = await converted();
    const { weights } = await converted({ dtype });
    const largest = Math.max(...plain.weights.wordEmbeddings.scales);
    weights.wordEmbeddings.scales.forEach((scale, row) => {
      expect(Math.abs(scale - plain.weights.wordEmbeddings.scales[row])).toBeLessThan(largest / 64);
    });
  });

  it.each([
    { layers: 1, hidden: 8, heads: 1, intermediate: 8 },
    { layers: 4, hidden: 24, heads: 3, intermediate: 40 },
  ])("takes any depth and width: $layers × $hidden", async (shape) => {
    const { manifest, weights } = await converted(shape);
    expect(manifest.config).toMatchObject(shape);
    expect(weights.layers.length).toBe(shape.layers);
  });

  it("gives the same bytes for the same checkpoint", async () => {
    const folder = checkpoint();
    expect(await convertEncoder(folder)).toEqual(await convertEncoder(folder));
  });

  it("carries golden vectors of the reference engine", async () => {
    const { manifest, weights, vocabulary } = await converted();
    const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
    expect(manifest.golden.length).toBeGreaterThanOrEqual(3);
    for (const entry of manifest.golden) {
      expect([...tokenizer.encode(entry.text)]).toEqual(entry.ids);
      const [vector, golden] = [
        await createReferenceForward(weights).forward([tokenizer.encode(entry.text)]),
        goldenVector(entry, manifest.config),
      ];
      vector.forEach((value, index) => {
        expect(Math.abs(value - golden[index])).toBeLessThan(0.01);
      });
    }
  });

  it("reads pooling, length, case and licence from the files around the weights", async () => {
    const { manifest } = await converted({
      files: {
        "modules.json": [{ type: "sentence_transformers.models.Transformer" }, { type: "x.Pooling", path: "2_Pool" }],
        "2_Pool/config.json": { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
        "sentence_bert_config.json": { max_seq_length: 20 },
        "tokenizer_config.json": { do_lower_case: false, model_max_length: 30 },
        "README.md": "---\nlanguage: en\nlicense: apache-2.0\n---\n# A model\n",
      },
    });
    expect(manifest.config).toMatchObject({ pooling: "cls", maxTokens: 20, maxPositions: 20 });
    expect(manifest.tokenizer).toMatchObject({ lowercase: false, stripAccents: false });
    expect(manifest.licence).toBe("apache-2.0");
  });

  it("takes a folder shaped like bert-base-chinese", async () => {
    const characters = Array.from({ length: 200 }, (_, index) => String.fromCharCode(0x4e00 + index));
    const vocabulary = [...TINY_VOCABULARY, ...characters, ...characters.map((character) => `##${character}`)];
    const { manifest, vocabulary: pieces } = await converted({
      vocabulary,
      prefix: "bert.",
      oldNames: "gamma",
      config: { architectures: ["BertForMaskedLM"], directionality: "bidi", pooler_fc_size: 768 },
      files: { "tokenizer_config.json": { do_lower_case: false, model_max_length: 512 } },
    });
    const tokenizer = createTokenizer(pieces, manifest.tokenizer, manifest.config);
    expect([...tokenizer.encode("一丁mug")].map((id) => pieces[id])).toEqual(["[CLS]", "一", "丁", "mug", "[SEP]"]);
    expect(manifest.config.pooling).toBe("mean");
  });

  it("ignores rows of padding after the vocabulary", async () => {
    const rows = TINY_VOCABULARY.length + 3;
    const { weights } = await converted({
      config: { vocab_size: rows },
      change: (tensors) => {
        const word = tensors.get("embeddings.word_embeddings.weight")!;
        const values = new Float32Array(rows * 16);
        values.set(word.values);
        tensors.set("embeddings.word_embeddings.weight", { shape: [rows, 16], values });
      },
    });
    expect(weights.wordEmbeddings.rows).toBe(TINY_VOCABULARY.length);
  });

  it("replaces the chunks of an earlier encoder", async () => {
    const { folder, out, manifest } = await converted();
    writeEncoderFolder(out, await convertEncoder(folder, { vocabulary: 60 }));
    const again = await readEncoderFolder(out);
    expect(again.manifest.modelId).not.toBe(manifest.modelId);
    expect(() => readFileSync(join(out, manifest.vocabulary.chunks[0].file))).toThrow();
  });
});

describe("a pruned vocabulary", () => {
  it("keeps special tokens and single characters, then the most frequent pieces, with their own rows", async () => {
    const whole = await converted();
    const pruned = await converted({}, 60);
    expect(pruned.vocabulary.length).toBe(60);
    expect(pruned.vocabulary).not.toContain("[unused0]");
    expect(pruned.vocabulary.slice(-3)).toEqual(["the", "mug", "##ging"].slice(0, 60 - 57));
    pruned.vocabulary.forEach((piece, id) => {
      const old = whole.vocabulary.indexOf(piece);
      const row = (encoder: typeof whole, at: number) => [
        ...encoder.weights.wordEmbeddings.values.subarray(at * 16, at * 16 + 16),
        encoder.weights.wordEmbeddings.scales[at],
      ];
      expect(row(pruned, id)).toEqual(row(whole, old));
    });
    const { manifest } = pruned;
    expect(manifest.vocabulary.prunedFrom).toBe(TINY_VOCABULARY.length);
    expect(pruned.vocabulary[manifest.tokenizer.separator.id]).toBe("[SEP]");
  });

  it("spells whatever the full one spells", async () => {
    const whole = await converted();
    const pruned = await converted({}, 58);
    const encode = ({ manifest, vocabulary }: typeof whole, text: string) =>
      [...createTokenizer(vocabulary, manifest.tokenizer, manifest.config).encode(text)].map((id) => vocabulary[id]);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...TINY_VOCABULARY.slice(6), " ", "-", "é") }), (text) => {
        if (!encode(whole, text).includes("[UNK]")) expect(encode(pruned, text)).not.toContain("[UNK]");
      }),
    );
    expect(encode(pruned, "redcupboard").join(" ").replaceAll(" ##", "")).toBe("[CLS] redcupboard [SEP]");
  });

  it("keeps a piece whose characters are no pieces themselves", async () => {
    const { vocabulary } = await converted({ vocabulary: [...TINY_VOCABULARY, "ørsted"] }, 58);
    expect(vocabulary).toContain("ørsted");
  });

  it("cannot be smaller than what must stay", async () => {
    const error = await failure(() => convertEncoder(checkpoint(), { vocabulary: 20 }));
    expect(error.code).toBe("OPTIONS_INVALID");
    expect(error.message).toContain("57");
  });
});

describe("a checkpoint that cannot be converted", () => {
  it.each<[string, string, RegExp, TinyCheckpointOptions]>([
    [
      "another architecture",
      "CHECKPOINT_UNSUPPORTED",
      /config\.json.*distilbert/,
      { config: { model_type: "distilbert" } },
    ],
    ["another activation", "CHECKPOINT_UNSUPPORTED", /relu/, { config: { hidden_act: "relu" } }],
    [
      "relative positions",
      "CHECKPOINT_UNSUPPORTED",
      /relative/,
      { config: { position_embedding_type: "relative_key" } },
    ],
    ["a decoder", "CHECKPOINT_UNSUPPORTED", /is_decoder/, { config: { is_decoder: true } }],
    [
      "max pooling",
      "CHECKPOINT_UNSUPPORTED",
      /max_tokens/,
      { files: { "1_Pooling/config.json": { pooling_mode_max_tokens: true } } },
    ],
    ["a dense layer on top", "CHECKPOINT_UNSUPPORTED", /Dense/, { files: { "modules.json": [{ type: "a.b.Dense" }] } }],
    ["no config.json", "CHECKPOINT_UNREADABLE", /config\.json/, { files: { "config.json": undefined } }],
    ["a config.json that is no JSON", "CHECKPOINT_UNREADABLE", /config\.json/, { files: { "config.json": "{" } }],
    [
      "a width that heads do not divide",
      "CHECKPOINT_UNREADABLE",
      /hidden_size/,
      { config: { num_attention_heads: 3 } },
    ],
    ["a depth of nonsense", "CHECKPOINT_UNREADABLE", /num_hidden_layers/, { config: { num_hidden_layers: -1 } }],
    ["no weights", "CHECKPOINT_UNREADABLE", /model\.safetensors/, { files: { "model.safetensors": undefined } }],
    ["no vocabulary", "CHECKPOINT_UNREADABLE", /tokenizer\.json/, { files: { "vocab.txt": undefined } }],
    [
      "a vocabulary without [CLS]",
      "CHECKPOINT_UNREADABLE",
      /cls_token/,
      { files: { "vocab.txt": "a\n[UNK]\n[SEP]\n" } },
    ],
    [
      "a vocabulary that is not UTF-8",
      "CHECKPOINT_UNREADABLE",
      /vocab\.txt/,
      { files: { "vocab.txt": Buffer.from([255, 10]) } },
    ],
    ["more pieces than rows", "CHECKPOINT_UNREADABLE", /vocab_size/, { config: { vocab_size: 10 } }],
    [
      "a missing tensor",
      "CHECKPOINT_UNREADABLE",
      /model\.safetensors.*encoder\.layer\.1\.output\.dense\.bias is missing/,
      { change: (tensors) => tensors.delete("encoder.layer.1.output.dense.bias") },
    ],
    [
      "no word embeddings",
      "CHECKPOINT_UNREADABLE",
      /embeddings\.word_embeddings\.weight is missing/,
      { change: (tensors) => tensors.delete("embeddings.word_embeddings.weight") },
    ],
    [
      "a NaN",
      "CHECKPOINT_UNREADABLE",
      /model\.safetensors.*attention\.self\.key\.weight holds NaN/,
      { change: (tensors) => tensors.get("encoder.layer.0.attention.self.key.weight")!.values.fill(Number.NaN, 5, 6) },
    ],
    [
      "an infinity",
      "CHECKPOINT_UNREADABLE",
      /LayerNorm\.bias holds -Infinity/,
      { change: (tensors) => tensors.get("embeddings.LayerNorm.bias")!.values.fill(Number.NEGATIVE_INFINITY) },
    ],
    [
      "a tensor of another shape",
      "CHECKPOINT_UNREADABLE",
      /position_embeddings\.weight has shape \[31,16\]/,
      {
        change: (tensors) =>
          tensors.set("embeddings.position_embeddings.weight", { shape: [31, 16], values: new Float32Array(31 * 16) }),
      },
    ],
  ])("because of %s says so", async (_, code, message, options) => {
    const error = await failure(() => convertEncoder(checkpoint(options)));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
  });
});

describe("hostile safetensors", () => {
  const open = async (bytes: Buffer) => {
    const folder = checkpoint({ files: { "model.safetensors": bytes } });
    return (await openSafetensors(join(folder, "model.safetensors"))).close();
  };
  const entry = (changes: object) =>
    JSON.stringify({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...changes } });
  const data = Buffer.alloc(8);

  it.each<[string, Buffer]>([
    ["an empty file", Buffer.alloc(0)],
    ["seven bytes", Buffer.alloc(7)],
    ["a header beyond the file", Buffer.from("ffffffffffffff7f", "hex")],
    ["a header that is no JSON", withHeader("{nonsense", data)],
    ["a header that is no UTF-8", Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x28]), data])],
    ["a header that is a list", withHeader("[]", data)],
    ["a null entry", withHeader('{"a":null}', data)],
    ["an unknown type", withHeader(entry({ dtype: "F31" }), data)],
    ["a type that is a property of objects", withHeader(entry({ dtype: "constructor" }), data)],
    ["a negative size", withHeader(entry({ shape: [-2] }), data)],
    ["a size beyond all numbers", withHeader(entry({ shape: [2 ** 60, 2 ** 60] }), data)],
    ["offsets that the shape denies", withHeader(entry({ data_offsets: [0, 4] }), data)],
    ["offsets in reverse", withHeader(entry({ data_offsets: [8, 0] }), data)],
    ["a file cut short", withHeader(entry({}), data.subarray(1))],
    [
      "overlapping tensors",
      withHeader(
        `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`,
        data,
      ),
    ],
  ])("%s is refused", async (_, bytes) => {
    expect((await failure(() => open(bytes))).code).toBe("CHECKPOINT_UNREADABLE");
  });

  it("of any header is opened or refused, never anything else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.dictionary(fc.string(), fc.jsonValue()).map((v) => JSON.stringify(v)),
        ),
        async (header) => {
          const error = await open(withHeader(header, data)).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error !== undefined) expect((error as AisleError).code).toBe("CHECKPOINT_UNREADABLE");
        },
      ),
      { numRuns: 60 },
    );
  });
});

function fastTokenizer() {
  return {
    normalizer: { type: "BertNormalizer", lowercase: true, strip_accents: null, handle_chinese_chars: true },
    model: { type: "WordPiece", vocab: Object.fromEntries(TINY_VOCABULARY.map((piece, id) => [piece, id])) },
    added_tokens: [{ id: 3, content: "[CLS]", special: true }],
  };
}
