import { describe, expect, it, vi } from "vitest";
import type { EncoderEngine, ForwardPass, Tokenizer } from "../encoder/encoderEngine";
import { createReferenceForward } from "../encoder/tiers/reference/createReferenceForward";
import { AisleError } from "../errors";
import { collectWeights } from "../format/encoder/collectWeights";
import { sampleEncoder } from "../format/encoder/sampleEncoder";
import { goldenEntry, writeEncoder } from "../format/encoder/writeEncoder";
import { VERSION } from "../version";
import type { EncoderDownload } from "./assets/downloadEncoder";
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

/** A folder that counts what is downloaded of it. */
async function folder({ table }: { readonly table?: Uint8Array } = {}) {
  const { manifest, weights, vocabulary } = await sample;
  const asked: string[] = [];
  const download: EncoderDownload = {
    manifest,
    async first() {
      asked.push("first");
      return { vocabulary, table };
    },
    weights() {
      asked.push("weights");
      return async (at, length) => weights.subarray(at, at + length);
    },
    keep: async () => {},
  };
  return { download, asked };
}

const TABLE = Uint8Array.of(1, 2, 3);

/** Answers with the first axis, whatever it is asked. */
const tableEngine = (modelId: string): EncoderEngine => ({
  tier: "table",
  modelId,
  dimensions: 32,
  embed: async (texts) => Float32Array.from({ length: texts.length * 32 }, (_, at) => (at % 32 === 0 ? 1 : 0)),
  dispose() {},
});

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
    open: async () => (await folder()).download,
    factories: {
      warm() {},
      tokenizer: async () => spell,
      table: async ({ manifest }) => tableEngine(manifest.modelId),
      wasm: absent,
      webgpu: absent,
      reference: absent,
      obstacle: async () => undefined,
      ...tiers,
    },
    readSetting: async (key) => settings.get(key),
    writeSetting: async (key, value) => void (value === undefined ? settings.delete(key) : settings.set(key, value)),
    clock: () => performance.now(),
    idle: async () => {},
    onChange: () => {},
    onDegraded: (error) => degraded.push(error.code),
    ...options,
  });
  return { made, settings, degraded };
}

const right: TierFactories["reference"] = async (weights) => createReferenceForward(await collectWeights(weights));
const wrong: TierFactories["reference"] = async (weights) => {
  const { pass, spoil } = spoilable(createReferenceForward(await collectWeights(weights)));
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
    const { download, asked } = await folder();
    const taken: unknown[] = [];
    const keep: TierFactories["wasm"] = async (source) => {
      const weights = await collectWeights(source);
      taken.push(weights);
      return createReferenceForward(weights);
    };
    const { made } = supply({ wasm: keep, webgpu: keep }, { open: async () => download });
    await made.single();
    await made.single();
    expect(asked).toEqual(["first", "weights"]);
    await made.bulk();
    expect(asked).toEqual(["first", "weights", "weights"]);
    expect(taken.length).toBe(2);
    expect(taken[1]).not.toBe(taken[0]);
  });

  it("goes on with the tier it has when the weights cannot be had again", async () => {
    let online = true;
    const { download } = await folder();
    const offline = () => Promise.reject(new AisleError("ASSET_UNREACHABLE", "offline"));
    const weights = () => (online ? download.weights() : offline);
    const { made } = supply({ wasm: right, webgpu: right }, { open: async () => ({ ...download, weights }) });
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
      const inner = createReferenceForward(await collectWeights(weights));
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
      return createReferenceForward(await collectWeights(weights));
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
        open: async () => {
          if (++tries === 1) throw new AisleError("ASSET_UNREACHABLE", "offline");
          return (await folder()).download;
        },
      },
    );
    await expect(made.single()).rejects.toMatchObject({ code: "ASSET_UNREACHABLE" });
    expect(made.status().state).toBe("failed");
    expect((await made.single()).tier).toBe("wasm");
    expect(made.status().reasons).toEqual({});
  });

  it.each([
    ["cannot be had", () => Promise.reject(new AisleError("ASSET_UNREACHABLE", "offline")), "ASSET_UNREACHABLE"],
    [
      "are not what the manifest says",
      async (_: number, length: number) => new Uint8Array(length).fill(0x80),
      "ENCODER_UNREADABLE",
    ],
  ] as const)("blames no tier for weights that %s, and tries again when asked again", async (_, read, code) => {
    const { download } = await folder();
    let spoilt = true;
    const weights = () => (spoilt ? read : download.weights());
    const { made, degraded } = supply({ wasm: right, webgpu: right }, { open: async () => ({ ...download, weights }) });
    await expect(made.single()).rejects.toMatchObject({ code });
    expect(made.status()).toMatchObject({ state: "failed", reasons: {} });
    spoilt = false;
    expect((await made.single()).tier).toBe("wasm");
    expect(degraded).toEqual([]);
  });

  it("tells a line that broke while a tier's code was fetched from a tier that cannot run", async () => {
    const { download } = await folder();
    const unfetched = async () => {
      throw new TypeError("Failed to fetch dynamically imported module");
    };
    const offline = () => Promise.reject(new AisleError("ASSET_UNREACHABLE", "offline"));
    const broken = supply(
      { wasm: unfetched, webgpu: right },
      { open: async () => ({ ...download, weights: () => offline }) },
    );
    await expect(broken.made.single()).rejects.toMatchObject({ code: "ASSET_UNREACHABLE" });
    expect(broken.made.status()).toMatchObject({ state: "failed", reasons: {} });

    const missing = supply({ wasm: unfetched, webgpu: right }, { open: async () => download });
    expect((await missing.made.single()).tier).toBe("webgpu");
    expect(missing.made.status().reasons.wasm).toContain("Failed to fetch");
  });

  it("gives untouched weights to the next tier when one fails before it takes them", async () => {
    const { download, asked } = await folder();
    const forbidden = async () => {
      throw new AisleError("BACKEND_UNAVAILABLE", "no memory");
    };
    const { made } = supply({ wasm: forbidden, webgpu: right }, { open: async () => download });
    expect((await made.single()).tier).toBe("webgpu");
    expect(asked).toEqual(["first", "weights"]);
  });

  it("answers with the table before BERT's weights are asked for, and with BERT once they are here", async () => {
    const { download, asked } = await folder({ table: TABLE });
    const { made } = supply({ wasm: right }, { open: async () => download });
    expect(await made.atHand()).toBeUndefined();
    expect((await made.table())?.tier).toBe("table");
    expect((await made.atHand())?.tier).toBe("table");
    expect(made.status()).toMatchObject({ tier: "table", state: "ready" });
    expect(asked).toEqual(["first"]);
    await made.single();
    expect((await made.atHand())?.tier).toBe("wasm");
    expect(made.status().tier).toBe("wasm");
    expect((await made.table())?.modelId).toBe((await made.single()).modelId);
  });

  it("has the table for good where nothing else can run, and spares the weights", async () => {
    const { download, asked } = await folder({ table: TABLE });
    const { made, degraded } = supply(
      { wasm: right, webgpu: right, obstacle: async (tier) => `no ${tier} here` },
      { open: async () => download },
    );
    await expect(made.bulk()).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
    expect((await made.atHand())?.tier).toBe("table");
    expect(made.status()).toMatchObject({
      tier: "table",
      state: "ready",
      reasons: { wasm: "no wasm here", webgpu: "no webgpu here" },
    });
    expect([asked, degraded]).toEqual([["first"], []]);
  });

  it("spares the weights of a shop that wants the table alone", async () => {
    const { download, asked } = await folder({ table: TABLE });
    const { made } = supply({ wasm: right }, { open: async () => download, want: "table" });
    expect((await made.table())?.tier).toBe("table");
    await expect(made.single()).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
    expect(made.status()).toMatchObject({ tier: "table", state: "ready", reasons: {} });
    expect(asked).toEqual(["first"]);
  });

  it("falls back on the table when the last backend fails", async () => {
    const { download } = await folder({ table: TABLE });
    const { made } = supply({ wasm: right }, { open: async () => download });
    const engine = await made.single();
    made.demote(engine, new AisleError("BACKEND_WRONG", "lies"));
    expect((await made.atHand())?.tier).toBe("table");
    expect(made.status().tier).toBe("table");
  });

  it("goes on without a table that cannot be read or fails, and says so", async () => {
    const unreadable = supply(
      {
        wasm: right,
        table: async () => {
          throw new AisleError("ASSET_CORRUPT", "not a table");
        },
      },
      { open: async () => (await folder({ table: TABLE })).download },
    );
    expect(await unreadable.made.table()).toBeUndefined();
    expect(unreadable.degraded).toEqual(["ASSET_CORRUPT"]);
    expect(unreadable.made.status().reasons.table).toBe("not a table");
    expect((await unreadable.made.single()).tier).toBe("wasm");

    const failing = supply({ wasm: right }, { open: async () => (await folder({ table: TABLE })).download });
    failing.made.demote((await failing.made.table())!, new AisleError("BACKEND_WRONG", "lies"));
    expect(await failing.made.atHand()).toBeUndefined();
    expect(failing.made.status().tier).toBe("none");
  });

  it("measures only when nothing more urgent waits", async () => {
    let idle = 0;
    const embedded: number[] = [];
    const counting: TierFactories["wasm"] = async (weights) => {
      const inner = createReferenceForward(await collectWeights(weights));
      return {
        ...inner,
        forward: async (...args) => {
          embedded.push(idle);
          return inner.forward(...args);
        },
      };
    };
    // Equally fast: a pause of the machine would make one of them hopeless.
    const { made } = supply({ wasm: counting, webgpu: right }, { idle: async () => void idle++, clock: () => 0 });
    await made.bulk();
    // The golden texts, then two runs, each after a wait of its own.
    expect(embedded).toEqual([0, 1, 2]);
    expect(idle).toBe(4);
  });

  it("measures again on the next visit when the tier it chose goes wrong", async () => {
    const { made, settings } = supply({ wasm: right, webgpu: right }, { clock: () => 0 });
    settings.set(`encoder-probe:${(await sample).manifest.modelId}:${VERSION}`, { bulk: "webgpu" });
    const engine = await made.bulk();
    expect(engine.tier).toBe("webgpu");
    made.demote(engine, new AisleError("BACKEND_WRONG", "lies"));
    expect((await made.bulk()).tier).toBe("wasm");
    expect([...settings]).toEqual([]);
  });
});
