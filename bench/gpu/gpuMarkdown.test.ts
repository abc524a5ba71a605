import { describe, expect, it } from "vitest";
import { MINILM_SHAPE, randomEncoder } from "../../src/format/encoder/randomEncoder";
import { costMarkdown } from "./costMarkdown";
import { type GpuReport, gpuMarkdown } from "./gpuMarkdown";

const { config } = randomEncoder({ ...MINILM_SHAPE, layers: 6, vocabulary: 10 });
const spelling = {
  agreement: { texts: 45, mean: 0.9991, least: 0.9937, leastText: "a|b" },
  oneText: { 8: 1.234, 128: 45.67 },
  bulk: { short: { 512: 1234.5, 2048: 2345.6 }, long: { 512: 9.87, 2048: 12.3 } },
  gpuBytes: 22.48e6,
  dispatches: 44,
  bindGroups: 44,
};
const report: GpuReport = {
  date: "2026-11-25",
  node: "20.20.2",
  cpu: "A processor",
  software: false,
  adapter: { vendor: "acme", architecture: "", device: "", description: "Card 1" },
  features: ["shader-f16"],
  modelId: "a-model",
  config,
  probe: { chosen: "packed", times: { packed: 0.5, f32: 12.3 } },
  spellings: [
    { dot: "packed", ...spelling },
    { dot: "f32", ...spelling },
  ],
  wasm: { build: "relaxed", oneText: { 8: 5, 128: 80 }, bulk: { short: { 512: 70 }, long: { 512: 10 } } },
};

/** Rows of every table, as cells. */
function rowsOf(markdown: string, name: string): readonly (readonly string[])[] {
  const lines = markdown.split("\n").filter((line) => line.startsWith(`| ${name}`));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("gpuMarkdown", () => {
  const markdown = gpuMarkdown(report);

  it("tells agreement, memory and dispatches, then one text, then bulk, of each spelling", () => {
    expect(rowsOf(markdown, "WebGPU, packed")).toEqual([
      ["WebGPU, packed", "0.99910", "0.99370", '`"a b"`', "22.5", "44", "44"],
      ["WebGPU, packed", "1.23", "45.7"],
      ["WebGPU, packed", "1235", "2346", "9.9", "12"],
    ]);
    expect(rowsOf(markdown, "WebGPU, f32")).toHaveLength(3);
  });

  it("leaves open what wasm was not asked", () => {
    expect(rowsOf(markdown, "wasm, relaxed")).toEqual([
      ["wasm, relaxed, one thread", "5.00", "80.0"],
      ["wasm, relaxed, one thread", "70", "–", "10", "–"],
    ]);
  });

  it("warns of times without a graphics card, and only then", () => {
    expect(markdown).not.toContain("No graphics card");
    expect(gpuMarkdown({ ...report, software: true })).toContain("**No graphics card was at hand");
    expect(markdown).toContain("`shader-f16` is there");
    expect(gpuMarkdown({ ...report, features: [] })).toContain("`shader-f16` is not there");
  });

  it("has every table's rows as wide as its head", () => {
    let width = 0;
    for (const line of markdown.split("\n")) {
      const cells = line.startsWith("|") ? line.split("|").length : 0;
      if (cells > 0 && width > 0) expect(line, line).toSatisfy(() => cells === width);
      width = cells;
    }
  });
});

describe("costMarkdown", () => {
  it("needs no GPU: dispatches, bind groups, and bytes of each", () => {
    const markdown = costMarkdown(config);
    expect(markdown).toContain("44 dispatches in one submit, over 44 bind groups");
    expect(rowsOf(markdown, "qkv")[0]).toEqual(["qkv", "6", "108", "84.9", "3.39", "0.44", "22.2"]);
    expect(rowsOf(markdown, "pool")).toHaveLength(3);
  });
});
