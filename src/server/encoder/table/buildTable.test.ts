import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTableEncoder } from "../../../encoder/tiers/table/createTableEncoder";
import { createWasmForward } from "../../../encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../../encoder/tokenizer/createTokenizer";
import { sampleEncoder } from "../../../format/encoder/sampleEncoder";
import { sourceOf } from "../../../format/encoder/tensors";
import { writeEncoder } from "../../../format/encoder/writeEncoder";
import {
  type LoadedEncoder,
  readEncoderFolder,
  readTableFile,
  writeEncoderFolder,
  writeTableInto,
} from "../encoderFolder";
import { sha256 } from "../sha256";
import { buildTable } from "./buildTable";
import { productTexts } from "./productTexts";

let folder: string;
let encoder: LoadedEncoder;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "aisle-table-"));
  const { weights, card } = sampleEncoder({ layers: 1, hidden: 32, heads: 2, intermediate: 64, maxPositions: 128 });
  writeEncoderFolder(folder, await writeEncoder(weights, card, { sha256 }));
  encoder = await readEncoderFolder(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("productTexts", () => {
  const { vocabulary } = { vocabulary: ["[UNK]", "mug", "copper", "##ing", "##s", "x", "日本"] };

  it("are the same for the same seed, and as many as asked for", () => {
    const texts = productTexts({ count: 500, seed: 1, vocabulary });
    expect(texts).toEqual(productTexts({ count: 500, seed: 1, vocabulary }));
    expect(texts).not.toEqual(productTexts({ count: 500, seed: 2, vocabulary }));
    expect(texts.length).toBe(500);
  });

  it("leave no blank unfilled, and hold the vocabulary's words", () => {
    const texts = productTexts({ count: 2_000, seed: 1, vocabulary });
    expect(texts.filter((text) => /[{}]|undefined|NaN/.test(text) || text.trim() === "")).toEqual([]);
    const all = texts.join(" ");
    for (const word of ["mug", "copper", "coppering", "日本"]) expect(all).toContain(word);
    const lengths = texts.map((text) => text.split(" ").length).sort((a, b) => a - b);
    expect(lengths[0]).toBe(1);
    expect(lengths.at(-1)).toBeGreaterThan(30);
  });
});

describe("buildTable", () => {
  it("points where the encoder does, better than a table that was not fitted", async () => {
    const built = await buildTable(encoder, { count: 3_000 });
    const hardlyFitted = await buildTable(encoder, { count: 1 });
    expect(built.cosine).toBeGreaterThan(0.9);
    expect(built.cosine).toBeGreaterThan(hardlyFitted.cosine + 0.02);
    const { manifest, vocabulary, weights } = encoder;
    const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
    const engine = createTableEncoder({ manifest, tokenizer, bytes: built.bytes });
    const texts = ["red mug", "blue enamel kettle with a lid", "mugs"];
    const forward = await createWasmForward(sourceOf(weights), {});
    const wanted = await forward.forward(texts.map((text) => tokenizer.encode(text)));
    forward.dispose();
    const got = await engine.embed(texts);
    texts.forEach((_, row) => {
      let cosine = 0;
      for (let d = 0; d < 32; d++) cosine += got[row * 32 + d] * wanted[row * 32 + d];
      expect(cosine).toBeGreaterThan(0.8);
    });
  });

  it("makes the same bytes of the same encoder and texts, others of others", async () => {
    const build = async (texts: readonly string[]) => (await buildTable(encoder, { count: 200, texts })).bytes;
    const bytes = await build(["red mug"]);
    expect(await build(["red mug"])).toEqual(bytes);
    expect(await build(["blue kettle", "green kettle"])).not.toEqual(bytes);
  });

  it("is put beside the encoder, which stays what it is, and replaced by a later one", async () => {
    const before = readFileSync(join(folder, "manifest.json"), "utf8");
    expect(await readTableFile(folder)).toBeUndefined();
    const first = (await buildTable(encoder, { count: 100 })).bytes;
    const manifest = await writeTableInto(folder, first);
    expect(await readTableFile(folder)).toEqual(new Uint8Array(first));
    const { table, ...rest } = manifest;
    expect(rest).toEqual(JSON.parse(before));
    expect(table!.chunks[0].file).toMatch(/^table-00\.[0-9a-f]{16}\.bin$/);
    await writeTableInto(folder, (await buildTable(encoder, { count: 200 })).bytes);
    expect(readdirSync(folder).filter((name) => name.startsWith("table-")).length).toBe(1);
    expect((await readEncoderFolder(folder)).weights.modelId).toBe(encoder.manifest.modelId);
    writeEncoderFolder(folder, { manifest: encoder.manifest, files: await filesOf(folder) });
    expect(readdirSync(folder).filter((name) => name.startsWith("table-"))).toEqual([]);
  });
});

async function filesOf(from: string): Promise<Map<string, Uint8Array>> {
  const { weights, vocabulary } = encoder.manifest;
  return new Map(
    [...weights.chunks, ...vocabulary.chunks].map(({ file }) => [file, new Uint8Array(readFileSync(join(from, file)))]),
  );
}
