/** The texts: of exact token counts for one text at a time, and two real catalogues for bulk. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const LENGTHS = [8, 16, 32, 64, 128];
const PER_LENGTH = 24;

/** Small and seeded (mulberry32), so that every run has the same texts. */
export function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled(list, random) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

/**
 * Texts of exactly so many tokens, [CLS] and [SEP] included: words that are one piece in both vocabularies.
 * @returns {Record<number, string[]>}
 */
export function textsOfLengths(fullVocabulary, shippedVocabulary, random) {
  const full = new Set(fullVocabulary);
  const words = shippedVocabulary.filter((piece) => /^[a-z]{4,9}$/.test(piece) && full.has(piece));
  const word = () => words[Math.floor(random() * words.length)];
  const text = (tokens) => Array.from({ length: tokens - 2 }, word).join(" ");
  return Object.fromEntries(LENGTHS.map((tokens) => [tokens, Array.from({ length: PER_LENGTH }, () => text(tokens))]));
}

/**
 * Descriptions of the Online Retail items: exact repeats of a line dropped, invoices and items with five lines or more
 * (until that holds of all), the first description of each item. 3,470 here; UniSRec's instance counts 3,469.
 */
export function onlineRetailDescriptions(shared) {
  const lines = new Set();
  for (const part of ["online_retail.part1.tsv.gz", "online_retail.part2.tsv.gz"]) {
    const text = gunzipSync(readFileSync(join(shared, "data/uci-online-retail", part))).toString("utf8");
    for (const line of text.split("\n").slice(1)) if (line !== "") lines.add(line);
  }
  let rows = Array.from(lines, (line) => line.split("\t"));
  for (let before = Number.POSITIVE_INFINITY; rows.length < before; ) {
    before = rows.length;
    const invoices = groups(rows, 0);
    const items = groups(rows, 1);
    rows = rows.filter(([invoice, item]) => invoices.get(invoice).length >= 5 && items.get(item).length >= 5);
  }
  const first = new Map();
  for (const [, item, description] of rows) if (!first.has(item)) first.set(item, description.trim());
  return [...first.values()];
}

/** `count` titles of the Scientific set, spread over it. */
export function scientificTitles(shared, count) {
  const file = join(shared, "data/amazon-scientific-unisrec/Scientific.text");
  const titles = readFileSync(file, "utf8").trim().split("\n").slice(1);
  const stride = Math.floor(titles.length / count);
  return Array.from({ length: count }, (_, i) => titles[i * stride].split("\t")[1].trim());
}

function groups(rows, column) {
  const grouped = new Map();
  for (const row of rows) {
    const group = grouped.get(row[column]);
    if (group) group.push(row);
    else grouped.set(row[column], [row]);
  }
  return grouped;
}
