/** What the demo shop tries out once a visitor starts it on `#/experiments`. */
import type { ExperimentsFile } from "../../src/format/experiments/experimentsFile";
import type { FairnessFile } from "../../src/format/fairness/fairnessFile";
import type { ReportsPlan } from "../../src/format/reports/reportsPlan";
import type { ExplorationPlan } from "../../src/types";

export const demoExperiments: ExperimentsFile = {
  kind: "aisle-experiments",
  schemaVersion: 1,
  experiments: [
    {
      id: "home-shelf",
      placements: ["home"],
      arms: [
        { id: "newcomers", share: 45 },
        { id: "plain", share: 45, fairness: "off" },
        { id: "holdout", share: 10, shelves: "popular" },
      ],
    },
  ],
};

export const demoExploration: ExplorationPlan = {
  home: { policy: { kind: "softmax", temperature: 0.1 }, places: 0.5, width: 0.5, budget: 0.05 },
};

/** Chosen by hand: what came in lately is shown a little more than it has earned so far. */
export const demoFairness: FairnessFile = {
  kind: "aisle-fairness",
  schemaVersion: 1,
  bound: 0.1,
  newness: { edges: [45, 180], offsets: [0.1, 0.03, 0] },
};

const buckets = demoExperiments.experiments[0].arms.flatMap(({ id }) => [`${id}/no`, `${id}/yes`]);

/** @param url where answers go: beside the shop, where `aisle reports` would stand behind the same web server */
export function demoReports(url: string): ReportsPlan {
  return {
    kind: "aisle-reports",
    schemaVersion: 1,
    url,
    p: 0.75,
    q: 0.25,
    budget: { epsilon: 6.6, days: 30 },
    questions: [
      { id: "home-returned-7d", experiment: "home-shelf", outcome: "returned7", buckets },
      { id: "home-bought-30d", experiment: "home-shelf", outcome: "purchased", buckets },
    ],
  };
}
