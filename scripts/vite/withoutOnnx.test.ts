import { resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import { describe, expect, it } from "vitest";
import { withoutOnnx, withoutOnnxEsbuild } from "./withoutOnnx.mjs";

const entry = resolve("src/encoder/tokenizer/testing/xenovaTokenizer.ts");
const BUDGET_BYTES = 18_000;

async function bundledByVite(): Promise<string> {
  const result = await vite({
    configFile: false,
    logLevel: "error",
    plugins: [withoutOnnx()],
    build: { write: false, minify: true, target: "es2022", lib: { entry, formats: ["es"], fileName: "tokenizer" } },
  });
  const [{ output }] = result as { output: { code: string }[] }[];
  return output[0].code;
}

async function bundledByEsbuild(): Promise<string> {
  const { outputFiles } = await esbuild({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    plugins: [withoutOnnxEsbuild()],
  });
  return outputFiles[0].text;
}

describe.each([
  ["vite", bundledByVite],
  ["esbuild", bundledByEsbuild],
])("the tokeniser bundled by %s", (_, bundle) => {
  it("holds no runtime, no Node module and no download, within its budget", async () => {
    const code = await bundle();
    expect(
      code.match(/onnxruntime|InferenceSession|\bfetch\(|from\s*["'](?:node:)?(?:fs|path|url|sharp)["']/),
    ).toBeNull();
    expect(brotliCompressSync(code).length).toBeLessThan(BUDGET_BYTES);
    const { createXenovaTokenizer } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const special = (token: string, id: number) => ({ token, id });
    const tokenizer = createXenovaTokenizer(
      ["[UNK]", "[CLS]", "[SEP]", "mug", "##s"],
      {
        kind: "wordpiece",
        lowercase: true,
        stripAccents: true,
        splitChineseCharacters: true,
        maxWordCharacters: 100,
        unknown: special("[UNK]", 0),
        classification: special("[CLS]", 1),
        separator: special("[SEP]", 2),
        others: [],
      },
      { maxTokens: 8 },
    );
    expect([...tokenizer.encode("Mugs")]).toEqual([1, 3, 4, 2]);
  });
});
