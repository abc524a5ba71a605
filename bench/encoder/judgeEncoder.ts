/** Ranks of an encoder's vectors on one data set; what does not depend on the encoder is fitted once. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readItemItem, writeItemItem } from "../../src/format/behaviour/itemItem";
import { leaveOneOut } from "../../src/server/evaluate/leaveOneOut";
import { rankBlends } from "../../src/server/evaluate/rankBlends";
import { denseSignal, type Signal, sparseSignal } from "../../src/server/evaluate/signals";
import { standardised } from "../../src/server/evaluate/standardised";
import { bestOf, spread, tuneBlend } from "../../src/server/evaluate/tuneBlend";
import { coOccurrences, easeWeights } from "../../src/server/train/itemItem";
import { pruneRows } from "../../src/server/train/pruneRows";
import { tfIdfSimilarity, vectorSimilarity } from "../../src/server/train/textSimilarity";
import type { SequenceData } from "../quality/readSequences";

export interface Judgement {
  readonly text: { readonly ranks: number[] };
  readonly blended: { readonly ranks: number[]; readonly weights: readonly number[] };
  readonly chosen: readonly string[];
}

/** @param vectors `[items × dimensions]`, rows of unit length */
export type Judge = (vectors: Float32Array, dimensions: number) => Judgement;

const LAMBDAS = [50, 100, 200, 500];
const DECAYS = [1, 0.9, 0.8, 0.7, 0.6, 0.4];
const PER_ROW = 50;
/** Validation cases that λ and decays are chosen on, and that blends are. */
const GRID_CASES = 1500;
const BLEND_CASES = 5000;

export interface JudgeOptions {
  /** Folder where fitted item-item weights are kept. */
  readonly cache: string;
  readonly log: (line: string) => void;
}

export function createJudge({ name, histories, texts }: SequenceData, { cache, log }: JudgeOptions): Judge {
  const items = texts.length;
  const { train, validation, test } = leaveOneOut(histories);
  const few = spread(validation, GRID_CASES);
  const choose = (name: string, make: (decay: number) => Signal): Signal => {
    const best = bestOf(
      few,
      DECAYS.map((decay) => ({ ...standardised(make(decay)), name: `${name}, decay ${decay}` })),
      items,
    );
    log(`chosen: ${best.name}`);
    return best;
  };
  const counts = coOccurrences(train, items);
  const eases = LAMBDAS.flatMap((lambda) => {
    const file = join(cache, `ease-${name.replaceAll(/\W+/g, "-")}-${lambda}.bin`);
    if (!existsSync(file)) {
      const pruned = pruneRows(easeWeights(counts, lambda), { perRow: PER_ROW, catalogDigest: new Uint8Array(16) });
      writeFileSync(file, writeItemItem(pruned));
    }
    const weights = readItemItem(new Uint8Array(readFileSync(file)));
    return DECAYS.map((decay) => ({
      ...standardised(sparseSignal("", weights, decay)),
      name: `EASE λ ${lambda}, decay ${decay}`,
    }));
  });
  const ease = bestOf(few, eases, items);
  log(`chosen: ${ease.name}`);
  const similarity = tfIdfSimilarity(texts);
  const words = choose("TF-IDF", (decay) => denseSignal("", similarity, decay));

  return (vectors, dimensions) => {
    const cosines = vectorSimilarity(vectors, dimensions);
    const text = choose("BERT", (decay) => denseSignal("", cosines, decay));
    const signals = [ease, words, text];
    const { blend } = tuneBlend(validation, signals, { items, start: [1, 1, 0.5], fixed: [0], maxCases: BLEND_CASES });
    const [alone, blended] = rankBlends(test, signals, [[0, 0, 1], blend], items);
    return {
      text: { ranks: [...alone] },
      blended: { ranks: [...blended], weights: blend },
      chosen: signals.map(({ name }) => name),
    };
  };
}
