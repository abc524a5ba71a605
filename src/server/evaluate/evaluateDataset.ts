/**
 * Trains, tunes on validation and tests a data set in one go, beside baselines tuned as hard. Scores are the page's own,
 * of weights read back from the files that ship.
 */
import { itemText } from "../../encoder/itemText";
import type { BlendTerm } from "../../format/behaviour/blend";
import type { CatalogView } from "../../ranking/rankContext";
import { wordIndexOf } from "../../ranking/words/wordIndexOf";
import type { Item } from "../../types";
import type { Dataset, ItemVectors } from "../ingest/dataset";
import type { AdaptOptions, EpochReport } from "../train/adapt/fitAdapted";
import { createModelFitter, type ModelFitter } from "../train/fitModels";
import { sampleAdaptOptions } from "../train/sampleAdaptOptions";
import { earnedSpaces, type SpaceGain } from "./earnedSpaces";
import { type EvaluationReport, reportOf, WITHOUT_SPACES } from "./evaluationReport";
import { evaluationSources } from "./evaluationSources";
import { baselinesOf, blendTermsOf, COLD_START, spaceTermsOf } from "./evaluationTerms";
import { type EvaluationCase, type Protocol, type ProtocolOptions, splitsOf } from "./protocols";
import { casesOf, type Job, type RankedCases, rankModels, targetsOf } from "./rankModels";
import { spread } from "./tuneBlend";
import { type TunedTerms, termChooser, tuneTerms } from "./tuneTerms";

export interface EvaluateOptions extends ProtocolOptions {
  readonly protocol: Protocol;
  /** Encoder vectors of the items; default the data set's own. Without any, texts count by their words alone. */
  readonly vectors?: ItemVectors;
  /** Vectors of the shop's own spaces, by name. */
  readonly spaces?: Readonly<Record<string, ItemVectors>>;
  /** Settings of the adapted vectors that are tried; the first are the defaults. Default 2. */
  readonly trials?: number;
  readonly onStep?: (step: string) => void;
  readonly onEpoch?: (epoch: EpochReport) => void;
}

export interface JobEvaluation {
  readonly job: Job;
  readonly cases: readonly EvaluationCase[];
  /** `aisle`, the baselines, and where there are spaces `WITHOUT_SPACES`. */
  readonly models: Readonly<Record<string, readonly BlendTerm[]>>;
  readonly ranked: Readonly<Record<string, RankedCases>>;
  readonly validationQuality: number;
  /** Blends and settings looked at for each model. */
  readonly tried: Readonly<Record<string, number>>;
  readonly spaces: readonly SpaceGain[];
}

export interface Evaluation {
  readonly protocol: Protocol;
  readonly jobs: readonly JobEvaluation[];
  readonly report: EvaluationReport;
}

const PER_ROW = 50;
const MOST_HELD_OUT = 2_000;

export function evaluateDataset(dataset: Dataset, options: EvaluateOptions): Evaluation {
  const { protocol, spaces = {}, onStep } = options;
  const vectors = options.vectors ?? dataset.vectors;
  const splits = splitsOf(dataset, protocol, options);
  const texts = dataset.items.map(itemText);
  const catalog: CatalogView = {
    items: dataset.items,
    rowOf: new Map(dataset.items.map(({ id }, row) => [id, row])),
    revision: 1,
  };
  const words = wordIndexOf(catalog);
  const fitterOf = (which: "validation" | "test", validation?: readonly EvaluationCase[]) =>
    createModelFitter({
      data: splits[which].fit,
      texts,
      vectors,
      validation: validation && continuationsOf(validation),
      onEpoch: which === "validation" ? options.onEpoch : undefined,
    });
  onStep?.("fitting on the past of validation");
  const past = fitterOf("validation", splits.validation.cases);
  const trial = bestTrial(past, sampleAdaptOptions(options.trials ?? 2, { protocol }), onStep);
  const sourcesOf = (which: "validation" | "test", terms: readonly BlendTerm[]) =>
    evaluationSources({
      items: knownAt(dataset.items, splits[which].fit.asOf),
      vectors,
      spaces,
      words,
      fitter: which === "test" ? now : past,
      terms,
      perRow: PER_ROW,
      adapt: which === "test" ? refit : trial.options,
    });

  const sameFit = splits.validation.fit === splits.test.fit;
  onStep?.("fitting on the past of the test");
  const now = sameFit ? past : fitterOf("test");
  // Without held-out cases, training ends where it ended with them.
  const refit = sameFit ? trial.options : { ...trial.options, epochs: Math.max(1, trial.epoch) };

  const jobs = (protocol === "temporal" ? (["all", "new"] as const) : (["all"] as const)).map((job): JobEvaluation => {
    const validation = casesOf(splits.validation.cases, job);
    const cases = casesOf(splits.test.cases, job);
    const alternatives = blendTermsOf(protocol, job);
    const baselineTerms = baselinesOf(protocol, job);
    const every = [...alternatives.flat(), ...Object.values(baselineTerms).flatMap(({ terms }) => terms.flat())];
    const sources = sourcesOf("validation", every);
    const tuneInput = { cases: validation, sources, job };
    onStep?.(`tuning ${job}`);
    const best = termChooser(tuneInput);
    const chosen = alternatives.map(best);
    const base = tuneTerms(chosen, startsOf(chosen, job), tuneInput);
    const own = Object.keys(spaces).map((space) => best(spaceTermsOf(protocol, space)));
    const { tuned: aisle, gains } = earnedSpaces(base, own, tuneInput);
    const models: Record<string, readonly BlendTerm[]> = { aisle: aisle.terms };
    const tried: Record<string, number> = { aisle: aisle.tried + sum(alternatives) };
    if (own.length > 0) {
      models[WITHOUT_SPACES] = base.terms;
      tried[WITHOUT_SPACES] = base.tried + sum(alternatives);
    }
    for (const [name, { terms, starts }] of Object.entries(baselineTerms)) {
      const single = terms.map(best);
      const tuned: TunedTerms | undefined = starts && tuneTerms(single, starts, tuneInput);
      models[name] = tuned?.terms ?? single;
      tried[name] = (tuned?.tried ?? 0) + sum(terms);
    }
    onStep?.(`testing ${job}`);
    const ranked = rankModels(cases, models, sourcesOf("test", Object.values(models).flat()), job);
    return { job, cases, models, ranked, validationQuality: aisle.quality, tried, spaces: gains };
  });
  const held = splits.test.fit.histories;
  return { protocol, jobs, report: reportOf({ dataset, vectors, splits, jobs, held, curve: trial.curve }) };
}

/** Items as they were known then: that one will go on sale later is not. */
export function knownAt(items: readonly Item[], asOf: number): Item[] {
  return items.map((item) =>
    (item.availableSince ?? Number.NEGATIVE_INFINITY) > asOf ? { ...item, availableSince: undefined } : item,
  );
}

function sum(alternatives: readonly (readonly unknown[])[]): number {
  return alternatives.reduce((count, of) => count + of.length, 0);
}

/** From what is best alone upwards, and from what the text alone knows. */
export function startsOf(terms: readonly BlendTerm[], job: Job): number[][] {
  return [terms.map(({ weight }) => weight), terms.map(({ signal }) => COLD_START[job][signal] ?? 0)];
}

export function bestTrial(
  fitter: ModelFitter,
  trials: readonly Partial<AdaptOptions>[],
  onStep?: (step: string) => void,
) {
  let best = { options: trials[0], epoch: 1, ndcg: -1, curve: [] as readonly EpochReport[] };
  for (const options of trials) {
    onStep?.(`adapting the encoder ${JSON.stringify(options)}`);
    const fitted = fitter.adapted(options);
    if (!fitted) break;
    const { curve, chosenEpoch } = fitted.model;
    const ndcg = curve[chosenEpoch].validation?.ndcg10 ?? 0;
    if (ndcg > best.ndcg) best = { options, epoch: chosenEpoch, ndcg, curve };
  }
  return best;
}

/** A past and one of the items that followed: which of them goes by the case's place, so that none is preferred. */
export function continuationsOf(cases: readonly EvaluationCase[]) {
  return spread(cases, MOST_HELD_OUT).flatMap((one, c) => {
    const history = one.past.slice(-20).map(({ row }) => row);
    const fresh = [...targetsOf(one, "all")];
    return history.length > 0 ? [{ history, target: fresh[c % fresh.length] }] : [];
  });
}
