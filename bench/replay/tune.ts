/**
 * Chooses the weights of `home`: one month before the test's split, on customers who are not in the test. Prints every
 * setting tried, best first.
 */
import type { BlendWeights } from "../../src/ranking/rankContext";
import type { VectorTable } from "../../src/ranking/vectorTable";
import { byPopularity } from "./baselines";
import { type Quality, qualityAt, sample, seededRandom } from "./metrics";
import { discover, K, profileOf } from "./rankCustomers";
import { table } from "./report";
import type { Customer, Split } from "./splitAt";

const CUSTOMERS = 600;
const TEXT = [0, 0.2, 0.3, 0.4];
const WORDS = [0, 0.1, 0.2, 0.3];
const FRESHNESS = [0, 0.25, 0.5, 0.75];
const PRICE = [0, 0.15, 0.3, 0.6];

/** @param split the validation split, a month earlier than the test's */
export function validationCustomers(split: Split, test: readonly Customer[]): Customer[] {
  const tested = new Set(test.map((customer) => customer.id));
  const others = split.customers.filter((customer) => customer.discoveries.size > 0 && !tested.has(customer.id));
  return sample(others, CUSTOMERS, seededRandom(9));
}

export function tune(split: Split, customers: readonly Customer[], vectors: VectorTable | undefined): string {
  const profiles = customers.map((customer) => profileOf(customer, split));
  const measure = (weights: Partial<BlendWeights>): Quality[] =>
    customers.map((customer, i) =>
      qualityAt(K, discover(customer, profiles[i], { split, vectors, weights }), customer.discoveries),
    );
  const results: [string, Quality[]][] = [];
  const tried = (weights: Partial<BlendWeights>) => {
    const name = Object.entries(weights).map(([signal, weight]) => `${signal} ${weight}`);
    results.push([name.join(", "), measure(weights)]);
  };
  for (const text of TEXT) for (const words of WORDS) tried({ text, words });
  for (const freshness of FRESHNESS) tried({ freshness });
  for (const price of PRICE) tried({ price });
  const mean = ([, values]: [string, Quality[]]) => values.reduce((sum, value) => sum + value.ndcg, 0);
  results.sort((a, b) => mean(b) - mean(a));
  const popular = customers.map((customer) =>
    qualityAt(K, byPopularity(split, customer.owned, K), customer.discoveries),
  );
  return table(`home on ${customers.length} validation customers (other weights as shipped)`, [
    ...results,
    ["30-day popularity", popular],
  ]);
}
