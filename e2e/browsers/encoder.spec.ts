/** The encoder is right: kernels equal to the reference, the shipped encoder's vectors equal to those of another engine. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { randomTexts } from "../../src/encoder/golden/randomTexts";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../src/format/encoder/tensors";
import { openEncoderIn } from "../../src/server/encoder/browserCheck";
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";
import { seededRandom } from "../../src/server/train/seededRandom";
import type { KernelHarness } from "../kernels/page";
import { type KernelServer, startKernelServer } from "../kernels/server";
import { expect, test } from "./browserTest";

declare const kernelHarness: KernelHarness;

const FOLDER = "public/aisle/encoder";
const MOST_WORDS = 5;
/** Chromium since 114, Firefox since 145; WebKitGTK in releases after 2.50. */
const RELAXED_REQUIRED = new Set(["Chromium", "Firefox"]);

let server: KernelServer;
test.beforeAll(async () => {
  server = await startKernelServer();
});
test.afterAll(() => server?.close());

test("kernels, SIMD128: equal to the reference in every bit", async ({ tab }) => {
  await tab.goto(server.url);
  expect(await tab.evaluate(() => kernelHarness.failedCases("simd128"))).toMatchObject({ failed: [] });
  expect(await tab.evaluate((options) => kernelHarness.differences(options, 6), { build: "simd128" } as const)).toEqual(
    [],
  );
});

test("kernels, relaxed SIMD: equal to the reference in every bit, or refused in favour of SIMD128", async ({
  tab,
}, testInfo) => {
  await tab.goto(server.url);
  const taken = await tab.evaluate(() => kernelHarness.buildOf("auto"));
  testInfo.annotations.push({ type: "outcome", description: taken });
  if (RELAXED_REQUIRED.has(testInfo.project.name)) expect(taken).toBe("relaxed");
  if (taken === "relaxed") {
    expect(await tab.evaluate(() => kernelHarness.failedCases("relaxed"))).toMatchObject({ failed: [] });
    for (const dot of ["fused", "paired"] as const) {
      const options = { build: "relaxed", dot } as const;
      expect(await tab.evaluate((options) => kernelHarness.differences(options, 6), options)).toEqual([]);
    }
  } else {
    expect(taken).toBe("simd128");
    expect(await tab.evaluate(() => kernelHarness.buildOf("relaxed"))).toBe("BACKEND_UNAVAILABLE");
  }
});

test("a policy that forbids WebAssembly is told as BACKEND_UNAVAILABLE", async ({ tab }) => {
  await tab.goto(`${server.url}/strict`);
  expect(await tab.evaluate(() => kernelHarness.buildOf("auto"))).toBe("BACKEND_UNAVAILABLE");
});

test("the shipped encoder: golden texts and 300 random ones, equal to Node in every bit", async ({ driven }) => {
  const { manifest, weights, vocabulary } = await readEncoderFolder(FOLDER);
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const { texts } = JSON.parse(readFileSync("src/encoder/golden/texts.json", "utf8")) as { texts: { text: string }[] };
  const sequences = [...texts.map(({ text }) => text), ...randomTexts(300, seededRandom(5), MOST_WORDS)].map((text) =>
    tokenizer.encode(text),
  );
  const node = await createWasmForward(sourceOf(weights), { build: "simd128" });
  const expected = await node.forward(sequences);
  const encoder = await openEncoderIn(driven, {
    folder: FOLDER,
    engine: "wasm",
    pageScript: resolve("dist/browserCheckPage.js"),
  });
  try {
    const actual = await encoder.sequences(sequences);
    expect(actual).toHaveLength(expected.length);
    expect(actual.findIndex((value, i) => value !== expected[i])).toBe(-1);
  } finally {
    await encoder.close();
  }
});
