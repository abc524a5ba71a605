import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hasQualityText } from "../clean/qualityTexts";
import { dataReport } from "./dataReport";
import { datasetOf } from "./dataset";

const DAY_MS = 86_400_000;

describe("dataReport", () => {
  it("tells what there is to learn from", () => {
    const dataset = datasetOf(
      [
        { id: "a", title: "A", price: 3 },
        { id: "b", title: "B" },
        { id: "c", title: "C", price: 1 },
        { id: "d", title: "D" },
      ],
      [
        ...Array.from({ length: 5 }, (_, i) => ({ user: "ann", item: "a", at: i * DAY_MS })),
        { user: "bob", item: "a", at: 2 * DAY_MS },
        { user: "bob", item: "b", at: 2 * DAY_MS },
      ],
    );
    const report = dataReport({
      dataset,
      sources: [{ file: "e.csv", rows: 8, kept: 7, mapping: {} }],
      catalogFiles: [{ file: "f.csv", rows: 4, kept: 4 }],
      quality: {
        events: { read: 8, kept: 7 },
        items: { read: 4, kept: 4 },
        findings: [
          { code: "missing_item", about: "events", action: "dropped", count: 1, examples: ["time 3"] },
          { code: "near_duplicate_items", about: "items", action: "noticed", count: 2, examples: [] },
        ],
      },
      key: "",
      span: [0, 4 * DAY_MS],
    });
    expect(report).toMatchObject({ items: 4, shoppers: 2, orders: 6, events: 7, from: 0, to: 4 * DAY_MS });
    expect(report.files).toEqual([
      { name: "f.csv", role: "catalog", rows: 4, kept: 4 },
      { name: "e.csv", role: "events", rows: 8, kept: 7 },
    ]);
    expect(report.dropped).toEqual([
      { code: "missing_item", text: "The row names no item.", count: 1, examples: ["time 3"] },
    ]);
    expect(report.repaired[0].code).toBe("near_duplicate_items");
    expect(report.coverage?.find(({ field }) => field === "price")?.share).toBe(0.5);
    expect(report.activity?.map(({ events }) => events)).toEqual([1, 1, 3, 1, 1]);
    expect(report.historyLengths).toEqual([
      { from: 2, to: 2, count: 1 },
      { from: 5, to: 8, count: 1 },
    ]);
    expect(report.itemOrders).toEqual([
      { from: 0, to: 0, count: 2 },
      { from: 1, to: 1, count: 1 },
      { from: 5, to: 8, count: 1 },
    ]);
  });

  it("has words for every reason that cleaning gives", () => {
    const folder = new URL("../clean/", import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.includes(".test"));
    const codes = sources
      .filter((name) => !["qualityTexts.ts", "serviceLines.ts"].includes(name))
      .flatMap((name) => [
        ...readFileSync(new URL(name, folder), "utf8").matchAll(
          /(?:THEN|code:|SELECT pos,) ["']([a-z]+(?:_[a-z]+)+|cancelled|cancellation|flood|variant)["']/g,
        ),
      ])
      .map(([, code]) => code)
      .filter((code) => code !== "refund_of_order");
    expect(codes.length).toBeGreaterThan(25);
    expect(codes.filter((code) => !hasQualityText(code))).toEqual([]);
  });
});
