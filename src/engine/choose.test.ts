import { describe, expect, it, vi } from "vitest";
import type { ForwardPass, Tokenizer } from "../encoder/encoderEngine";
import { createReferenceForward } from "../encoder/tiers/reference/createReferenceForward";
import { AisleError } from "../errors";
import { sampleEncoder } from "../format/encoder/sampleEncoder";
import { goldenEntry, writeEncoder } from "../format/encoder/writeEncoder";
import { sha256 } from "./assets/fetchChunk";
import { EncoderSupply, type EncoderSupplyOptions, type TierFactories } from "./choose";

const spell: Tokenizer = {
  encode: (text) => Int32Array.from([2, ...[...text].slice(0, 8).map((letter) => 5 + (letter.charCodeAt(0) % 30)), 3]),
  uncovered: () => 0,
};

const sample = (async () => {
  const { weights, card } = sampleEncoder({ layers: 1, hidden: 32, heads: 2, intermediate: 64 });
  const { manifest, files } = await writeEncoder(weights, card, { sha256 });
  const ids = spell.encode("mug");
  const vector = await createReferenceForward(weights).forward([ids]);
  const bytes = manifest.weights.chunks.flatMap(({ file }) => [...files.get(file)!]);
  return {
    manifest: { ...manifest, golden: [goldenEntry("mug", ids, vector)] },
    weights: Uint8Array.from(bytes),
    vocabulary: card.vocabulary,
  };
})();

/** A right engine that lies once `spoil` is called. */
function spoilable(forward: ForwardPass) {
  let spoilt = false;
  return {
    spoil: () => {
      spoilt = true;
    },
    pass: {
      ...forward,
      forward: async (...args: Parameters<ForwardPass["forward"]>) => {
        const vectors = await forward.forward(...args);
        return spoilt ? vectors.map((value, i) => (i % 2 ? -value : value)) : vectors;
      },
    },
  };
}

function supply(tiers: Partial<TierFactories>, options: Partial<EncoderSupplyOptions> = {}) {
  const settings = new Map<string, unknown>();
  const degraded: string[] = [];
  const absent = async () => {
    throw new AisleError("BACKEND_UNAVAILABLE", "not here");
  };
  const made = new EncoderSupply({
    want: "auto",
    download: () => sample,
    factories: { tokenizer: async () => spell, wasm: absent, webgpu: absent, reference: absent, ...tiers },
    readSetting: async (key) => settings.get(key),
    writeSetting: async (key, value) => void settings.set(key, value),
    clock: () => performance.now(),
    onChange: () => {},
    onDegraded: (error) => degraded.push(error.code),
    ...options,
  });
  return { made, settings, degraded };
}

const right: TierFactories["reference"] = async (weights) => createReferenceForward(weights);
const wrong: TierFactories["reference"] = async (weights) => {
  const { pass, spoil } = spoilable(createReferenceForward(weights));
  spoil();
  return pass;
};

describe("EncoderSupply", () => {
  it("answers one text with wasm", async () => {
    const { made } = supply({ wasm: right });
    expect((await made.single()).tier).toBe("wasm");
    expect(made.status()).toMatchObject({ tier: "wasm", state: "ready", reasons: {} });
  });

  it("lets the weights go once a tier has them, and has them again for another", async () => {
    let downloads = 0;
    const taken: unknown[] = [];
    const keep: TierFactories["wasm"] = async (weights) => {
      taken.push(weights);
      return createReferenceForward(weights);
    };
    const { made } = supply(
      { wasm: keep, webgpu: keep },
      {
        download: () => {
          downloads++;
          return sample;
        },
      },
    );
    await made.single();
    await made.single();
    expect(downloads).toBe(1);
    await made.bulk();
    expect(downloads).toBe(2);
    expect(taken.length).toBe(2);
    expect(taken[1]).not.toBe(taken[0]);
  });

  it("goes on with the tier it has when the weights cannot be had again", async () => {
    let online = true;
    const { made } = supply(
      { wasm: right, webgpu: right },
      { download: () => (online ? sample : Promise.reject(new AisleError("ASSET_UNREACHABLE", "offline"))) },
    );
    await made.single();
    online = false;
    expect((await made.bulk()).tier).toBe("wasm");
    expect(made.status().reasons.webgpu).toContain("could not be had again");
  });

  it("falls to webgpu where wasm is forbidden, and says why", async () => {
    const { made, degraded } = supply({ webgpu: right });
    expect((await made.single()).tier).toBe("webgpu");
    expect(made.status().reasons).toEqual({ wasm: "not here" });
    expect(degraded).toEqual([]);
  });

  it("demotes a backend that fails its golden vectors", async () => {
    const { made, degraded } = supply({ wasm: wrong, webgpu: right });
    expect((await made.single()).tier).toBe("webgpu");
    expect(degraded).toEqual(["BACKEND_WRONG"]);
    expect(made.status().reasons.wasm).toMatch(/answers wrongly/);
  });

  it("says so when nothing can run", async () => {
    const { made } = supply({});
    await expect(made.single()).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
    await expect(made.bulk()).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
    expect(made.status().tier).toBe("none");
  });

  it("measures once and remembers on the device", async () => {
    let time = 0;
    const slowGpu: TierFactories["webgpu"] = async (weights) => {
      const inner = createReferenceForward(weights);
      return {
        ...inner,
        forward: async (...args) => {
          time += 900;
          return inner.forward(...args);
        },
      };
    };
    const webgpu = vi.fn(slowGpu);
    const { made, settings } = supply({ wasm: right, webgpu }, { clock: () => ++time });
    expect((await made.bulk()).tier).toBe("wasm");
    expect([...settings.values()]).toMatchObject([{ bulk: "wasm" }]);
    webgpu.mockClear();
    const later = supply({ wasm: right, webgpu }, { readSetting: async () => ({ bulk: "webgpu" }) });
    expect((await later.made.bulk()).tier).toBe("webgpu");
  });

  it("goes on with wasm when the GPU device is lost, once", async () => {
    let lose = (_: string) => {};
    const webgpu: TierFactories["webgpu"] = async (weights, onLost) => {
      lose = onLost;
      return createReferenceForward(weights);
    };
    const { made, degraded } = supply({ wasm: right, webgpu }, { readSetting: async () => ({ bulk: "webgpu" }) });
    const engine = await made.bulk();
    expect(engine.tier).toBe("webgpu");
    lose("unplugged");
    made.demote(engine, new AisleError("DEVICE_LOST", "again"));
    expect((await made.bulk()).tier).toBe("wasm");
    expect(degraded).toEqual(["DEVICE_LOST"]);
    expect(made.status().reasons.webgpu).toMatch(/unplugged/);
  });

  it("tries a failed download again when asked again", async () => {
    let tries = 0;
    const { made } = supply(
      { wasm: right },
      {
        download: async () => {
          if (++tries === 1) throw new AisleError("ASSET_UNREACHABLE", "offline");
          return sample;
        },
      },
    );
    await expect(made.single()).rejects.toMatchObject({ code: "ASSET_UNREACHABLE" });
    expect(made.status().state).toBe("failed");
    expect((await made.single()).tier).toBe("wasm");
    expect(made.status().reasons).toEqual({});
  });
});
