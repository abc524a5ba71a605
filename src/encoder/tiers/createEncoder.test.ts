import { describe, expect, it } from "vitest";
import { randomEncoder } from "../../format/encoder/randomEncoder";
import type { ForwardPass, Tokenizer } from "../encoderEngine";
import { createEncoder } from "./createEncoder";
import { createReferenceForward } from "./reference/createReferenceForward";

/** One token per character: enough to tell texts apart. */
const tokenizer: Tokenizer = {
  encode: (text) => Int32Array.from(`^${text}$`, (character) => character.charCodeAt(0) % 100),
  uncovered: () => 0,
};

describe("createEncoder", () => {
  const weights = randomEncoder();
  const engine = () => encoderOver(createReferenceForward(weights));

  it("returns rows in the order of the texts, whatever their lengths", async () => {
    const texts = ["a long line of words", "b", "", "middling text", "b"];
    const together = await engine().embed(texts);
    expect(together).toHaveLength(texts.length * 32);
    for (const [row, text] of texts.entries()) {
      expect(together.slice(row * 32, (row + 1) * 32)).toEqual(await engine().embed([text]));
    }
  });

  it("runs sequences shortest first and repeated ones once", async () => {
    const seen: number[] = [];
    const spy: ForwardPass = {
      async forward(sequences) {
        seen.push(...sequences.map((ids) => ids.length));
        return new Float32Array(sequences.length * 32);
      },
      dispose() {},
    };
    await encoderOver(spy).embed(["four", "xx", "four", "seven77", "xx"]);
    expect(seen).toEqual([4, 6, 9]);
  });

  it("answers no texts with an empty array", async () => {
    expect(await engine().embed([])).toEqual(new Float32Array(0));
  });

  it("is aborted by its signal and refuses work once disposed", async () => {
    const used = engine();
    await expect(used.embed(["a"], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
    used.dispose();
    await expect(used.embed(["a"])).rejects.toMatchObject({ code: "DISPOSED" });
  });

  function encoderOver(forward: ForwardPass) {
    return createEncoder({ tier: "reference", modelId: weights.modelId, dimensions: 32, tokenizer, forward });
  }
});
