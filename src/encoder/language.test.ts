import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { detectLanguage } from "./language";
import { createTokenizer } from "./tokenizer/createTokenizer";

const shared = process.env.AISLE_SHARED;
const titled = (titles: readonly string[]) => titles.map((title) => ({ title }));

describe("detectLanguage", () => {
  it("takes the mean of titles spread over the catalogue", () => {
    const seen: string[] = [];
    const uncovered = (text: string): number => {
      seen.push(text);
      return Number(text) < 750 ? 1 : 0;
    };
    const found = detectLanguage(titled(Array.from({ length: 1000 }, (_, at) => String(at))), { uncovered });
    expect(seen).toHaveLength(200);
    expect(found).toEqual({ language: "words", uncovered: 0.75 });
    expect(detectLanguage([], { uncovered })).toEqual({ language: "covered", uncovered: 0 });
  });

  it.skipIf(!shared)("knows covered languages from uncovered ones, with BERT's own English vocabulary", () => {
    const vocabulary = readFileSync(join(shared ?? "", "models/all-MiniLM-L6-v2/vocab.txt"), "utf8")
      .trimEnd()
      .split("\n");
    const special = (token: string) => ({ token, id: vocabulary.indexOf(token) });
    const tokenizer = createTokenizer(
      vocabulary,
      {
        kind: "wordpiece",
        lowercase: true,
        stripAccents: true,
        splitChineseCharacters: true,
        maxWordCharacters: 100,
        unknown: special("[UNK]"),
        classification: special("[CLS]"),
        separator: special("[SEP]"),
        others: [special("[PAD]"), special("[MASK]")],
      },
      { maxTokens: 256 },
    );
    const sql = readFileSync(join(shared ?? "", "data/litemall-zh/litemall_data.sql"), "utf8");
    const goods = sql
      .split("\n")
      .filter(
        (line) =>
          /^(INSERT INTO `litemall_goods` VALUES )?\(\d{7},'\d+','/.test(line) ||
          line.startsWith("INSERT INTO `litemall_goods`"),
      );
    const chinese = goods.flatMap((line) =>
      [...line.matchAll(/\(\d{7},'\d+','([^']+)',\d{7},/g)].map((match) => match[1]),
    );
    expect(chinese.length).toBeGreaterThan(150);
    const retail = gunzipSync(readFileSync(join(shared ?? "", "data/uci-online-retail/online_retail.part1.tsv.gz")))
      .toString("utf8")
      .split("\n", 3000)
      .slice(1)
      .map((line) => line.split("\t")[2]);
    const english = [
      "Stoneware mug, 300 ml",
      "LED desk lamp with USB-C port",
      "Men's trail running shoes GTX",
      "XL dog bed",
    ];
    const french = [
      "Tasse en grès émaillé",
      "Lampe de bureau à LED",
      "Chaussures de course pour homme",
      "Lit pour chien",
    ];
    const japanese = ["陶器のマグカップ", "LEDデスクライト", "犬用ベッド"];
    const measured = { retail, english, french, chinese, japanese };
    const found = Object.entries(measured).map(
      ([name, titles]) => [name, detectLanguage(titled(titles), tokenizer)] as const,
    );
    expect(Object.fromEntries(found.map(([name, { language }]) => [name, language]))).toEqual({
      retail: "covered",
      english: "covered",
      french: "covered",
      chinese: "words",
      japanese: "words",
    });
  });
});
