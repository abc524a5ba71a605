import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import type { EncoderManifest } from "../../format/encoder/manifest";
import { writeEncoder } from "../../format/encoder/writeEncoder";
import { compactPrecision } from "./calibration/compactEncoder";
import { goldenEntries } from "./convertEncoder";
import { deflate } from "./deflate";
import { isEncoderFile, readEncoderFolder, writeEncoderFolder } from "./encoderFolder";
import type { FloatLayer } from "./float/floatWeights";
import { sha256 } from "./sha256";
import { withFloatLayers } from "./withFloatLayers";

/**
 * Writes the encoder of a folder with other last layers into another folder: an encoder of its own, with its own id and
 * golden vectors, and without a table until one is made. What lies beside the encoder, such as its NOTICE, goes along.
 */
export async function writeTunedEncoder(
  from: string,
  to: string,
  last: readonly FloatLayer[],
): Promise<EncoderManifest> {
  const { manifest, weights, vocabulary } = await readEncoderFolder(from);
  const { licence, tokenizer } = manifest;
  const tuned = withFloatLayers(weights, last);
  const which = last.length === 1 ? "last layer" : `last ${last.length} layers`;
  const card = {
    ...{ licence, tokenizer, vocabulary },
    name: `${manifest.modelId.replace(/-[0-9a-f]{8}$/, "")}-tuned`,
    derivedFrom: `${manifest.derivedFrom}; ${which} tuned to a shop's orders, 7 bits a weight`,
  };
  const written = await writeEncoder(tuned, card, { sha256, deflate, precisionOf: compactPrecision(tuned) });
  const complete: EncoderManifest = {
    ...written.manifest,
    vocabulary: { ...written.manifest.vocabulary, prunedFrom: manifest.vocabulary.prunedFrom },
    golden: await goldenEntries(tuned, createTokenizer(vocabulary, tokenizer, manifest.config)),
  };
  writeEncoderFolder(to, { manifest: complete, files: written.files });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isFile() && !isEncoderFile(entry.name)) copyFileSync(join(from, entry.name), join(to, entry.name));
  }
  return complete;
}
