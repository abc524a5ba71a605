import { describe, expect, it } from "vitest";
import type { EncoderEngine } from "../encoder/encoderEngine";
import { AisleError } from "../errors";
import { createQueryVectors } from "./queryVectors";

function engine(tier: EncoderEngine["tier"], value: number, asked: string[] = []): EncoderEngine {
  return {
    tier,
    modelId: "model",
    dimensions: 1,
    async embed(texts) {
      asked.push(...texts);
      return Float32Array.from(texts, () => value);
    },
    dispose() {},
  };
}

describe("createQueryVectors", () => {
  it("answers with what is at hand, and anew once a better engine is", async () => {
    const asked: string[] = [];
    let atHand: EncoderEngine | undefined;
    const queries = createQueryVectors({ atHand: async () => atHand, demote() {} });
    expect(await queries.of("mug")).toBeUndefined();
    atHand = engine("table", 1, asked);
    expect(await queries.of(" Mug ")).toEqual(Float32Array.of(1));
    expect(await queries.of("mug")).toEqual(Float32Array.of(1));
    atHand = engine("wasm", 2, asked);
    expect(await queries.of("mug")).toEqual(Float32Array.of(2));
    expect(asked).toEqual(["mug", "mug"]);
    expect(await queries.of("  ")).toBeUndefined();
  });

  it("takes an engine that fails out of use and leaves the words to answer", async () => {
    const demoted: string[] = [];
    const broken: EncoderEngine = {
      ...engine("wasm", 1),
      embed: () => Promise.reject(new AisleError("BACKEND_WRONG", "lies")),
    };
    const queries = createQueryVectors({
      atHand: async () => broken,
      demote: ({ tier }, { code }) => demoted.push(`${tier} ${code}`),
    });
    expect(await queries.of("mug")).toBeUndefined();
    expect(demoted).toEqual(["wasm BACKEND_WRONG"]);
  });
});
