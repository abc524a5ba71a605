import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeAssets } from "../../format/assets/assetParts";
import type { AssetManifest } from "../../format/assets/manifest";
import { writeAssetFolder } from "../assets/assetFolder";
import { sha256 } from "../encoder/sha256";
import { RECORD_FILE, readBuildRecord, writeBuildRecord } from "./buildRecord";
import { deltaSizes, printDelta } from "./deltaSize";
import { enforceGate, type GateInput, runGate } from "./gate";
import { checkOutputFolder } from "./outputFolder";
import { PREVIOUS_MANIFEST_FILE, publishFolder, rollBack } from "./publishFolder";

let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aisle-publish-"));
  out = join(root, "assets");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const assets = (ids: readonly string[]) => writeAssets({ ids }, { asOf: 1, sha256 });
const publish = async (ids: readonly string[]) => {
  const files = await assets(ids);
  await publishFolder(out, (staging) => writeAssetFolder(staging, files));
  return files.manifest;
};
const listed = (path: string) => readdirSync(path).sort();

describe("publishFolder", () => {
  it("leaves the published build alone when the disk is full", async () => {
    await publish(["a"]);
    const before = listed(out);
    const full = publishFolder(out, (staging) => {
      writeFileSync(join(staging, "ids-00.0123456789abcdef.txt"), "half");
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    });
    await expect(full).rejects.toThrowError(expect.objectContaining({ code: "DISK_FULL" }));
    expect(listed(out)).toEqual(before);
  });

  it("starts anew over what a killed build left", async () => {
    mkdirSync(join(out, ".aisle-new"), { recursive: true });
    writeFileSync(join(out, ".aisle-new", "ids-00.0123456789abcdef.txt"), "half");
    await publish(["a"]);
    expect(listed(out).filter((name) => name.includes("0123456789abcdef") || name.startsWith("."))).toEqual([]);
  });

  it("keeps files it does not know", async () => {
    await publish(["a"]);
    writeFileSync(join(out, "robots.txt"), "x");
    await publish(["b"]);
    expect(existsSync(join(out, "robots.txt"))).toBe(true);
  });

  it("goes back and forth between two builds, and says when there is no other", async () => {
    const first = await publish(["a"]);
    expect(() => rollBack(out)).toThrowError(expect.objectContaining({ code: "ASSET_UNREACHABLE" }));
    const second = await publish(["b"]);
    expect(rollBack(out)).toEqual(first);
    expect(rollBack(out)).toEqual(second);
    rmSync(join(out, first.files[0].chunks[0].file));
    expect(() => rollBack(out)).toThrowError(/is gone/);
    writeFileSync(join(out, PREVIOUS_MANIFEST_FILE), '{"kind":"aisle-assets","files":[{"file":"../../secret"}]}');
    expect(() => rollBack(out)).toThrowError(expect.objectContaining({ code: "ASSET_CORRUPT" }));
  });
});

describe("checkOutputFolder", () => {
  it("follows a link to where the build really lies", async () => {
    await publish(["a"]);
    symlinkSync(out, join(root, "link"));
    expect(checkOutputFolder(join(root, "link"))).toBe(checkOutputFolder(out));
    await publishFolder(checkOutputFolder(join(root, "link")), async (staging) =>
      writeAssetFolder(staging, await assets(["b"])),
    );
    expect(rollBack(out).items).toBe(1);
  });

  it.each([
    ["{}", /not Aisle's/],
    ["no JSON", /not Aisle's/],
  ])("refuses a folder whose manifest.json is %s", (content, message) => {
    mkdirSync(out);
    writeFileSync(join(out, "manifest.json"), content);
    expect(() => checkOutputFolder(out)).toThrowError(message);
  });
});

describe("deltaSizes", () => {
  it("counts what is new to a page that has the earlier build", async () => {
    const before = (await assets(["a", "b"])).manifest;
    const same = deltaSizes(before, before);
    expect(same.map(({ delta }) => delta)).toEqual([0]);
    const after = (await assets(["a", "b", "c"])).manifest;
    expect(deltaSizes(after, before)).toMatchObject([{ role: "ids", bytes: 5, before: 3, delta: 5 }]);
    expect(deltaSizes(after, undefined)).toMatchObject([{ bytes: 5, before: undefined, delta: 5 }]);
    expect(printDelta(deltaSizes(after, before), before)).toContain(`build ${before.buildId} downloads`);
  });
});

describe("build records", () => {
  it("are read back, and anything else is no record", () => {
    mkdirSync(out);
    const record = {
      kind: "aisle-build-record",
      schemaVersion: 1,
      buildId: "0123456789abcdef",
      dropShare: 0.04,
      validation: { home: { cases: 12, ndcg: { mean: 0.1, low: 0.08, high: 0.12 } } },
    } as const;
    writeFileSync(join(out, RECORD_FILE), writeBuildRecord(record));
    expect(readBuildRecord(out)).toEqual(record);
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (content) => {
        writeFileSync(join(out, RECORD_FILE), content);
        expect(readBuildRecord(out)).toBeUndefined();
      }),
    );
    rmSync(join(out, RECORD_FILE));
    expect(readBuildRecord(out)).toBeUndefined();
  });

  it("tell of no orders: the folder is public", () => {
    expect(readFileSync(new URL("./buildRecord.ts", import.meta.url), "utf8")).not.toMatch(/examples:|count:/);
  });
});

describe("runGate", () => {
  const flat = (value: number, cases = 200) => Float64Array.from({ length: cases }, (_, i) => value + (i % 2) * 0.02);
  const manifest = { items: 100 } as AssetManifest;
  const input = (change: Partial<GateInput>): GateInput => ({
    jobs: [{ job: "home", aisle: flat(0.2), baselines: { popularity: flat(0.1) } }],
    dropShare: 0.05,
    items: 100,
    orders: 1_000,
    ...change,
  });
  const record = (ndcg: number, dropShare = 0.05) => ({
    kind: "aisle-build-record" as const,
    schemaVersion: 1 as const,
    buildId: "x",
    dropShare,
    validation: { home: { cases: 200, ndcg: { mean: ndcg, low: ndcg - 0.01, high: ndcg + 0.01 } } },
  });
  const failed = (change: Partial<GateInput>) =>
    runGate(input(change))
      .checks.filter(({ passed }) => !passed)
      .map(({ name }) => name);

  it("passes a first build that beats its baselines, or equals one", () => {
    expect(failed({})).toEqual([]);
    expect(failed({ jobs: [{ job: "home", aisle: flat(0.1), baselines: { popularity: flat(0.1) } }] })).toEqual([]);
    expect(failed({ jobs: [] })).toEqual([]);
    expect(failed({ jobs: [{ job: "home", aisle: [], baselines: { popularity: [] } }] })).toEqual([]);
  });

  it("fails one that is worse beyond noise, not one within it", () => {
    const jobs = (aisle: ArrayLike<number>) => [{ job: "home", aisle, baselines: { popularity: flat(0.2) } }];
    expect(failed({ jobs: jobs(flat(0.1)) })).toEqual(["home: no worse than popularity"]);
    const noisy = Float64Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0 : 0.4));
    const other = Float64Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0.41 : 0));
    expect(failed({ jobs: [{ job: "home", aisle: noisy, baselines: { popularity: other } }] })).toEqual([]);
  });

  it("compares with the build it replaces: case by case where neither has seen them, else with what it recorded", () => {
    const previous = { manifest, record: record(0.3) };
    expect(failed({ previous })).toEqual(["home: no worse than the build it replaces was"]);
    expect(failed({ previous: { manifest, record: record(0.21) } })).toEqual([]);
    const paired = (ndcg: number, cases: number) => ({
      previous,
      jobs: [
        {
          job: "home",
          aisle: flat(0.2),
          baselines: {},
          previous: { indexes: Array.from({ length: cases }, (_, i) => i), ndcg: flat(ndcg, cases) },
        },
      ],
    });
    expect(failed(paired(0.1, 100))).toEqual([]);
    expect(failed(paired(0.25, 100))).toEqual([expect.stringMatching(/on 100 cases new to both/)]);
    expect(failed(paired(0.1, 10))).toEqual(["home: no worse than the build it replaces was"]);
  });

  it("fails when the data collapse", () => {
    expect(failed({ dropShare: 0.6 })).toHaveLength(1);
    expect(failed({ dropShare: 0.2, previous: { manifest, record: record(0.2, 0.05) } })).toHaveLength(1);
    expect(failed({ dropShare: 0.2, previous: { manifest, record: record(0.2, 0.18) } })).toEqual([]);
    expect(failed({ items: 40, previous: { manifest } })).toHaveLength(1);
    expect(failed({ orders: 400, previous: { manifest, orders: 1_000 } })).toHaveLength(1);
  });

  it("is enforced unless a reason is given", () => {
    const refused = runGate(input({ dropShare: 0.9 }));
    expect(() => enforceGate(refused, undefined)).toThrowError(expect.objectContaining({ code: "GATE_REFUSED" }));
    expect(() => enforceGate(refused, "known outage")).not.toThrow();
  });
});
