/**
 * What each option of the adapted encoder is worth on Amazon Scientific's validation: the same model, seeds and budget with
 * one thing changed. The test is not looked at.
 */

import { leaveOneOut } from "../../src/server/evaluate/leaveOneOut";
import { averageRank, ndcgAt } from "../../src/server/evaluate/metrics";
import type { Interval } from "../../src/server/evaluate/pairedBootstrap";
import { pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import { spread } from "../../src/server/evaluate/tuneBlend";
import { contrastHead } from "../../src/server/train/adapt/contrastHead";
import {
  type AdaptedModel,
  type AdaptInput,
  type AdaptOptions,
  fitAdapted,
} from "../../src/server/train/adapt/fitAdapted";
import { fitPairs, PAIR_PRESETS } from "../../src/server/train/adapt/fitPairs";
import { TUNE_DEFAULTS } from "../../src/server/train/adapt/layers/tuneLayers";
import { rankContinuations } from "../../src/server/train/adapt/rankContinuations";
import { fitUserTower, TOWER_DEFAULTS } from "../../src/server/train/adapt/userTower";
import { seededRandom } from "../../src/server/train/seededRandom";
import type { EmbeddedTexts } from "./embedTexts";
import type { SequenceData } from "./readSequences";
import { type TunedLastLayer, tuneLastLayer } from "./tuneLastLayer";

export interface Ablation {
  readonly name: string;
  /** Of the winner's kind: epochs, steps, seeds. */
  readonly budget: string;
  readonly ndcg: number;
  /** What it is compared with. */
  readonly against: string;
  /** Its NDCG@10 less that of what it is compared with, cases paired, means over seeds. */
  readonly difference: Interval;
  /** NDCG@10 by epoch of the first seed. */
  readonly curve: readonly number[];
}

export interface AblationInput {
  readonly data: SequenceData;
  readonly embed: (texts: readonly string[]) => Promise<EmbeddedTexts>;
  readonly seeds: readonly number[];
  /** `small` ends in a quarter of an hour on one core: part of the catalogue a step, and not every variant. */
  readonly budget: "whole" | "small";
  /** Variants to compare with the default; default all of the budget. */
  readonly only?: readonly string[];
  readonly encoderFolder: string;
  readonly cacheFolder: string;
  readonly log: (line: string) => void;
  /** What there is so far, after every variant: hours may pass until the last. */
  readonly onRow: (rows: readonly Ablation[]) => void;
}

const TEXTS = "texts alone (no own vectors)";
const TUNED_TEXTS = "texts alone, LoRA on the last layer";
/** What a variant changes, where that is not the default. */
const CHANGED: Readonly<Record<string, string>> = { [TUNED_TEXTS]: TEXTS };

/** Of the small budget. */
const SMALL = {
  adapt: { epochs: 16, catalogRows: 2_304 },
  tune: { batch: 128, tokens: 8, epochs: 3, patience: 3, catalogRows: 2_304 },
  towerCases: 10_000,
  towerEpochs: 2,
};
/** What issues ask for by name; the rest is for the whole budget. */
const SMALL_VARIANTS = [
  "default",
  "adversarial features (FGM), 0.1",
  "sequence mask, 20% of a history",
  "contrastive start on the shop's texts",
  "user tower over adapted vectors",
  "word drop, 20% of a text",
  TEXTS,
  "LoRA on the last layer",
  TUNED_TEXTS,
];

const DECAY = 0.7;
const HELD_OUT = 3_000;
/** Share of words left out of a text's second version. */
const WORD_DROP = 0.2;

/** @throws RangeError when `only` names no variant */
export async function benchAblations(bench: AblationInput): Promise<void> {
  const { data, embed, seeds, budget, only, encoderFolder, cacheFolder, log, onRow } = bench;
  const small = budget === "small";
  const { train, validation } = leaveOneOut(data.histories);
  const held = spread(validation, HELD_OUT);
  const embedded = await embed(data.texts);
  const { vectors, dimensions } = embedded;
  const input: AdaptInput = { vectors, dimensions, histories: train, validation: held };
  const gains = (ranks: ArrayLike<number>) => Float64Array.from(ranks, (rank) => ndcgAt(rank, 10));
  const ranked = (model: AdaptedModel, priorWeight = 1) =>
    gains(rankContinuations(model, held, { decay: DECAY, priorWeight }));
  const random = seededRandom(11);
  const dropWords = (text: string) =>
    text
      .split(" ")
      .filter(() => random() >= WORD_DROP)
      .join(" ");
  const continuations = train.flatMap((history) =>
    Array.from({ length: Math.max(0, history.length - 1) }, (_, i) => ({
      history: history.subarray(Math.max(0, i + 1 - 50), i + 1),
      target: history[i + 1],
    })),
  );
  const pairs = continuations.map(({ history, target }) => ({ history, item: target }));
  const heldPairs = held.map(({ history, target }) => ({ history, item: target }));

  interface Run {
    readonly values: Float64Array;
    readonly curve: readonly number[];
    readonly budget: string;
  }
  const runOf = (model: AdaptedModel, budget: string, priorWeight = 1): Run => ({
    values: ranked(model, priorWeight),
    curve: model.curve.map(({ validation: found }) => found?.ndcg10 ?? 0),
    budget,
  });
  const fit = (options: Partial<AdaptOptions>, change: Partial<AdaptInput> = {}) =>
    fitAdapted({ ...input, ...change }, { ...(small && SMALL.adapt), ...options });
  const adapted =
    (options: Partial<AdaptOptions> = {}, change: Partial<AdaptInput> = {}) =>
    (seed: number) => {
      const model = fit({ ...options, seed }, change);
      const rows = small ? ` on ${SMALL.adapt.catalogRows} items drawn anew` : "";
      return runOf(model, `${model.curve.length - 1} epochs of 4 steps${rows}`);
    };
  const tune = { ...TUNE_DEFAULTS, ...(small && SMALL.tune) };
  const given = { texts: data.texts, vectors, histories: train, validation: held, encoderFolder, cacheFolder };
  const layers = new Map<number, TunedLastLayer>();
  const tuned =
    (options: Partial<AdaptOptions> = {}) =>
    async (seed: number) => {
      const layer = layers.get(seed) ?? (await tuneLastLayer({ ...given, model: fit({ seed }) }, { ...tune, seed }));
      layers.set(seed, layer);
      const curve = layer.curve.map(({ validation: found }) => found?.ndcg10 ?? 0);
      log(
        `seed ${seed}: the layer of epoch ${layer.chosenEpoch}; ${curve.map((value) => value.toFixed(4)).join(", ")}`,
      );
      const { rank, alpha, batch, stepsPerEpoch, tokens } = tune;
      const budget = `rank ${rank}, α ${alpha}, ${curve.length - 1} epochs of ${stepsPerEpoch} steps of ${batch} texts, ${tokens} tokens of each; then the head`;
      return { values: ranked(fit({ ...options, seed }, { vectors: layer.vectors })), curve, budget };
    };
  let second: Float32Array | undefined;
  const variants: Record<string, (seed: number) => Run | Promise<Run>> = {
    default: adapted(),
    [TEXTS]: adapted({ ownRate: 0 }),
    "no dropout of text features": adapted({ dropout: 0 }),
    "adversarial features (FGM), 0.1": adapted({ adversarial: 0.1 }),
    "adversarial features (FGM), 0.3": adapted({ adversarial: 0.3 }),
    "sequence mask, 20% of a history": adapted({ historyMask: 0.2 }),
    "L2 of the head, 0.001 a step": adapted({ headDecay: 1e-3 }),
    "contrastive start on the shop's texts": async (seed) =>
      adapted({}, { start: await contrastHead(vectors, dimensions, { seed }) })(seed),
    "word drop, 20% of a text": async (seed) => {
      second ??= (await embed(data.texts.map(dropWords))).vectors;
      return adapted({}, { otherVectors: second })(seed);
    },
    "user tower over adapted vectors": async (seed) => {
      const model = fit({ seed });
      const epochs = small ? SMALL.towerEpochs : TOWER_DEFAULTS.epochs;
      const learned = small ? spread(continuations, SMALL.towerCases) : continuations;
      const tower = await fitUserTower(model.vectors, model.dimensions, learned, { seed, epochs });
      const ranks = held.map(({ history, target }) => averageRank(tower.scores(history), target));
      return { values: gains(ranks), curve: [], budget: `${epochs} epochs of ${learned.length} cases` };
    },
    "LoRA on the last layer": tuned(),
    [TUNED_TEXTS]: tuned({ ownRate: 0 }),
    "two classes (binary)": async (seed) =>
      runOf(
        await fitPairs({ loss: "binary", vectors, dimensions, pairs, validation: heldPairs }, { seed }),
        "12 epochs, batches of 256",
        0,
      ),
    "two classes, the article's preset": async (seed) =>
      runOf(
        await fitPairs(
          { loss: "binary", vectors, dimensions, pairs, validation: heldPairs },
          { ...PAIR_PRESETS.article, seed },
        ),
        "5 epochs, batches of 16",
        0,
      ),
  };
  const rows: Ablation[] = [];
  const found = new Map<string, readonly Float64Array[]>();
  for (const name of only ?? []) if (!Object.hasOwn(variants, name)) throw new RangeError(`No variant ${name}.`);
  const names = only ? ["default", ...only] : small ? SMALL_VARIANTS : Object.keys(variants);
  for (const name of names) {
    const run = variants[name];
    // Pairs are slow without a GPU: one seed says enough of what lies far behind.
    const used = name.startsWith("two classes") ? seeds.slice(0, 1) : seeds;
    const runs: Run[] = [];
    for (const seed of used) runs.push(await run(seed));
    const values = runs.map((one) => one.values);
    found.set(name, values);
    const against = found.has(CHANGED[name]) ? CHANGED[name] : "default";
    const base = found.get(against) ?? values;
    const mean = meanOf(values);
    const difference = pairedBootstrap(mean, meanOf(base.slice(0, used.length)), { random: seededRandom(1) });
    const ndcg = mean.reduce((sum, value) => sum + value, 0) / mean.length;
    rows.push({
      name,
      against,
      budget: `${runs[0].budget}, ${used.length} seeds`,
      ndcg,
      difference,
      curve: runs[0].curve,
    });
    log(
      `${name.padEnd(40)} NDCG@10 ${ndcg.toFixed(4)}  ${difference.mean.toFixed(4)} [${difference.low.toFixed(4)}, ${difference.high.toFixed(4)}]  ${runs[0].budget}`,
    );
    onRow(rows);
  }
}

export function ablationsMarkdown(rows: readonly Ablation[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    "# What the options of the adapted encoder are worth",
    "",
    `Amazon Scientific, validation (${HELD_OUT} histories), NDCG@10 of the adapted vectors with their priors; those trained on pairs have no priors. One thing changed at a time; the test is not looked at. Differences: 95%, bootstrap over cases of means over seeds.`,
    "",
    line(["", "NDCG@10", "less the default, 95%", "", "budget"]),
    line(["---", "---:", "---:", "---", "---"]),
    ...rows.map(({ name, against, ndcg, difference: { mean, low, high }, budget }) =>
      line([
        name,
        ndcg.toFixed(4),
        name === "default"
          ? ""
          : `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]${against === "default" ? "" : ` less ${against}`}`,
        name === "default" ? "ships" : low > 0 ? "won" : "did not win",
        budget,
      ]),
    ),
    "",
    "NDCG@10 on validation by epoch, first seed:",
    "",
    ...rows
      .filter(({ curve }) => curve.length > 0)
      .map(({ name, curve }) => `- ${name}: ${curve.map((value) => value.toFixed(4)).join(", ")}`),
    "",
  ].join("\n");
}

function meanOf(runs: readonly Float64Array[]): Float64Array {
  return runs[0].map((_, c) => runs.reduce((sum, values) => sum + values[c], 0) / runs.length);
}
