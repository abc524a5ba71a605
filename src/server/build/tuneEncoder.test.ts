import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sampleEncoder } from "../../format/encoder/sampleEncoder";
import { writeEncoder } from "../../format/encoder/writeEncoder";
import { readAssetFolder } from "../assets/assetFolder";
import { main } from "../cli";
import { readEncoderFolder, readTableFile, writeEncoderFolder } from "../encoder/encoderFolder";
import { sha256 } from "../encoder/sha256";
import { datasetOf, type EventRow } from "../ingest/dataset";
import { seededRandom } from "../train/seededRandom";
import { embedItems } from "../vectors/embedItems";
import { createProgress } from "./progress";
import { itemIds, writeSampleShop } from "./testing";
import { printTuning, type TuneEncoderInput, tuneEncoder } from "./tuneEncoder";

const DAY = 86_400_000;
const LETTERS = ["abcdef", "mnopqr", "uvwxyz"].map((letters) => [...letters]);
const items = LETTERS[0].flatMap((first) =>
  LETTERS[1].flatMap((second) =>
    LETTERS[2].map((third) => ({ id: first + second + third, title: `${first} ${second} ${third}` })),
  ),
);

/** What belongs together begins with the same letter; or nothing belongs together. */
function shop(belongs: "by letters" | "by chance") {
  const random = seededRandom(4);
  const rows: EventRow[] = [];
  for (let shopper = 0; shopper < 240; shopper++) {
    const choice = [...items.keys()].filter((item) => belongs === "by chance" || Math.floor(item / 36) === shopper % 6);
    for (let n = 0; n < 6; n++) {
      // What is bought last is new: only its text tells what it goes with.
      const known = choice.filter((item) => item % 6 >= 4 === (n === 5));
      const item = items[known[Math.floor(random() * known.length)]].id;
      const at = (n * 20 + random() * 10) * DAY;
      rows.push({ user: `u${shopper}`, item, kind: "purchase", at, order: `${shopper}-${n}` });
    }
  }
  return { dataset: datasetOf(items, rows), span: [0, 110 * DAY] as const };
}

let root: string;
let given: Omit<TuneEncoderInput, "dataset" | "span">;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "aisle-tune-"));
  const encoderFolder = join(root, "encoder");
  const { weights, card } = sampleEncoder({
    layers: 1,
    hidden: 64,
    heads: 4,
    intermediate: 64,
    pooling: "cls",
    seed: 2,
  });
  // The first token sees nothing of the others: until that is learned, all texts have the same vector.
  weights.layers[0].qkv.weight.values.fill(0, 2 * 64 * 64);
  writeEncoderFolder(encoderFolder, await writeEncoder(weights, card, { sha256 }));
  const cacheFolder = join(root, "cache");
  const vectors = await embedItems(items, { encoderFolder, cacheFolder });
  given = {
    ...{ cacheFolder, layers: 1, tableTexts: 200, loaded: { vectors, encoderFolder, spaces: {}, read: {} } },
    progress: createProgress({ write() {} }, () => 0),
    options: { rank: 16, learningRate: 0.005, dropout: 0, batch: 216, epochs: 2, stepsPerEpoch: 15, patience: 2 },
  };
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

describe("tuneEncoder", () => {
  it("gives an encoder of the shop's own where it wins, with vectors and a table of its space", async () => {
    const { loaded, result } = await tuneEncoder({ ...given, ...shop("by letters") });
    expect(result.won).toBe(true);
    const { manifest } = await readEncoderFolder(loaded.encoderFolder as string);
    expect(loaded.encoderFolder).not.toBe(given.loaded.encoderFolder);
    expect(loaded.vectors?.modelId).toBe(manifest.modelId);
    expect(await readTableFile(loaded.encoderFolder as string)).toBeDefined();
    expect(result.curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(printTuning(result)).toMatch(/won, ships\n {2}NDCG@10 0\.\d+ against 0\.\d+ of the head alone/);
  });

  it("leaves the encoder where it does not win", async () => {
    const { loaded, result } = await tuneEncoder({ ...given, ...shop("by chance") });
    expect(result.won).toBe(false);
    expect(loaded).toBe(given.loaded);
    expect(existsSync(join(given.cacheFolder, "tuned"))).toBe(false);
    expect(printTuning(result)).toMatch(/did not win, the head ships alone/);
  });

  it("says what it lacks", async () => {
    const { dataset, span } = shop("by chance");
    const { loaded } = given;
    const other = { ...loaded, vectors: loaded.vectors && { ...loaded.vectors, modelId: "custom" } };
    for (const [change, why] of [
      [{ loaded: { spaces: {}, read: {} } }, /no vectors of an encoder/],
      [{ loaded: other }, /not the encoder's own/],
      [{ span: undefined }, /no orders/],
      [{ layers: 2 }, /layers are 1 in all/],
    ] as const) {
      await expect(tuneEncoder({ ...given, dataset, span, ...change })).rejects.toThrow(why);
    }
  });
});

describe("aisle build --tune-layers", () => {
  it("tells in log and report what tuning was worth, and ships the head alone where it did not win", async () => {
    let output = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      output += text;
      return true;
    });
    vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    const ids = itemIds();
    const { feed, events } = writeSampleShop(root, {
      change: (row, random) => ({ ...row, item: ids[Math.floor(random() * ids.length)] }),
    });
    // The sample encoder knows one word whole.
    writeFileSync(feed, readFileSync(feed, "utf8").replaceAll(/\w+ thing/g, "mug mug mug"));
    const out = join(root, "out");
    const encoder = given.loaded.encoderFolder as string;
    const flags = ["--encoder", encoder, "--tune-layers", "1", "--out", out, "--force", "orders by chance"];
    expect(await main(["build", feed, "--events", events, ...flags])).toBe(0);
    expect(output).toMatch(/tuning the last layer: did not win, the head ships alone\n {2}NDCG@10 .*seed 1/);
    const report = JSON.parse(readFileSync(join(root, "out-report", "report.json"), "utf8"));
    expect(report.notWon).toMatchObject([{ name: "the encoder's last layer tuned", metric: "ndcg@10" }]);
    expect(report.curves.map(({ name }: { name: string }) => name)).toContain("Tuning the last layers: ranking");
    const lines = readFileSync(join(root, "out-report", "tuning", "training.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(JSON.parse(lines[0])).toMatchObject({ epoch: 0, "validation/ndcg@10": expect.any(Number) });
    const { manifest } = await readEncoderFolder(encoder);
    expect((await readAssetFolder(out)).manifest.encoder?.modelId).toBe(manifest.modelId);
  });
});
