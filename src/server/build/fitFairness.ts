import type { FairnessFile } from "../../format/fairness/fairnessFile";
import { BOUNDS, type ChosenBound, chooseBound, PLACES } from "../evaluate/fairness/chooseBound";
import { fairCases } from "../evaluate/fairness/fairCases";
import { fitOffsets } from "../evaluate/fairness/fitOffsets";
import { fairGroupings } from "../evaluate/fairness/groupings";
import type { Dataset, ItemVectors } from "../ingest/dataset";
import type { Learned } from "./learnAssets";

export interface FittedFairness extends ChosenBound {
  readonly file: FairnessFile;
  readonly shoppers: number;
}

export interface FitFairnessData {
  readonly dataset: Dataset;
  readonly vectors?: ItemVectors;
  /** Earliest and latest event. */
  readonly span?: readonly [number, number];
}

/** Offsets of home shelves, fitted on the shoppers that the build is validated on. Undefined where nothing can be compared. */
export function fitFairness(
  { placements, past, split }: Learned,
  { dataset: { items }, vectors, span }: FitFairnessData,
): FittedFairness | undefined {
  const cases = placements.find(({ job }) => job === "home")?.cases ?? [];
  const { groupings, asOf, fileOf } = fairGroupings(items, span?.[1] ?? split);
  if (groupings.length === 0 || cases.length === 0) return undefined;
  const sample = { cases: fairCases({ items, vectors, parts: past, cases, now: split }), groupings: asOf(split) };
  const choice = chooseBound(sample);
  const bound = BOUNDS[choice.chosen];
  return { ...choice, file: fileOf(fitOffsets(sample, { bound, places: PLACES }), bound), shoppers: cases.length };
}

export function printFairness(fitted: FittedFairness | undefined): string {
  if (!fitted) return "fairness  no groups or no later orders to fit offsets on; no file is written\n";
  const { file, chosen, kept, reduced, shoppers } = fitted;
  const percent = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(1)}%`;
  return `fairness  bound ${file.bound}: gap ${percent(-reduced[chosen])}, NDCG@10 ${percent(kept[chosen] - 1)}, ${shoppers} shoppers, cross-validated\n`;
}
