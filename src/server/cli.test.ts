import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createReferenceForward } from "../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../encoder/tokenizer/createTokenizer";
import { main } from "./cli";
import { openBrowserEncoder } from "./encoder/browserCheck";
import { readEncoderFolder, readTableFile } from "./encoder/encoderFolder";
import { writeTinyCheckpoint } from "./encoder/tinyCheckpoint";

const chromium = process.env.AISLE_CHROMIUM || "/usr/bin/chromium";
let folder: string;
let output: string;
let errors: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aisle-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  output = "";
  errors = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Golden lines as exact as the encoder itself, then changed. */
async function goldenFile(encoder: string, change: (line: { ids: number[]; vector: number[] }) => void = () => {}) {
  const { manifest, weights, vocabulary } = await readEncoderFolder(encoder);
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const lines: string[] = [];
  for (const text of ["", "mug", "the red cup board"]) {
    const ids = tokenizer.encode(text);
    const line = { text, ids: [...ids], vector: [...(await createReferenceForward(weights).forward([ids]))] };
    change(line);
    lines.push(JSON.stringify(line));
  }
  const path = join(folder, `golden-${Math.random()}.jsonl`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("aisle encoder", () => {
  let checkpoint: string;
  let out: string;
  beforeAll(async () => {
    checkpoint = writeTinyCheckpoint();
    out = join(folder, "encoder");
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await main(["encoder", checkpoint, "--out", out])).toBe(0);
  });
  afterAll(() => rmSync(checkpoint, { recursive: true, force: true }));

  it.each(["reference", "wasm"])("check passes on %s", async (engine) => {
    expect(await main(["encoder", "check", out, await goldenFile(out), "--engine", engine])).toBe(0);
    expect(output).toMatch(/id mismatches {2}0\nmean cosine {4}1\.00000\nmin cosine {5}1\.00000/);
  });

  it("check fails below the bar, and passes a lower one", async () => {
    const path = await goldenFile(out, ({ vector }) => {
      vector[0] += 0.5;
    });
    expect(await main(["encoder", "check", out, path, "--engine", "wasm"])).toBe(1);
    expect(errors).toContain("Below the bar");
    const lower = ["--min-cosine", "0.5", "--mean-cosine", "0.5"];
    expect(await main(["encoder", "check", out, path, "--engine", "wasm", ...lower])).toBe(0);
  });

  it("check fails on other ids, whatever the cosine", async () => {
    const path = await goldenFile(out, ({ ids }) => ids.push(1));
    expect(await main(["encoder", "check", out, path, "--engine", "wasm", "--min-cosine", "0"])).toBe(1);
    expect(output).toMatch(/id mismatches {2}3/);
  });

  it("check fails on vectors that are not numbers", async () => {
    const path = await goldenFile(out, ({ vector }) => vector.fill(0));
    expect(await main(["encoder", "check", out, path, "--engine", "wasm", "--min-cosine=-1"])).toBe(1);
  });

  it("does not compare ids or hold a default bar when the vocabulary is pruned", async () => {
    const pruned = join(folder, "pruned");
    expect(await main(["encoder", checkpoint, "--out", pruned, "--vocab", "58"])).toBe(0);
    const path = await goldenFile(out);
    expect(await main(["encoder", "check", pruned, path, "--engine", "wasm"])).toBe(0);
    expect(output).toContain("not compared (58 pieces kept)");
    expect(await main(["encoder", "check", pruned, path, "--engine", "wasm", "--min-cosine", "0.99999"])).toBe(1);
  });

  it("table adds a table that reads the same texts the same way every time", async () => {
    const texts = join(folder, "texts.txt");
    writeFileSync(texts, "red cup\n\n  the red mug board \n");
    const bytes: Uint8Array[] = [];
    for (const name of ["table-1", "table-2"]) {
      const own = join(folder, name);
      expect(await main(["encoder", checkpoint, "--out", own])).toBe(0);
      expect(await main(["encoder", "table", own, "--count", "50", "--texts", texts])).toBe(0);
      bytes.push((await readTableFile(own))!);
    }
    expect(output).toMatch(/table of \d+ word pieces, 0\.0\d MB; mean cosine to the encoder 0\.\d{3} on texts/);
    expect(bytes[1]).toEqual(bytes[0]);
    // Every engine runs beside it as before.
    expect(await main(["encoder", "check", join(folder, "table-1"), await goldenFile(out), "--engine", "wasm"])).toBe(
      0,
    );
  });

  it.each([
    ["a count that is no number", ["--count", "many"]],
    ["texts that are not there", ["--texts", "/nowhere.txt"]],
  ])("table takes %s for wrong use", async (_, flags) => {
    expect(await main(["encoder", "table", out, ...flags])).toBe(2);
    expect(errors).toContain("OPTIONS_INVALID");
    expect(await readTableFile(out)).toBeUndefined();
  });

  it("check refuses a folder whose files were changed", async () => {
    const broken = join(folder, "broken");
    expect(await main(["encoder", checkpoint, "--out", broken])).toBe(0);
    const { manifest } = await readEncoderFolder(broken);
    writeFileSync(join(broken, manifest.weights.chunks[0].file), Buffer.alloc(manifest.weights.chunks[0].bytes));
    expect(await main(["encoder", "check", broken, await goldenFile(out), "--engine", "wasm"])).toBe(1);
    expect(errors).toContain("ASSET_CORRUPT");
    expect(errors).toContain(manifest.weights.chunks[0].file);
  });

  it.each<[string, readonly string[]]>([
    ["no command", []],
    ["an unknown command", ["decoder"]],
    ["an unknown option", ["encoder", "x", "--ouch"]],
    ["no folder", ["encoder", "--out", "x"]],
    ["no --out", ["encoder", "x"]],
    ["a vocabulary that is no number", ["encoder", "x", "--out", "y", "--vocab", "many"]],
    ["a table of no folder", ["encoder", "table"]],
    ["a table of two folders", ["encoder", "table", "x", "y"]],
    ["no engine", ["encoder", "check", "x", "y"]],
    ["an unknown engine", ["encoder", "check", "x", "y", "--engine", "abacus"]],
    ["an unknown build", ["encoder", "check", "x", "y", "--engine", "wasm", "--build", "mmx"]],
    ["golden lines that are not there", ["encoder", "check", "x", "/nowhere.jsonl", "--engine", "wasm"]],
  ])("%s is wrong use: exit status 2", async (_, argv) => {
    expect(await main(argv)).toBe(2);
    expect(output + errors).toMatch(/OPTIONS_INVALID|Usage/);
  });

  it("wrong golden lines are named", async () => {
    const path = join(folder, "wrong.jsonl");
    writeFileSync(path, '{"text":"a","ids":[1],"vector":[1]}\n{"text":"a"}\n');
    expect(await main(["encoder", "check", out, path, "--engine", "wasm"])).toBe(2);
    expect(errors).toContain("Line 2");
  });

  it("a checkpoint that cannot be read is an error: exit status 1", async () => {
    expect(await main(["encoder", join(folder, "nothing"), "--out", join(folder, "x")])).toBe(1);
    expect(errors).toMatch(/^CHECKPOINT_UNREADABLE: .*nothing/);
  });

  it.skipIf(!existsSync(chromium))("runs an engine in Chromium, equal to Node", async () => {
    const pageScript = join(folder, "page.js");
    await build({
      entryPoints: [resolve("src/server/encoder/browserCheckPage.ts")],
      outfile: pageScript,
      bundle: true,
      format: "esm",
    });
    const { weights } = await readEncoderFolder(out);
    const sequences = [Int32Array.of(3, 7, 9, 4), Int32Array.of(3, 4)];
    const browser = await openBrowserEncoder({ folder: out, engine: "wasm", build: "simd128", chromium, pageScript });
    try {
      expect(browser.label).toMatch(/^wasm simd128 \(Chromium \d+/);
      expect(await browser.sequences(sequences)).toEqual(await createReferenceForward(weights).forward(sequences));
      await expect(browser.sequences([Int32Array.of(1_000_000)])).rejects.toThrow();
    } finally {
      await browser.close();
    }
    await expect(openBrowserEncoder({ folder: out, engine: "abacus", chromium, pageScript })).rejects.toMatchObject({
      code: "BACKEND_UNAVAILABLE",
    });
  });
});
