import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
// @ts-expect-error a plain script
import { buildNames, generatedFile, generateKernels } from "./buildKernels.mjs";

describe("the committed kernels", () => {
  it.each(buildNames as string[])("are what their sources compile to: %s", async (build) => {
    const committed = await readFile(fileURLToPath(new URL(`../${generatedFile(build)}`, import.meta.url)), "utf8");
    expect(committed === (await generateKernels(build))).toBe(true);
  });
});
