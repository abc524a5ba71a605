import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readFairness } from "../../format/fairness/fairnessFile";
import { readAssetFolder } from "../assets/assetFolder";
import { main } from "../cli";
import { itemIds, writeSampleShop } from "./testing";

let root: string;
let out: string;
let output: string;
let errors: string;
let next = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "aisle-build-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  out = join(root, `out-${next++}`);
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

function shop(name: string, options: Parameters<typeof writeSampleShop>[1] = {}) {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return writeSampleShop(folder, options);
}

/** @returns the exit status */
const build = ({ feed, events }: { feed: string; events: string }, ...more: string[]) =>
  main(["build", feed, "--events", events, "--out", out, "--encoder", "none", ...more]);

/** Hash of every file below a folder, by its path. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")];
      }),
  );
}

describe("aisle build", () => {
  it("fits offsets of fairness where it is asked to, and changes nothing else", async () => {
    const files = shop("fair");
    expect(await build(files, "--fairness")).toBe(0);
    const file = readFairness(JSON.parse(readFileSync(join(out, "fairness.json"), "utf8")));
    expect(Object.keys(file.brand ?? {})).toContain("brand 1");
    expect(file.price?.offsets).toHaveLength(5);
    expect(output).toMatch(/^fairness {2}bound [\d.]+: gap [−+][\d.]+%, NDCG@10 [−+][\d.]+%, \d+ shoppers/m);
    const { "fairness.json": _, ...fair } = contents(out);
    out = join(root, `out-${next++}`);
    expect(await build(files)).toBe(0);
    expect(contents(out)).toEqual(fair);
  });

  it("writes a folder that its readers accept, and the same bytes again", async () => {
    const files = shop("plain");
    expect(await build(files)).toBe(0);
    expect(output).toMatch(/events {2}[\d,]+ read, [\d,]+ kept/);
    expect(output).toMatch(/ok {5}home: no worse than EASE/);
    const { manifest, parts } = await readAssetFolder(out);
    expect(parts.ids).toEqual(itemIds().sort());
    expect(Object.keys(parts.blend ?? {})).toEqual(expect.arrayContaining(["home", "again"]));
    expect(manifest.asOf).toBeGreaterThan(Date.UTC(2024, 5, 1));
    // One file of each kind, whichever placement chose it.
    expect(["default", "baskets"]).toEqual(expect.arrayContaining(Object.keys(parts.itemItem ?? {})));
    const first = contents(out);
    rmSync(join(root, ".aisle-cache"), { recursive: true });
    const [a, b] = [out, `${out}-again`];
    out = b;
    expect(await build(files)).toBe(0);
    expect(contents(b)).toEqual(first);
    out = a;
    // Over the same build: nothing new for a page to download, and no earlier build that is the same.
    expect(await build(files)).toBe(0);
    expect(contents(a)).toEqual(first);
    expect(output).toMatch(/downloads +0\.0 kB/);
  });

  it("says when there is no encoder to tune", async () => {
    const files = shop("untuned");
    expect(await build(files, "--tune-layers", "1")).toBe(2);
    expect(errors).toMatch(/^OPTIONS_INVALID: --tune-layers cannot be done: there are no vectors of an encoder/m);
    expect(await build(files, "--tune-layers", "some")).toBe(2);
  });

  it("keeps the earlier build for a way back, and removes the one before that", async () => {
    for (const seed of [1, 2, 3]) expect(await build(shop(`day-${seed}`, { seed }))).toBe(0);
    const names = () => Object.keys(contents(out));
    const current = (await readAssetFolder(out)).manifest;
    expect(await main(["rollback", out])).toBe(0);
    const before = (await readAssetFolder(out)).manifest;
    expect(before.buildId).not.toBe(current.buildId);
    expect(await main(["rollback", out])).toBe(0);
    expect((await readAssetFolder(out)).manifest).toEqual(current);
    const listed = [current, before].flatMap(({ files }) =>
      files.flatMap(({ chunks }) => chunks.map(({ file }) => file)),
    );
    const hashed = names().filter((name) => /\.[0-9a-f]{16}\.(bin|json|txt)$/.test(name));
    expect(hashed.sort()).toEqual([...new Set(listed)].sort());
  });

  it("refuses a sabotaged build and leaves the folder as it was, unless forced", async () => {
    expect(await build(shop("good"))).toBe(0);
    const good = contents(out);
    const ids = itemIds();
    // Somebody joined the orders with the wrong column: every line has another item.
    const sabotaged = shop("sabotaged", {
      change: (row, random) => ({ ...row, item: ids[Math.floor(random() * ids.length)] }),
    });
    expect(await build(sabotaged)).toBe(3);
    expect(errors).toMatch(
      /^GATE_REFUSED: Nothing was published; failed: (home|again): no worse than the build it replaces/m,
    );
    expect(output).toMatch(/FAILED/);
    expect(contents(out)).toEqual(good);
    expect(await build(sabotaged, "--force", "moving to new ids")).toBe(0);
    const record = JSON.parse(readFileSync(join(out, "build.json"), "utf8"));
    expect(record).toMatchObject({ forced: "moving to new ids" });
  });

  it("refuses when most rows are lost, or most of what there was", async () => {
    expect(await build(shop("whole"))).toBe(0);
    const before = contents(out);
    let row = 0;
    const undated = shop("undated", { change: (one) => (row++ % 3 > 0 ? { ...one, seconds: 0 } : one) });
    expect(await build(undated)).toBe(3);
    expect(errors).toMatch(/66\.\d% dropped/);
    errors = "";
    expect(await build(shop("few", { shoppers: 20 }))).toBe(3);
    expect(errors).toMatch(/as many orders/);
    expect(contents(out)).toEqual(before);
  });

  it("builds from events alone, and from a feed alone", async () => {
    const { events, feed } = shop("alone");
    expect(await main(["build", "--events", events, "--out", out, "--encoder", "none"])).toBe(0);
    expect((await readAssetFolder(out)).parts.ids.length).toBe(48);
    out = `${out}-feed`;
    expect(await main(["build", feed, "--out", out, "--encoder", "none", "--no-catalog"])).toBe(0);
    const { manifest, parts, catalog } = await readAssetFolder(out);
    expect(parts.ids.length).toBe(48);
    expect(catalog).toBeUndefined();
    expect(manifest.files.map(({ role }) => role)).toEqual(["ids"]);
  });

  it("keeps margins, and what looks like a formula, out of harm's way", async () => {
    const { events } = shop("margin");
    const feed = join(root, "margin", "margin.csv");
    const rows = itemIds().map((id) => `${id},"=cmd|' /C calc'!A0 ${id}",777.77 GBP,999 GBP`);
    writeFileSync(feed, ["id,title,cost_of_goods_sold,price", ...rows].join("\n"));
    expect(await build({ feed, events })).toBe(0);
    const texts = readdirSync(out)
      .filter((name) => /\.(json|txt)$/.test(name))
      .map((name) => readFileSync(join(out, name), "utf8"));
    expect(texts.join("")).not.toMatch(/cost_of_goods|777\.77/);
    // Shown as the text it is; nothing that Aisle writes is a spreadsheet.
    expect(texts.join("")).toContain("=cmd|");
    expect(readdirSync(out).filter((name) => /csv|tsv|xls/.test(name))).toEqual([]);
  });

  it("writes nothing where something else lies", async () => {
    const files = shop("elsewhere");
    mkdirSync(out);
    writeFileSync(join(out, "holiday.jpg"), "x");
    expect(await build(files)).toBe(1);
    expect(errors).toMatch(/OUTPUT_REFUSED: .*holiday\.jpg/);
    expect(readdirSync(out)).toEqual(["holiday.jpg"]);
    out = join(files.feed, "deeper");
    expect(await build(files)).toBe(1);
    expect(errors).toMatch(/OUTPUT_REFUSED/);
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no output", ["build", "feed.csv"], /--out/],
    ["no input", ["build", "--out", "x"], /neither a feed nor events/],
    ["a size without a unit", ["build", "f.csv", "--out", "x", "--memory", "2000"], /--memory/],
    ["an unknown kind of event", ["build", "f.csv", "--out", "x", "--event", "sneeze"], /--event/],
    ["a mapping without a field", ["build", "f.csv", "--out", "x", "--map", "CustomerID"], /--map/],
    ["an empty reason", ["build", "f.csv", "--out", "x", "--force", " "], /reason/],
    ["a flag of another command", ["build", "f.csv", "--out", "x", "--golden", "y"], /golden/],
    ["rollback without a folder", ["rollback"], /folder/],
  ];
  it.each(wrong)("%s is wrong use, status 2", async (_, argv, message) => {
    expect(await main(argv)).toBe(2);
    expect(errors).toMatch(message);
    expect(existsSync("x")).toBe(false);
  });

  it("tells a time zone that does not exist", async () => {
    expect(await build(shop("zone"), "--timezone", "Europe/Lundun")).toBe(2);
    expect(errors).toMatch(/Lundun/);
  });
});
