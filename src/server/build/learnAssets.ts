/**
 * What a build learns: models and the blends of its placements, chosen on the last weeks with models that end where those
 * begin; what is shipped is then fitted on everything, with the same choices.
 */
import { itemText } from "../../encoder/itemText";
import type { AssetParts } from "../../format/assets/assetParts";
import { DEFAULT_NAME } from "../../format/assets/manifest";
import type { BlendPlacements, BlendTerm } from "../../format/behaviour/blend";
import { alignModel } from "../../ranking/learned/learnedModel";
import { type LearnedSources, learnedSources } from "../../ranking/learned/learnedSources";
import type { CatalogView } from "../../ranking/rankContext";
import { wordIndexOf } from "../../ranking/words/wordIndexOf";
import { earnedSpaces, type SpaceGain } from "../evaluate/earnedSpaces";
import { bestTrial, continuationsOf, knownAt, startsOf } from "../evaluate/evaluateDataset";
import { valuesOf } from "../evaluate/evaluationReport";
import { evaluationSources } from "../evaluate/evaluationSources";
import { itemItemSettings, spaceTermsOf } from "../evaluate/evaluationTerms";
import { type EvaluationCase, type FitData, splitsOf } from "../evaluate/protocols";
import { casesOf, rankModels } from "../evaluate/rankModels";
import { spread } from "../evaluate/tuneBlend";
import { termChooser, tuneTerms } from "../evaluate/tuneTerms";
import type { Dataset, ItemVectors } from "../ingest/dataset";
import type { JobQuality } from "../publish/gate";
import type { AdaptOptions, EpochReport } from "../train/adapt/fitAdapted";
import { createModelFitter, type ItemItemKind, type ModelFitter } from "../train/fitModels";
import { sampleAdaptOptions } from "../train/sampleAdaptOptions";
import { basketCases } from "./basketCases";
import { type BuiltPlacement, JOB_OF, PLACEMENTS, placementBaselines, placementTerms } from "./placementTerms";

export interface LearnInput {
  readonly dataset: Dataset;
  readonly vectors?: ItemVectors;
  /** Of the shop's own spaces, by name. */
  readonly spaces?: Readonly<Record<string, ItemVectors>>;
  /** Earliest and latest event. */
  readonly span: readonly [number, number];
  /** `none`: nothing is compared with baselines, and qualities are left empty; what ships is the same. */
  readonly comparison?: "none";
  readonly onStep?: (step: string) => void;
}

export interface Learned {
  readonly parts: Omit<AssetParts, "ids" | "vectors">;
  /** Where validation begins. */
  readonly split: number;
  /** The same, fitted on what came before the split alone. */
  readonly past: Omit<AssetParts, "ids" | "vectors">;
  readonly placements: readonly LearnedPlacement[];
  /** Of the adapted encoder; empty without one. */
  readonly curve: readonly EpochReport[];
}

export interface LearnedPlacement extends JobQuality {
  readonly job: BuiltPlacement;
  /** Those that the qualities are of. */
  readonly cases: readonly EvaluationCase[];
  readonly spaces: readonly SpaceGain[];
}

/** At 4,000 items two files of so many neighbours take 0.7 MB. */
const PER_ROW = 28;
/** Scores of one term that comparing may compute: a million items allow 200 cases, half an hour's work. */
const MOST_SCORES = 2e8;
const CASES = { least: 200, most: 5_000 };
/** Cases that blends are tuned on; they are compared on all. */
const TUNED_CASES = 800;
/** Beyond it the vectors are used as they are: adapting them would not fit in memory. */
export const MOST_ADAPTED = 100_000;

export function learnAssets({ dataset, vectors, spaces = {}, span, comparison, onStep }: LearnInput): Learned {
  const { items } = dataset;
  const splits = splitsOf(dataset, "temporal", { split: span[1] + 1 });
  const split = splits.validation.fit.asOf + 1;
  const words = wordIndexOf(viewOf(dataset));
  const texts = items.map(itemText);
  const adaptable = items.length <= MOST_ADAPTED ? vectors : undefined;
  const fitterOf = (data: FitData, validation?: readonly EvaluationCase[]) =>
    createModelFitter({ data, texts, vectors: adaptable, validation: validation && continuationsOf(validation) });

  onStep?.("fitting on the past");
  const before = fitterOf(splits.validation.fit, splits.validation.cases);
  const trial = bestTrial(before, sampleAdaptOptions(1, { protocol: "temporal" }), () =>
    onStep?.("adapting the encoder"),
  );
  const limit = Math.min(CASES.most, Math.max(CASES.least, Math.floor(MOST_SCORES / Math.max(1, items.length))));
  const questions = {
    ...basketCases(dataset, split, span[1] + 1),
    home: splits.validation.cases,
    again: splits.validation.cases,
  };
  const blend: BlendPlacements = {};
  const shared: SharedWeights = new Map();
  const placements = PLACEMENTS.map((placement): LearnedPlacement => {
    onStep?.(`tuning ${placement}`);
    const job = JOB_OF[placement];
    const cases = spread(casesOf(questions[placement], job), limit);
    const alternatives = placementTerms(placement);
    const baselines = comparison === "none" ? {} : placementBaselines(placement);
    const every = [...alternatives.flat(), ...Object.values(baselines).flatMap(({ terms }) => terms.flat())];
    const sources = evaluationSources({
      items: knownAt(items, split - 1),
      vectors,
      spaces,
      words,
      fitter: before,
      terms: [...every, ...every.map((term) => withShared(term, shared))],
      perRow: PER_ROW,
      adapt: trial.options,
    });
    const input = { cases: spread(cases, TUNED_CASES), sources, job };
    const best = termChooser(input);
    const asked = new Map(shared);
    const chosen = alternatives.map((every) => {
      const term = best(every.map((one) => withShared(one, asked)));
      share(term, asked);
      return term;
    });
    const base = tuneTerms(chosen, startsOf(chosen, job), input);
    const own = Object.keys(spaces).flatMap((space) => spaceTermsOf("temporal", space));
    const { tuned, gains } = earnedSpaces(base, own, input);
    blend[placement] = { terms: [...tuned.terms] };
    for (const term of tuned.terms) share(term, shared);
    if (comparison === "none")
      return { job: placement, cases, spaces: gains, aisle: new Float64Array(), baselines: {} };
    const models: Record<string, readonly BlendTerm[]> = { aisle: tuned.terms };
    for (const [name, { terms, starts }] of Object.entries(baselines)) {
      const single = terms.map(best);
      models[name] = starts ? tuneTerms(single, starts, input).terms : single;
    }
    const { aisle, ...others } = rankModels(cases, models, sources, job);
    return {
      job: placement,
      cases,
      spaces: gains,
      aisle: valuesOf(aisle.ranks, "ndcg@10"),
      baselines: Object.fromEntries(
        Object.entries(others).map(([name, { ranks }]) => [name, valuesOf(ranks, "ndcg@10")]),
      ),
    };
  });

  onStep?.("fitting on everything");
  // Without held-out cases, training ends where it ended with them.
  const adapt = { ...trial.options, epochs: Math.max(1, trial.epoch) };
  return {
    parts: partsOf(fitterOf(splits.test.fit), { blend, spaces, adapt, asOf: span[1] }),
    past: partsOf(before, { blend, spaces, adapt: trial.options, asOf: split - 1 }),
    split,
    placements,
    curve: trial.curve,
  };
}

/**
 * Item-item weights of each kind, by name: a phone downloads one file of each, whichever placement it was chosen for, not
 * nearly the same neighbours four times.
 */
type SharedWeights = Map<ItemItemKind, string>;

function withShared(term: BlendTerm, shared: SharedWeights): BlendTerm {
  if (term.signal !== "behaviour" || term.of === undefined) return term;
  return { ...term, of: shared.get(itemItemSettings(term.of).kind) ?? term.of };
}

function share({ signal, of }: BlendTerm, shared: SharedWeights): void {
  if (signal !== "behaviour" || of === undefined) return;
  const { kind } = itemItemSettings(of);
  if (!shared.has(kind)) shared.set(kind, of);
}

interface Choices {
  readonly blend: BlendPlacements;
  readonly spaces: Readonly<Record<string, ItemVectors>>;
  readonly adapt: Partial<AdaptOptions>;
  readonly asOf: number;
}

/** What the blends use, and the names by which they use it. */
function partsOf(fitter: ModelFitter, { blend, spaces, adapt, asOf }: Choices): Learned["parts"] {
  const terms = Object.values(blend).flatMap((placement) => placement?.terms ?? []);
  const uses = (...signals: readonly BlendTerm["signal"][]) => terms.some(({ signal }) => signals.includes(signal));
  const names = new Set(terms.flatMap(({ signal, of }) => (signal === "behaviour" && of ? [of] : [])));
  const itemItem = [...names].map((name) => {
    const { kind, ...settings } = itemItemSettings(name);
    return [fileName(name), fitter.itemItem(kind, { ...settings, perRow: PER_ROW })] as const;
  });
  const popularity = [DEFAULT_NAME, "all-time"]
    .filter((name) => name === DEFAULT_NAME || terms.some(({ signal, of }) => signal === "popularity" && of === name))
    .map((name) => [
      name,
      { asOf, halfLifeDays: name === DEFAULT_NAME ? 30 : 36_500, orders: fitter.popularity[name] },
    ]);
  const renamed = ({ of, ...term }: BlendTerm): BlendTerm => {
    const file = of && term.signal === "behaviour" ? fileName(of) : of;
    return file === undefined || file === DEFAULT_NAME ? term : { ...term, of: file };
  };
  return {
    blend: Object.fromEntries(
      Object.entries(blend).map(([placement, weights]) => [
        placement,
        weights && { ...weights, terms: weights.terms.map(renamed) },
      ]),
    ),
    itemItem: Object.fromEntries(itemItem),
    popularity: Object.fromEntries(popularity),
    adapted: uses("adapted", "prior") ? fitter.adapted(adapt)?.rows : undefined,
    repeat: uses("due") ? fitter.repeat : undefined,
    spaces: Object.fromEntries(
      Object.entries(spaces).filter(([name]) => terms.some(({ signal, of }) => signal === "vectors" && of === name)),
    ),
  };
}

/** Shoppers' histories are what a term without a name means. */
function fileName(of: string): string {
  const { kind } = itemItemSettings(of);
  return kind === "customers" ? DEFAULT_NAME : kind;
}

/** NDCG@10 of each case under a folder's own blend and models. */
export function qualityOf(
  cases: readonly EvaluationCase[],
  placement: BuiltPlacement,
  { dataset, vectors, parts }: Pick<LearnInput, "dataset" | "vectors"> & { readonly parts: AssetParts },
): Float64Array {
  const terms = parts.blend?.[placement]?.terms ?? [];
  const { folder } = rankModels(cases, { folder: terms }, sourcesOf(dataset, vectors, parts), JOB_OF[placement]);
  return valuesOf(folder.ranks, "ndcg@10");
}

function sourcesOf(dataset: Dataset, vectors: ItemVectors | undefined, parts: AssetParts): LearnedSources {
  const catalog = viewOf(dataset);
  return learnedSources({
    items: dataset.items,
    model: alignModel(parts, catalog),
    words: wordIndexOf(catalog),
    vectors: vectors && { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) },
  });
}

function viewOf({ items }: Dataset): CatalogView {
  return { items, rowOf: new Map(items.map(({ id }, row) => [id, row])), revision: 1 };
}
