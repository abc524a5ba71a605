import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../cli";
import { readReportFile } from "../report/reportFiles";
import { writeSampleShop } from "./testing";

let folder: string;
let files: { feed: string; events: string };
let output: string;
let errors: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aisle-evaluate-"));
  files = writeSampleShop(folder, { shoppers: 80 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  output = "";
  errors = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const evaluate = (...more: string[]) =>
  main([
    "evaluate",
    files.feed,
    "--events",
    files.events,
    "--encoder",
    "none",
    "--cache",
    join(folder, "cache"),
    ...more,
  ]);

describe("aisle evaluate", () => {
  it("tells of what shoppers buy again and of what is new to them, apart", async () => {
    const json = join(folder, "figures.json");
    const report = join(folder, "report");
    expect(await evaluate("--split", "2024-06-15", "--json", json, "--report", report)).toBe(0);
    expect(output).toMatch(/personal frequency .*aisle's gain [+−]0\.\d{4} \[/);
    const figures = JSON.parse(readFileSync(json, "utf8"));
    expect(figures.aisle.all["ndcg@10"]).toBeGreaterThan(figures.baselines.popularity.all["ndcg@10"]);
    expect(figures.aisle.new.cases).toBeGreaterThan(10);
    expect(figures.ci.EASE.new["ndcg@10"]).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
    expect(readReportFile(report)?.tables).toHaveLength(2);
    expect(existsSync(join(report, "report.html"))).toBe(true);
  });

  it("completes baskets", async () => {
    const json = join(folder, "baskets.json");
    expect(await evaluate("--protocol", "basket", "--seed", "2", "--json", json)).toBe(0);
    const { aisle, baselines } = JSON.parse(readFileSync(json, "utf8"));
    expect(aisle["recall@10"]).toBeGreaterThan(baselines.popularity["recall@10"]);
  });

  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["an unknown protocol", ["--protocol", "magic"], 2, /--protocol/],
    ["a date in another spelling", ["--split", "15/6/2024"], 2, /--split/],
    ["a split of baskets", ["--protocol", "basket", "--split", "2024-06-15"], 2, /--split/],
    ["a split after everything", ["--split", "2030-01-01"], 1, /DATA_UNUSABLE/],
  ];
  it.each(wrong)("%s is told", async (_, flags, status, message) => {
    expect(await evaluate(...flags)).toBe(status);
    expect(errors).toMatch(message);
  });
});
