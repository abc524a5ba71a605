import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readAssetFolder } from "../assets/assetFolder";
import { main } from "../cli";
import { pictureShop, pictureVectors } from "../evaluate/pictureShop";
import { readReportFile } from "../report/reportFiles";
import { readSpaceFlags } from "./spaceFlags";

let root: string;
let output = "";
let errors = "";
const path = (name: string) => join(root, name);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "aisle-spaces-"));
  const dataset = pictureShop(150);
  const { items, events } = dataset;
  const feed = items.map(({ id, title }) => `${id},${title}`);
  writeFileSync(path("feed.csv"), ["id,title", ...feed, ""].join("\n"));
  const lines = Array.from(events.item, (item, e) => {
    return `u${events.user[e]},${items[item].id},purchase,${events.at[e] / 1000},o${events.order[e]}`;
  });
  writeFileSync(path("events.csv"), ["user_id,item_id,event,timestamp,order_id", ...lines, ""].join("\n"));
  for (const kind of ["pictures", "noise"] as const) {
    const { dimensions, values } = pictureVectors(dataset, kind);
    const rows = items.map(({ id }, row) => ({
      id,
      vector: [...values.subarray(row * dimensions, (row + 1) * dimensions)],
    }));
    const unknown = { id: "gone", vector: [1, 2] };
    writeFileSync(path(`${kind}.jsonl`), [...rows, unknown].map((row) => JSON.stringify(row)).join("\n"));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
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

const build = (out: string, ...more: string[]) =>
  main(["build", path("feed.csv"), "--out", path(out), "--encoder", "none", "--cache", path("cache"), ...more]);
const events = () => ["--events", path("events.csv")];
const space = (name: string) => ["--space", `${name}=${path(`${name}.jsonl`)}`];

describe("aisle build --space", () => {
  it("ships what shoppers go by; noise leaves no trace in the folder", async () => {
    expect(await build("one", ...events(), ...space("pictures"), ...space("noise"))).toBe(0);
    expect(output).toMatch(/space pictures {2}360 of 360 items, 1 rows of unknown items/);
    expect(output).toMatch(/space noise\n( {2}\w+: left out, NDCG@10 .+\n){4}/);
    expect(output).toMatch(/ {2}home: in the blend, NDCG@10 \+0\.\d{4} \[\+/);
    const { manifest, parts } = await readAssetFolder(path("one"));
    expect(manifest.files.filter(({ role }) => role === "vectors").map(({ name }) => name)).toEqual(["pictures"]);
    expect(parts.blend?.home?.terms).toContainEqual(expect.objectContaining({ signal: "vectors", of: "pictures" }));
    expect(parts.spaces?.pictures).toMatchObject({ modelId: "custom", dimensions: 16 });
    expect(Math.max(...(parts.spaces?.pictures.values ?? []))).toBe(31);
    const choices = readReportFile(path("one-report"))?.choices?.map(({ name, chosen }) => `${name}: ${chosen}`);
    expect(choices).toEqual(
      expect.arrayContaining(["home: space noise: left out", "home: space pictures: in the blend"]),
    );
    expect(await build("two", ...events(), ...space("pictures"))).toBe(0);
    for (const name of readdirSync(path("one"))) {
      expect(readFileSync(join(path("two"), name)).equals(readFileSync(join(path("one"), name))), name).toBe(true);
    }
  });

  it("says that without events nothing can be told", async () => {
    expect(await build("feed", ...space("pictures"))).toBe(0);
    expect(output).toMatch(/left out: without events/);
    expect((await readAssetFolder(path("feed"))).parts.spaces).toEqual({});
  });

  it.each([
    ["no name", "pictures.jsonl", 2, /OPTIONS_INVALID: --space/],
    ["no file", "pictures=", 2, /OPTIONS_INVALID: --space/],
    ["capitals", "Pictures=x.jsonl", 2, /OPTIONS_INVALID: --space/],
    ["the encoder's name", "default=x.jsonl", 2, /the encoder's/],
    ["a file that is not there", "pictures=nowhere.jsonl", 1, /DATA_UNREADABLE: There is no file/],
  ])("refuses %s", async (_, flag, status, message) => {
    expect(await build("refused", "--space", flag)).toBe(status);
    expect(errors).toMatch(message);
  });

  it("refuses vectors of unlike lengths, and names the file", async () => {
    writeFileSync(path("bad.jsonl"), '{"id":"look00-000","vector":[1,2]}\n{"id":"look01-001","vector":[1]}\n');
    expect(await build("refused", ...space("bad"))).toBe(1);
    expect(errors).toMatch(/DATA_UNREADABLE: .*bad\.jsonl: the vector of look01-001 has 1 numbers, others have 2/);
  });
});

describe("readSpaceFlags", () => {
  it("gathers files by name, sorted, and takes eight at most", () => {
    expect([...readSpaceFlags(["b=1", "a=x=y", "b=2"])]).toEqual([
      ["a", ["x=y"]],
      ["b", ["1", "2"]],
    ]);
    const many = Array.from({ length: 9 }, (_, i) => `s${i}=f`);
    expect(readSpaceFlags(many.slice(1)).size).toBe(8);
    expect(() => readSpaceFlags(many)).toThrow(/--space/);
  });
});
