import { describe, expect, it } from "vitest";
import { reduceVectors } from "../vectors/reduceVectors";
import { evaluateDataset } from "./evaluateDataset";
import { WITHOUT_SPACES } from "./evaluationReport";
import { PICTURE_SHOP_SPLIT, pictureShop, pictureVectors } from "./pictureShop";

const dataset = pictureShop();
const pictures = reduceVectors(pictureVectors(dataset, "pictures"));
const noise = reduceVectors(pictureVectors(dataset, "noise"));

describe("vectors of the shop's own", () => {
  const { jobs, report } = evaluateDataset(dataset, {
    protocol: "temporal",
    split: PICTURE_SHOP_SPLIT,
    spaces: { noise, pictures },
  });
  const rowsOf = (job: number) => new Map(report.tables[job].rows.map((row) => [row.name, row]));

  it("are given a weight where shoppers go by looks", () => {
    for (const { models, spaces } of jobs) {
      const [term] = models.aisle.filter(({ signal }) => signal === "vectors");
      expect(term).toMatchObject({ of: "pictures", weight: expect.any(Number) });
      expect(term.weight).toBeGreaterThan(0);
      expect(spaces[1]).toMatchObject({ space: "pictures", kept: true });
      expect(spaces[1].gain.low).toBeGreaterThan(0);
    }
  });

  it("are given none where they are noise", () => {
    for (const { models, spaces } of jobs) {
      expect(spaces[0]).toMatchObject({ space: "noise", kept: false });
      expect(models.aisle.some(({ of }) => of === "noise")).toBe(false);
    }
  });

  it("make what was held out rank higher than without them", () => {
    for (const job of jobs.keys()) {
      const rows = rowsOf(job);
      expect(rows.get("aisle")?.values["ndcg@10"]).toBeGreaterThan(rows.get(WITHOUT_SPACES)?.values["ndcg@10"] ?? 1);
    }
    // What is new to the shopper, habit cannot find: there the gain is beyond chance.
    expect(rowsOf(1).get(WITHOUT_SPACES)?.differences?.["ndcg@10"].low).toBeGreaterThan(0);
  });
});
