/** Recomputes `src/encoder/golden/texts.json` with the reference engine; run by `scripts/writeGoldenTexts.mjs`. */
import { readFileSync, writeFileSync } from "node:fs";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import type { GoldenEntry } from "../../format/encoder/manifest";
import { goldenEntry } from "../../format/encoder/writeEncoder";
import { readEncoderFolder } from "./encoderFolder";

export interface GoldenTexts {
  /** The encoder whose vectors these are. */
  readonly modelId: string;
  readonly texts: readonly GoldenEntry[];
}

/** @param encoderFolder the encoder to compute with; @param path the file whose texts are kept and whose vectors are replaced */
export async function writeGoldenTexts(encoderFolder: string, path: string): Promise<void> {
  const { manifest, weights, vocabulary } = await readEncoderFolder(encoderFolder);
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const { texts } = JSON.parse(readFileSync(path, "utf8")) as GoldenTexts;
  const sequences = texts.map(({ text }) => tokenizer.encode(text));
  const vectors = await createReferenceForward(weights).forward(sequences);
  const { hidden } = manifest.config;
  const golden: GoldenTexts = {
    modelId: manifest.modelId,
    texts: texts.map(({ text }, index) =>
      goldenEntry(text, sequences[index], vectors.subarray(index * hidden, (index + 1) * hidden)),
    ),
  };
  const lines = golden.texts.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n");
  writeFileSync(path, `{\n "modelId": ${JSON.stringify(golden.modelId)},\n "texts": [\n${lines}\n ]\n}\n`);
}
