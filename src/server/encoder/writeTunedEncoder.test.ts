import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { convertEncoder } from "./convertEncoder";
import { readEncoderFolder, writeEncoderFolder } from "./encoderFolder";
import { floatLayerOf } from "./float/floatEncoderOf";
import { writeTinyCheckpoint } from "./tinyCheckpoint";
import { writeTunedEncoder } from "./writeTunedEncoder";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aisle-tuned-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("writes an encoder of its own that differs in its last layer alone", async () => {
  const [from, to] = [join(root, "from"), join(root, "to")];
  writeEncoderFolder(from, await convertEncoder(writeTinyCheckpoint({ layers: 3 }), {}));
  writeFileSync(join(from, "NOTICE"), "whose it is");
  const before = await readEncoderFolder(from);
  const last = floatLayerOf(before.weights.layers[2]);
  const changed = {
    ...last,
    up: {
      ...last.up,
      weight: { ...last.up.weight, values: last.up.weight.values.map((value, i) => value + (i % 3) / 50) },
    },
  };
  const manifest = await writeTunedEncoder(from, to, [changed]);

  const after = await readEncoderFolder(to);
  expect(after.manifest).toEqual(manifest);
  expect(manifest.modelId).toMatch(/-tuned-[0-9a-f]{8}$/);
  expect(manifest.derivedFrom).toContain("last layer tuned");
  expect(readFileSync(join(to, "NOTICE"), "utf8")).toBe("whose it is");
  expect(after.vocabulary).toEqual(before.vocabulary);
  expect({ ...after.weights, modelId: "", layers: after.weights.layers.slice(0, 2) }).toEqual({
    ...before.weights,
    modelId: "",
    layers: before.weights.layers.slice(0, 2),
  });
  const read = floatLayerOf(after.weights.layers[2]).up.weight.values;
  const worst = read.reduce((most, value, i) => Math.max(most, Math.abs(value - changed.up.weight.values[i])), 0);
  expect(worst).toBeLessThan(0.01);
  // The golden vectors are the new encoder's: the page refuses one that does not compute them.
  const tokenizer = createTokenizer(after.vocabulary, manifest.tokenizer, manifest.config);
  const texts = manifest.golden.map(({ text }) => tokenizer.encode(text));
  const vectors = await createReferenceForward(after.weights).forward(texts);
  manifest.golden.forEach(({ values, scale }, text) => {
    const golden = Int8Array.from(atob(values), (character) => character.charCodeAt(0));
    golden.forEach((value, d) => {
      expect(value * scale).toBeCloseTo(vectors[text * golden.length + d], 2);
    });
  });
  expect(manifest.golden).not.toEqual(before.manifest.golden);
});
