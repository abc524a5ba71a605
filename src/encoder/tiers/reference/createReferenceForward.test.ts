import { describe, expect, it } from "vitest";
import { randomEncoder } from "../../../format/encoder/randomEncoder";
import type { EncoderWeights, LayerNormWeights, LinearWeights, QuantizedMatrix } from "../../../format/encoder/weights";
import { createReferenceForward } from "./createReferenceForward";

describe("the reference forward pass", () => {
  it("agrees with a double-precision BERT on the same weights", async () => {
    const weights = randomEncoder({ layers: 3, hidden: 64, heads: 4, intermediate: 256 });
    const ids = Int32Array.of(2, 17, 43, 99, 5, 60, 3);
    const [vector] = await rows(createReferenceForward(weights).forward([ids]), 64);
    const expected = plainBert(ids, weights);
    expect(cosine(vector, expected)).toBeGreaterThan(0.999);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  it("gives each sequence the vector it gets alone", async () => {
    const forward = createReferenceForward(randomEncoder({ pooling: "cls" }));
    const a = Int32Array.of(1, 2, 3);
    const b = Int32Array.of(9, 8, 7, 6, 5);
    const [, together] = await rows(forward.forward([a, b]), 32);
    const [alone] = await rows(forward.forward([b]), 32);
    expect(together).toEqual(alone);
  });

  it("refuses ids and lengths the model does not have", async () => {
    const { forward } = createReferenceForward(randomEncoder({ vocabulary: 50, maxPositions: 16 }));
    await expect(forward([Int32Array.of(1, 50)])).rejects.toMatchObject({ code: "ENCODER_UNREADABLE" });
    await expect(forward([Int32Array.of(-1)])).rejects.toMatchObject({ code: "ENCODER_UNREADABLE" });
    await expect(forward([new Int32Array(0)])).rejects.toMatchObject({ code: "ENCODER_UNREADABLE" });
    await expect(forward([new Int32Array(17)])).rejects.toMatchObject({ code: "ENCODER_UNREADABLE" });
  });

  it("stops when aborted, and answers an empty list with nothing", async () => {
    const { forward } = createReferenceForward(randomEncoder());
    await expect(forward([Int32Array.of(1)], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(await forward([])).toHaveLength(0);
  });
});

async function rows(vectors: Promise<Float32Array>, width: number): Promise<Float32Array[]> {
  const all = await vectors;
  return Array.from({ length: all.length / width }, (_, row) => all.slice(row * width, (row + 1) * width));
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] ** 2;
    bb += b[i] ** 2;
  }
  return dot / Math.sqrt(aa * bb);
}

/** BERT with mean pooling, in doubles, written independently of the operators: no int8 activations, erf by its series. */
function plainBert(ids: Int32Array, weights: EncoderWeights): number[] {
  const { hidden, heads } = weights.config;
  const width = hidden / heads;
  const at = (m: QuantizedMatrix, r: number, c: number) => m.values[r * m.columns + c] * m.scales[r];
  const project = (x: number[][], { weight, bias }: LinearWeights) =>
    x.map((row) => Array.from(bias, (b, o) => row.reduce((sum, value, k) => sum + value * at(weight, o, k), b)));
  const norm = (x: number[][], { gamma, beta }: LayerNormWeights) =>
    x.map((row) => {
      const mean = row.reduce((a, b) => a + b) / row.length;
      const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
      return row.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-12)) * gamma[i] + beta[i]);
    });
  const add = (x: number[][], y: number[][]) => x.map((row, r) => row.map((v, c) => v + y[r][c]));
  const erf = (z: number) => {
    let term = z;
    let sum = z;
    for (let n = 1; n < 100; n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    return Math.abs(z) > 4 ? Math.sign(z) : (2 * sum) / Math.sqrt(Math.PI);
  };
  let x = norm(
    Array.from(ids, (id, token) =>
      Array.from(
        { length: hidden },
        (_, c) =>
          at(weights.wordEmbeddings, id, c) +
          at(weights.positionEmbeddings, token, c) +
          at(weights.typeEmbeddings, 0, c),
      ),
    ),
    weights.embeddingNorm,
  );
  for (const layer of weights.layers) {
    const qkv = project(x, layer.qkv);
    const context = x.map((row, i) =>
      row.map((_, column) => {
        const head = Math.floor(column / width) * width;
        const scores = qkv.map((key) => {
          let dot = 0;
          for (let d = 0; d < width; d++) dot += qkv[i][head + d] * key[hidden + head + d];
          return Math.exp(dot / Math.sqrt(width));
        });
        const total = scores.reduce((a, b) => a + b);
        return scores.reduce((sum, score, j) => sum + (score / total) * qkv[j][2 * hidden + column], 0);
      }),
    );
    const middle = norm(add(project(context, layer.attentionOutput), x), layer.attentionNorm);
    const up = project(middle, layer.up).map((row) => row.map((v) => (v / 2) * (1 + erf(v / Math.SQRT2))));
    x = norm(add(project(up, layer.down), middle), layer.outputNorm);
  }
  return x[0].map((_, c) => x.reduce((sum, row) => sum + row[c], 0) / x.length);
}
