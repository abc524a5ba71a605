/**
 * Online Retail cut in time: what customers bought before a moment ranks their first basket after it. `all`: every item,
 * owned ones included (the job of `again`); `new`: items new to the customer (the job of `home`). Everything is chosen
 * on the month before the test's split, with models that end where that month begins.
 */
import { quantizeVector } from "../../src/encoder/quantizeVector";
import { DAY_MS } from "../../src/profile/decay";
import { evaluateDataset } from "../../src/server/evaluate/evaluateDataset";
import type { Interval } from "../../src/server/evaluate/pairedBootstrap";
import { type Dataset, datasetOf, type ItemVectors } from "../../src/server/ingest/dataset";
import type { Item } from "../../src/types";
import { groupBy } from "../replay/groupBy";
import type { OrderLine } from "../replay/readOnlineRetail";
import type { EmbeddedTexts } from "./embedTexts";

const TEST_SPLIT = Date.UTC(2011, 9, 1);
/** Items of fewer invoices before the split are left out. */
const MIN_INVOICES = 5;
/** What was sold in the first days of the data may have been on sale for years: when it began is not known. */
const UNKNOWN_START_DAYS = 14;

export interface TemporalInput {
  readonly lines: readonly OrderLine[];
  readonly embed: (texts: readonly string[]) => Promise<EmbeddedTexts>;
  readonly log: (line: string) => void;
}

export async function benchTemporal({ lines, embed, log }: TemporalInput) {
  const dataset = temporalDataset(lines);
  const vectors = storedVectors(await embed(dataset.items.map(({ title }) => title)));
  const { jobs, report } = evaluateDataset(dataset, {
    protocol: "temporal",
    split: TEST_SPLIT,
    vectors,
    onStep: log,
    onEpoch: ({ epoch, trainLoss, validation }) =>
      log(`  epoch ${epoch}: loss ${trainLoss.toFixed(3)}, NDCG@10 ${validation?.ndcg10.toFixed(4)}`),
  });
  const aisle: Record<string, Record<string, number>> = {};
  const baselines: Record<string, Record<string, Record<string, number>>> = {};
  const ci: Record<string, Record<string, { readonly "ndcg@10": Interval }>> = {};
  report.tables.forEach(({ rows }, t) => {
    const { job, cases } = jobs[t];
    for (const { name, values, intervals, differences } of rows) {
      const own = intervals?.["ndcg@10"];
      log(
        `${job} ${name.padEnd(22)} NDCG@10 ${values["ndcg@10"].toFixed(4)}  recall@50 ${values["recall@50"].toFixed(4)}  ${text(differences?.["ndcg@10"] ?? own)}`,
      );
      if (name === "aisle") aisle[job] = { ...values, customers: cases.length };
      else baselines[name] = { ...baselines[name], [job]: values };
      if (differences) ci[name] = { ...ci[name], [job]: { "ndcg@10": differences["ndcg@10"] } };
    }
    log(
      `${job} blend: ${report.blends[t].terms.map(({ name, weight }) => `${weight.toFixed(2)} ${name}`).join(" + ")}`,
    );
    for (const { name, values, cases: count } of report.slices[t].rows) {
      log(`${job}   ${name.padEnd(34)} NDCG@10 ${values["ndcg@10"].toFixed(4)}  ${count} customers`);
    }
  });
  return { aisle, baselines, ci, report };
}

function text(interval: Interval | undefined): string {
  if (!interval) return "";
  return `[${interval.low.toFixed(4)}, ${interval.high.toFixed(4)}]`;
}

function temporalDataset(lines: readonly OrderLine[]): Dataset {
  const before = lines.filter(({ at }) => at < TEST_SPLIT);
  const knownFrom = before.reduce((first, { at }) => Math.min(first, at), TEST_SPLIT) + UNKNOWN_START_DAYS * DAY_MS;
  const items: Item[] = [];
  for (const [id, sold] of groupBy(before, ({ itemId }) => itemId)) {
    if (new Set(sold.map(({ invoice }) => invoice)).size < MIN_INVOICES) continue;
    const prices = sold.flatMap(({ price }) => (price > 0 ? [price] : [])).sort((a, b) => a - b);
    const first = sold.reduce((least, { at }) => Math.min(least, at), TEST_SPLIT);
    items.push({
      id,
      title: mostFrequent(sold.map(({ title }) => title)).toLowerCase(),
      price: prices[prices.length >> 1],
      currency: "GBP",
      availableSince: first >= knownFrom ? first : undefined,
    });
  }
  return datasetOf(
    items,
    lines.map(({ customer, itemId, invoice, at, quantity, price }) => ({
      user: customer,
      item: itemId,
      order: invoice,
      at,
      quantity,
      price,
    })),
  );
}

function storedVectors({ modelId, vectors, dimensions }: EmbeddedTexts): ItemVectors {
  const rows = vectors.length / dimensions;
  const values = new Int8Array(vectors.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const stored = quantizeVector(vectors.subarray(row * dimensions, (row + 1) * dimensions));
    if (!stored) continue;
    values.set(stored.values, row * dimensions);
    scales[row] = stored.scale;
  }
  return { modelId, dimensions, values, scales };
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = "";
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}
