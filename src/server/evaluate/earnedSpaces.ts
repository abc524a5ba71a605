/**
 * Whether vectors of the shop's own are worth their download. A blend is tuned by climbing, which finds some use for
 * anything, noise included; so a space has to prove itself on cases that its weight was not chosen on.
 */
import type { BlendTerm } from "../../format/behaviour/blend";
import { seededRandom } from "../train/seededRandom";
import { valuesOf } from "./evaluationReport";
import { type Interval, pairedBootstrap } from "./pairedBootstrap";
import { rankModels } from "./rankModels";
import { type TunedTerms, type TuneInput, tuneTerms } from "./tuneTerms";

/** What a space adds to NDCG@10 on validation, each half of the cases ranked by a weight learned on the other half. */
export interface SpaceGain {
  readonly space: string;
  readonly gain: Interval;
  /** Whether the gain is beyond chance. */
  readonly kept: boolean;
}

export interface EarnedSpaces {
  readonly tuned: TunedTerms;
  readonly gains: readonly SpaceGain[];
}

/**
 * @param base the blend without any
 * @param spaces a term for each space, `of` its name
 */
export function earnedSpaces(base: TunedTerms, spaces: readonly BlendTerm[], input: TuneInput): EarnedSpaces {
  const gains: SpaceGain[] = [];
  let tuned = base;
  for (const term of spaces) {
    const terms = [...tuned.terms, term];
    const { gain, tried } = crossedGain(tuned.terms, terms, input);
    const whole = gain.low > 0 ? tuneTerms(terms, startsFrom(terms), input) : undefined;
    const kept = whole?.terms.some(({ signal, of }) => signal === "vectors" && of === term.of) ?? false;
    gains.push({ space: term.of ?? "", gain, kept });
    const all = tuned.tried + tried + (whole?.tried ?? 0);
    tuned = { ...(kept && whole ? whole : tuned), tried: all };
  }
  return { tuned, gains };
}

function crossedGain(before: readonly BlendTerm[], terms: readonly BlendTerm[], input: TuneInput) {
  let tried = 0;
  // Cases lie by shopper: halves share none but one.
  const middle = Math.ceil(input.cases.length / 2);
  const halves = [input.cases.slice(0, middle), input.cases.slice(middle)];
  const values = halves.map((proof, h) => {
    const half = { ...input, cases: halves[1 - h] };
    const without = tuneTerms(before, startsFrom(before), half);
    const withIt = tuneTerms(terms, startsFrom(terms), half);
    tried += without.tried + withIt.tried;
    const models = { without: without.terms, withIt: withIt.terms };
    const ranked = rankModels(proof, models, input.sources, input.job);
    return [ranked.withIt, ranked.without].map(({ ranks }) => [...valuesOf(ranks, "ndcg@10")]);
  });
  const [after, without] = [0, 1].map((model) => values.flatMap((half) => half[model]));
  return { gain: pairedBootstrap(after, without, { random: seededRandom(1) }), tried };
}

function startsFrom(terms: readonly BlendTerm[]): number[][] {
  return [terms.map(({ weight }) => weight)];
}
