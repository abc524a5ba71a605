/** The two public data sets of leave-one-out evaluation, from `$AISLE_SHARED/data`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export interface SequenceData {
  readonly name: string;
  /** Text of each item row. */
  readonly texts: readonly string[];
  /** Item rows, oldest first; the last is for the test, the one before it for validation. */
  readonly histories: readonly Int32Array[];
}

/** Amazon Industrial & Scientific as UniSRec published it: 8,442 users, 4,385 items, 59,427 interactions. */
export function readScientific(shared: string): SequenceData {
  const folder = join(shared, "data/amazon-scientific-unisrec");
  const table = (file: string) =>
    readFileSync(join(folder, file), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
  const rowOf = new Map(table("Scientific.item2index").map(([id, row]) => [id, Number(row)]));
  const texts = new Array<string>(rowOf.size).fill("");
  for (const [id, text] of table("Scientific.text").slice(1)) {
    const row = rowOf.get(id);
    if (row !== undefined) texts[row] = text ?? "";
  }
  return { name: "Amazon Scientific", texts, histories: wholeHistories(table) };
}

/** Lists are cut to the last 50: what a user did before is in the shorter lists of the training file. */
function wholeHistories(table: (file: string) => string[][]): Int32Array[] {
  const earliest = new Map<string, { first: string; targets: string[] }>();
  for (const [user, past, target] of table("Scientific.train.inter").slice(1).reverse()) {
    const known = earliest.get(user);
    if (known) known.targets.push(target);
    else earliest.set(user, { first: past.split(" ")[0], targets: [target] });
  }
  const held = new Map(
    table("Scientific.valid.inter")
      .slice(1)
      .map(([user, , target]) => [user, target]),
  );
  return table("Scientific.test.inter")
    .slice(1)
    .map(([user, past, target]) => {
      const train = earliest.get(user);
      const valid = held.get(user) ?? "";
      const before = train ? [train.first, ...train.targets] : [past.split(" ")[0]];
      return Int32Array.from([...before, valid, target], Number);
    });
}

/**
 * Online Retail as UniSRec reads it: an invoice is a user, cancellations included; lines that agree in product, quantity
 * and time count once; text is the description in lower case; invoices and products met fewer than 5 times are dropped
 * until none are left: 16,520 invoices, 3,469 products, 519,906 interactions.
 */
export function readBaskets(shared: string): SequenceData {
  const baskets = new Map<string, string[]>();
  const titles = new Map<string, string>();
  const seen = new Set<string>();
  for (const part of [1, 2]) {
    const bytes = readFileSync(join(shared, `data/uci-online-retail/online_retail.part${part}.tsv.gz`));
    for (const line of gunzipSync(bytes).toString("utf8").split("\n").slice(1)) {
      const [invoice, code, title, quantity, seconds] = line.split("\t");
      const key = [invoice, code, quantity, seconds].join("\t");
      if (!title?.trim() || seen.has(key)) continue;
      seen.add(key);
      if (!titles.has(code)) titles.set(code, title.trim().toLowerCase());
      const basket = baskets.get(invoice);
      if (basket) basket.push(code);
      else baskets.set(invoice, [code]);
    }
  }
  const kept = fiveCore([...baskets.values()]);
  const codes = [...new Set(kept.flat())];
  const rowOf = new Map(codes.map((code, row) => [code, row]));
  return {
    name: "Online Retail (baskets)",
    texts: codes.map((code) => titles.get(code) ?? ""),
    histories: kept.map((basket) => Int32Array.from(basket, (code) => rowOf.get(code) as number)),
  };
}

function fiveCore(baskets: string[][]): string[][] {
  for (;;) {
    const counts = new Map<string, number>();
    for (const code of baskets.flat()) counts.set(code, (counts.get(code) ?? 0) + 1);
    const kept = baskets
      .map((basket) => basket.filter((code) => (counts.get(code) ?? 0) >= 5))
      .filter(({ length }) => length >= 5);
    if (kept.length === baskets.length && kept.every((basket, i) => basket.length === baskets[i].length)) return kept;
    baskets = kept;
  }
}

/** The same baskets with the items of each in a random order: which of them are held out changes with it. */
export function shuffleWithin(histories: readonly Int32Array[], random: () => number): Int32Array[] {
  return histories.map((history) => {
    const shuffled = history.slice();
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    return shuffled;
  });
}
