import { setFlagsFromString } from "node:v8";
import { expect, it } from "vitest";
import { randomTexts } from "../../encoder/golden/randomTexts";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createWasmForward } from "../../encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../format/encoder/tensors";
import { seededRandom } from "../train/seededRandom";
import { readEncoderFolder } from "./encoderFolder";

// Node 20 knows relaxed SIMD behind this flag, and only its optimising compiler computes it rightly.
setFlagsFromString("--experimental-wasm-relaxed-simd");
setFlagsFromString("--no-liftoff");

/** The reference takes some 17 ms a token: short texts. `node bench/agreement.mjs` runs long ones. */
const MOST_WORDS = 3;

it("300 random texts through the demo's encoder: both wasm builds equal the reference in every bit", async () => {
  const { manifest, weights, vocabulary } = await readEncoderFolder("public/aisle/encoder");
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const texts = randomTexts(300, seededRandom(4), MOST_WORDS);
  const sequences = texts.map((text) => tokenizer.encode(text));
  const expected = await createReferenceForward(weights).forward(sequences);
  for (const options of [
    { build: "simd128" },
    { build: "relaxed", dot: "fused" },
    { build: "relaxed", dot: "paired" },
  ] as const) {
    const actual = await (await createWasmForward(sourceOf(weights), options)).forward(sequences);
    const at = actual.findIndex((value, i) => !Object.is(value + 0, expected[i] + 0));
    expect(
      at < 0 ? undefined : texts[Math.floor(at / manifest.config.hidden)],
      JSON.stringify(options),
    ).toBeUndefined();
  }
}, 300_000);
