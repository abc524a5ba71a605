/** 200 returning customers of Online Retail: is the shelf they would have seen better than what sells most? */
import type { VectorTable } from "../../src/ranking/vectorTable";
import { atRandom, byFrequency, byPopularity } from "./baselines";
import { pairedBootstrap, type Quality, qualityAt, sample, seededRandom } from "./metrics";
import { discover, K, profileOf, rank } from "./rankCustomers";
import { difference, table } from "./report";
import type { Customer, Split } from "./splitAt";

export const TEST_CUSTOMERS = 200;
const SEED = 2011;

/** The customers of the test; everybody else may be used to choose weights. */
export function testCustomers(split: Split): Customer[] {
  const returning = split.customers.filter((customer) => customer.discoveries.size > 0);
  return sample(returning, TEST_CUSTOMERS, seededRandom(SEED));
}

export function replay(split: Split, vectors: VectorTable | undefined): string {
  const random = seededRandom(SEED + 1);
  const customers = testCustomers(split);
  const nothing = new Map<number, number>();
  const discovering: Record<string, Quality[]> = { home: [], "home, words only": [], popular: [], random: [] };
  const buying: Record<string, Quality[]> = { again: [], frequency: [], home: [], popular: [], random: [] };
  for (const customer of customers) {
    const profile = profileOf(customer, split);
    const fresh = (rows: number[]) => qualityAt(K, rows, customer.discoveries);
    discovering.home.push(fresh(discover(customer, profile, { split, vectors })));
    discovering["home, words only"].push(fresh(discover(customer, profile, { split })));
    discovering.popular.push(fresh(byPopularity(split, customer.owned, K)));
    discovering.random.push(fresh(atRandom(split, customer.owned, K, random)));
    const any = (rows: number[]) => qualityAt(K, rows, customer.target);
    buying.again.push(any(rank({ placement: "again", limit: K }, profile, { split, vectors })));
    buying.frequency.push(any(byFrequency(customer, split, K)));
    buying.home.push(any(rank({ placement: "home", limit: K }, profile, { split, vectors })));
    buying.popular.push(any(byPopularity(split, nothing, K)));
    buying.random.push(any(atRandom(split, nothing, K, random)));
  }
  const ndcg = (values: readonly Quality[]) => values.map((value) => value.ndcg);
  const against = (name: string, a: readonly Quality[], b: readonly Quality[]) =>
    difference(name, pairedBootstrap(ndcg(a), ndcg(b), { random }));
  return [
    `${customers.length} of ${split.customers.length} returning customers, ${split.catalog.items.length} items; vectors: ${vectors?.modelId ?? "none"}`,
    "",
    table("Next basket, items new to the customer", [
      ["home", discovering.home],
      ["home without vectors (words only)", discovering["home, words only"]],
      ["30-day popularity", discovering.popular],
      ["random", discovering.random],
    ]),
    against("home beside 30-day popularity", discovering.home, discovering.popular),
    against("home beside home without vectors", discovering.home, discovering["home, words only"]),
    "",
    table("Next basket, all items", [
      ["again", buying.again],
      ["personal frequency", buying.frequency],
      ["home (discoveries; owned items only when due)", buying.home],
      ["30-day popularity", buying.popular],
      ["random", buying.random],
    ]),
    against("again beside personal frequency", buying.again, buying.frequency),
  ].join("\n");
}
