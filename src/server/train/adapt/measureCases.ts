import { averageRank, ndcgAt } from "../../evaluate/metrics";
import type { EpochReport } from "./fitAdapted";
import type { SubCatalog } from "./subCatalog";

/** Loss, and ranks among all rows of the part by log closeness + prior. */
export function measureCases(
  { cases, rows }: SubCatalog,
  priors: Float32Array,
  closenessOf: (row: number) => Float32Array,
): NonNullable<EpochReport["validation"]> {
  const { starts, items, weights, targets } = cases;
  const shares = priors.map(Math.exp);
  const scores = new Float64Array(rows.length);
  let [loss, ndcg10, recall50, counted] = [0, 0, 0, 0];
  for (let c = 0; c < targets.length; c++) {
    scores.fill(0);
    for (let e = starts[c]; e < starts[c + 1]; e++) {
      const row = closenessOf(items[e]);
      for (let j = 0; j < scores.length; j++) scores[j] += weights[e] * row[j];
    }
    let total = 0;
    for (let j = 0; j < scores.length; j++) {
      scores[j] *= shares[j];
      total += scores[j];
    }
    const rank = averageRank(scores, targets[c]);
    ndcg10 += ndcgAt(rank, 10);
    recall50 += rank <= 50 ? 1 : 0;
    if (!(scores[targets[c]] > 0)) continue;
    loss -= Math.log(scores[targets[c]] / total);
    counted++;
  }
  const count = Math.max(1, targets.length);
  return { loss: loss / Math.max(1, counted), ndcg10: ndcg10 / count, recall50: recall50 / count };
}
