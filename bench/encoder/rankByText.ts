/**
 * What pruning and quantisation cost where it matters: ranking by text alone, on two public data sets, for each encoder
 * folder named; for one with a table also by the table alone, and by a catalogue in mid-change, every other item still
 * with the table's vector. `node bench/encoder/run.mjs ENCODER_FOLDER…` with AISLE_SHARED set.
 *
 * Protocol (leave-one-out, as UniSRec's): the last item of a history is the target, the items before it, at most 50,
 * weighted 0.7^age, make the shopper's vector; all items are ranked, none masked, ties at their average rank.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createTableEncoder } from "../../src/encoder/tiers/table/createTableEncoder";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { readEncoderFolder, readTableFile } from "../../src/server/encoder/encoderFolder";

interface DataSet {
  readonly name: string;
  readonly texts: readonly string[];
  /** Item indexes, oldest first; the last is the target. */
  readonly histories: readonly (readonly number[])[];
}

const DECAY = 0.7;
const LONGEST_HISTORY = 50;

export async function rankByText(folders: readonly string[], shared: string): Promise<void> {
  const dataSets = [readScientific(shared), readOnlineRetail(shared)];
  for (const { name, texts, histories } of dataSets) {
    console.log(`\n${name}: ${texts.length} items, ${histories.length} histories`);
    console.log(`${"encoder".padEnd(42)} pieces     R@10     N@10     R@50   cosine`);
    for (const folder of folders) {
      const { manifest, weights, vocabulary } = await readEncoderFolder(folder);
      const { hidden } = manifest.config;
      const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
      const forward = await createWasmForward(weights, {});
      const vectors = await forward.forward(texts.map((text) => tokenizer.encode(text)));
      forward.dispose();
      const print = (name: string, ranked: Float32Array) => {
        const { recall10, ndcg10, recall50 } = evaluate(ranked, hidden, histories);
        const row = [recall10, ndcg10, recall50, meanCosine(ranked, vectors, hidden)];
        const figures = row.map((value) => value.toFixed(4).padStart(8)).join(" ");
        console.log(`${name.padEnd(42)} ${String(vocabulary.length).padStart(6)} ${figures}`);
      };
      print(manifest.modelId, vectors);
      const bytes = await readTableFile(folder);
      if (!bytes) continue;
      const table = await createTableEncoder({ manifest, tokenizer, bytes }).embed(texts);
      print(`${manifest.modelId}, table`, table);
      const mixed = table.map((value, at) => (Math.floor(at / hidden) % 2 ? value : vectors[at]));
      print(`${manifest.modelId}, half`, mixed);
    }
  }
}

function meanCosine(a: Float32Array, b: Float32Array, dimensions: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return (sum * dimensions) / a.length;
}

function evaluate(vectors: Float32Array, dimensions: number, histories: DataSet["histories"]) {
  const items = vectors.length / dimensions;
  const scores = new Float64Array(items);
  let [recall10, ndcg10, recall50] = [0, 0, 0];
  for (const history of histories) {
    const target = history.at(-1)!;
    const past = history.slice(0, -1).slice(-LONGEST_HISTORY).reverse();
    const shopper = new Float64Array(dimensions);
    past.forEach((item, age) => {
      for (let d = 0; d < dimensions; d++) shopper[d] += DECAY ** age * vectors[item * dimensions + d];
    });
    for (let item = 0; item < items; item++) {
      let score = 0;
      for (let d = 0; d < dimensions; d++) score += shopper[d] * vectors[item * dimensions + d];
      scores[item] = score;
    }
    let [above, equal] = [0, 0];
    for (const score of scores) {
      if (score > scores[target]) above++;
      else if (score === scores[target]) equal++;
    }
    const rank = above + (equal + 1) / 2;
    if (rank <= 10) {
      recall10++;
      ndcg10 += 1 / Math.log2(rank + 1);
    }
    if (rank <= 50) recall50++;
  }
  const n = histories.length;
  return { recall10: recall10 / n, ndcg10: ndcg10 / n, recall50: recall50 / n };
}

function readScientific(shared: string): DataSet {
  const folder = join(shared, "data/amazon-scientific-unisrec");
  const rows = (file: string) =>
    readFileSync(join(folder, file), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
  const indexes = new Map(rows("Scientific.item2index").map(([id, index]) => [id, Number(index)]));
  const texts: string[] = [];
  for (const [id, text] of rows("Scientific.text").slice(1)) texts[indexes.get(id)!] = text ?? "";
  const histories = rows("Scientific.test.inter")
    .slice(1)
    .map(([, past, target]) => [...past.split(" "), target].map(Number));
  return { name: "Amazon Scientific", texts: Array.from(texts, (text) => text ?? ""), histories };
}

/** A basket is a history; baskets and products that occur fewer than five times are dropped until none are left. */
function readOnlineRetail(shared: string): DataSet {
  const baskets = new Map<string, string[]>();
  const titles = new Map<string, string>();
  for (const part of [1, 2]) {
    const bytes = readFileSync(join(shared, `data/uci-online-retail/online_retail.part${part}.tsv.gz`));
    for (const line of gunzipSync(bytes).toString("utf8").split("\n").slice(1)) {
      const [invoice, code, title] = line.split("\t");
      if (!title?.trim() || invoice.startsWith("C") || !/^\d{5}/.test(code)) continue;
      if (!titles.has(code)) titles.set(code, title.trim().toLowerCase());
      const basket = baskets.get(invoice) ?? [];
      if (!basket.includes(code)) basket.push(code);
      baskets.set(invoice, basket);
    }
  }
  let histories = [...baskets.values()];
  for (let before = -1; before !== histories.flat().length; ) {
    before = histories.flat().length;
    const counts = new Map<string, number>();
    for (const code of histories.flat()) counts.set(code, (counts.get(code) ?? 0) + 1);
    histories = histories
      .map((codes) => codes.filter((code) => counts.get(code)! >= 5))
      .filter(({ length }) => length >= 5);
  }
  const codes = [...new Set(histories.flat())];
  const indexes = new Map(codes.map((code, index) => [code, index]));
  return {
    name: "Online Retail (baskets)",
    texts: codes.map((code) => titles.get(code)!),
    histories: histories.map((basket) => basket.map((code) => indexes.get(code)!)),
  };
}
