import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../profile/decay";
import { type Dataset, datasetOf, type EventRow, type ItemVectors } from "../ingest/dataset";
import { createModelFitter } from "../train/fitModels";
import { seededRandom } from "../train/seededRandom";
import { evaluateDataset } from "./evaluateDataset";
import { splitsOf } from "./protocols";

const DEPARTMENTS = ["kitchen", "garden", "toys", "desk"];
const PER_DEPARTMENT = 10;
const START = Date.UTC(2024, 0, 1);
const DIMENSIONS = 8;
const CUT = START + 150 * DAY_MS;

const items = DEPARTMENTS.flatMap((name) =>
  Array.from({ length: PER_DEPARTMENT }, (_, i) => ({ id: `${name}-${i}`, title: `${name} thing ${i}` })),
);

/** Shoppers who stay in a department and buy their favourite again and again. */
function shop(shoppers = 120): EventRow[] {
  const random = seededRandom(5);
  return Array.from({ length: shoppers }, (_, shopper) => {
    const home = shopper % DEPARTMENTS.length;
    const favourite = Math.floor(random() * PER_DEPARTMENT);
    return Array.from({ length: 8 }, (_, n) => {
      const at = START + Math.floor((n + random()) * 25 * DAY_MS);
      const bought = new Set([favourite, Math.floor(random() ** 2 * PER_DEPARTMENT)]);
      return [...bought].map((i) => ({
        user: `u${shopper}`,
        item: `${DEPARTMENTS[home]}-${i}`,
        at,
        order: `o${shopper}-${n}`,
      }));
    }).flat();
  }).flat();
}

/** Texts of a department lie near each other. */
function vectorsOf({ items: rows }: Dataset): ItemVectors {
  const random = seededRandom(9);
  const values = new Int8Array(rows.length * DIMENSIONS);
  rows.forEach(({ id }, row) => {
    const department = DEPARTMENTS.indexOf(id.split("-")[0]);
    for (let d = 0; d < DIMENSIONS; d++) {
      values[row * DIMENSIONS + d] = Math.round((d === department ? 90 : 0) + (random() - 0.5) * 60);
    }
  });
  const scales = Float32Array.from(rows, (_, row) => {
    const vector = values.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
    return 1 / Math.hypot(...vector);
  });
  return { modelId: "sample", dimensions: DIMENSIONS, values, scales };
}

describe("evaluateDataset", () => {
  const dataset = datasetOf(items, shop());
  const vectors = vectorsOf(dataset);

  it("finds what shoppers buy again and what they may discover, in time", () => {
    const { jobs, report } = evaluateDataset(dataset, { protocol: "temporal", split: CUT, vectors, trials: 1 });
    expect(jobs.map(({ job }) => job)).toEqual(["all", "new"]);
    const table = (job: number) => new Map(report.tables[job].rows.map((row) => [row.name, row.values]));
    const all = table(0);
    expect(all.get("aisle")?.["ndcg@10"]).toBeGreaterThan(0.5);
    expect(all.get("personal frequency")?.["ndcg@10"]).toBeGreaterThan(2 * (all.get("popularity")?.["ndcg@10"] ?? 1));
    expect(table(1).get("aisle")?.["ndcg@10"]).toBeGreaterThan(table(1).get("popularity")?.["ndcg@10"] ?? 1);
    expect(table(1).has("personal frequency")).toBe(false);
    for (const { rows } of report.tables) {
      for (const { name, values, intervals, differences } of rows) {
        expect(values["ndcg@10"]).toBeCloseTo(intervals?.["ndcg@10"].mean ?? -1, 10);
        expect(differences === undefined).toBe(name === "aisle");
        expect(Object.values(values).every(Number.isFinite), name).toBe(true);
      }
    }
    const slices = new Map(report.slices[0].rows.map((row) => [row.name, row]));
    expect(slices.get("items had before")?.values["ndcg@10"]).toBeGreaterThan(
      slices.get("items not had before")?.values["ndcg@10"] ?? 1,
    );
    expect(report.curves.length).toBe(2);
    expect(report.blends.map(({ placement }) => placement)).toEqual(["again", "home"]);
  });

  it.each(["loo", "basket"] as const)("holds out single items: %s", (protocol) => {
    const { jobs } = evaluateDataset(dataset, { protocol, vectors, trials: 1 });
    expect(jobs.length).toBe(1);
    expect(jobs[0].cases.every(({ target }) => target.size === 1)).toBe(true);
  });

  it("does without vectors", () => {
    const { jobs } = evaluateDataset(dataset, { protocol: "temporal", split: CUT });
    expect(jobs[0].models.aisle.some(({ signal }) => signal === "adapted" || signal === "text")).toBe(false);
  });

  it("is the same each time", () => {
    const run = () => JSON.stringify(evaluateDataset(dataset, { protocol: "loo", vectors, trials: 1 }).report);
    expect(run()).toBe(run());
  });
});

describe("what is held out", () => {
  const rows = shop();
  /** Everything from the split on happens to other items. */
  const permuted = rows.map((row, i) =>
    row.at < CUT ? row : { ...row, item: rows[(i * 7 + 3) % rows.length].item, order: `${row.order}` },
  );

  it("changes no weight when its labels are permuted", () => {
    const files = [rows, permuted].map((given) => {
      const dataset = datasetOf(items, given);
      const { test, validation } = splitsOf(dataset, "temporal", { split: CUT });
      const fitter = createModelFitter({
        data: test.fit,
        texts: dataset.items.map(({ title }) => title),
        vectors: vectorsOf(dataset),
        validation: validation.cases.map(({ past, target }) => ({
          history: past.map(({ row }) => row),
          target: [...target][0],
        })),
      });
      const settings = { lambda: 100, textShare: 3, perRow: 10 };
      return JSON.stringify(
        [
          fitter.itemItem("customers", settings),
          fitter.itemItem("baskets", settings),
          fitter.itemItem("knn", settings),
          fitter.adapted({ epochs: 3 })?.rows,
          fitter.popularity,
          fitter.repeat,
        ],
        (_, value) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value),
      );
    });
    expect(datasetOf(items, permuted).events.item).not.toEqual(datasetOf(items, rows).events.item);
    expect(files[1]).toBe(files[0]);
  });
});
