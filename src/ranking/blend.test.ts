import { describe, expect, it } from "vitest";
import { blendWeights, DEFAULT_WEIGHTS } from "./blend";
import { sampleContext } from "./sampleContext";

describe("blendWeights", () => {
  const home = DEFAULT_WEIGHTS.home;

  it("is the default where every vector is there", () => {
    expect(blendWeights("home", sampleContext(), 1)).toEqual(home);
  });

  it("moves the weight of text to words while vectors are missing", () => {
    const weights = blendWeights("home", sampleContext(), 0.25);
    expect(weights.text).toBeCloseTo(home.text / 4, 12);
    expect(weights.text + weights.words).toBeCloseTo(home.text + home.words, 12);
  });

  it("leaves text alone in a language the encoder does not know", () => {
    expect(blendWeights("home", sampleContext({ language: "words" }), 1).text).toBe(0);
  });

  it("takes learned weights, but no nonsense", () => {
    const weights = { popularity: 0.2, price: Number.NaN };
    expect(blendWeights("home", sampleContext({ weights }), 1)).toEqual({ ...home, popularity: 0.2 });
  });
});
