/** Ten thousand made-up shoppers answer by chance, and what a receiving server makes of it. */
import type { Experiment } from "../../src/format/experiments/experimentsFile";
import { randomisedResponse } from "../../src/profile/reports/randomisedResponse";
import { deBias } from "../../src/server/reports/deBias";
import { createDice } from "../simulate/dice";

const SHOPPERS = 10_000;
const P = 0.75;
const Q = 0.25;
/** Share that comes again within a week, by the place of the arm in the list: made up. */
const RETURN_RATES = [0.31, 0.29, 0.24];

export interface SurveyRow {
  readonly bucket: string;
  /** Answers with this bit set. */
  readonly ones: number;
  /** Shoppers it was true of; a server never knows. */
  readonly truth: number;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** The same figures every time: an example is to be read, not to be watched. */
export function surveyOf({ arms }: Experiment, seed = 7): readonly SurveyRow[] {
  const dice = createDice(seed);
  let draws = 0;
  const random = () => dice.uniform(draws++);
  const buckets = arms.flatMap(({ id }) => [`${id}/no`, `${id}/yes`]);
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  const truth = new Array<number>(buckets.length).fill(0);
  const ones = new Array<number>(buckets.length).fill(0);
  arms.forEach(({ share }, arm) => {
    const shoppers = Math.round((SHOPPERS * share) / total);
    for (let i = 0; i < shoppers; i++) {
      const bucket = 2 * arm + (random() < (RETURN_RATES[arm] ?? 0.25) ? 1 : 0);
      truth[bucket]++;
      const bits = randomisedResponse(bucket, { buckets: buckets.length, p: P, q: Q, random });
      for (let bit = 0; bit < bits.length; bit++) if (bits[bit] === "1") ones[bit]++;
    }
  });
  const answers = truth.reduce((sum, value) => sum + value, 0);
  return deBias(ones, answers, buckets, { p: P, q: Q }).map((row, i) => ({ ...row, ones: ones[i], truth: truth[i] }));
}
