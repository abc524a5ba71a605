import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../cli";
import { readGoldenLines } from "./checkEncoder";
import { checkOnnx } from "./checkOnnx";
import { writeTinyCheckpoint } from "./tinyCheckpoint";

const shared = process.env.AISLE_SHARED ?? "";
const folders: string[] = [];
let errors = "";

beforeEach(() => {
  errors = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function tinyFolder(): string {
  const folder = writeTinyCheckpoint();
  folders.push(folder);
  return folder;
}

describe("encoder check --engine onnx", () => {
  it("says which file is missing", async () => {
    await expect(checkOnnx(tinyFolder(), [])).rejects.toMatchObject({
      code: "CHECKPOINT_UNREADABLE",
      fix: expect.stringContaining("onnx/model_quantized.onnx"),
    });
  });

  it("takes no browser and no build", async () => {
    const golden = join(tinyFolder(), "golden.jsonl");
    writeFileSync(golden, `${JSON.stringify({ text: "mug", ids: [1, 2], vector: [1, 0] })}\n`);
    const command = ["encoder", "check", "nowhere", golden, "--engine", "onnx"];
    expect(await main([...command, "--browser"])).toBe(2);
    expect(await main([...command, "--build", "relaxed"])).toBe(2);
    expect(errors).toContain("do not go with --engine onnx");
  });

  it.skipIf(!shared)("finds the ids and nearly the vectors of full precision", async () => {
    const golden = readGoldenLines(join(shared, "golden/minilm.jsonl")).slice(0, 60);
    const { modelId, result } = await checkOnnx(join(shared, "models/all-MiniLM-L6-v2"), golden);
    expect(modelId).toBe("onnx:all-MiniLM-L6-v2:q8");
    expect(result).toMatchObject({ texts: 60, idMismatches: [] });
    expect(result.meanCosine).toBeGreaterThan(0.985);
    expect(result.minCosine).toBeGreaterThan(0.97);
  });
});
