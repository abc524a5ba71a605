/** `aisle build`: the shop's feed and orders in, an asset folder out. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { itemText } from "../../encoder/itemText";
import { textHash } from "../../encoder/textKey";
import { AisleError } from "../../errors";
import { type AssetFiles, type AssetParts, writeAssets } from "../../format/assets/assetParts";
import { writeAvailability } from "../../format/assets/availability";
import { AVAILABILITY_FILE, MANIFEST_FILE } from "../../format/assets/manifest";
import { FAIRNESS_FILE, type FairnessFile } from "../../format/fairness/fairnessFile";
import type { Item } from "../../types";
import { type LoadedAssets, readAssetFolder, writeAssetFolder } from "../assets/assetFolder";
import { printQuality } from "../clean/findings";
import { sha256 } from "../encoder/sha256";
import type { Dataset, ItemVectors } from "../ingest/dataset";
import { type PreparedData, prepareDataset } from "../ingest/prepareDataset";
import { type BuildRecord, RECORD_FILE, readBuildRecord, writeBuildRecord } from "../publish/buildRecord";
import { deltaSizes, printDelta } from "../publish/deltaSize";
import { enforceGate, type GateResult, type JobQuality, ownInterval, printGate, runGate } from "../publish/gate";
import { checkOutputFolder } from "../publish/outputFolder";
import { publishFolder } from "../publish/publishFolder";
import { reportFolderOf } from "../report/reportFiles";
import { cacheFolder, DATA_FLAGS, DATA_HELP, type DataFlags, prepareOptions } from "./dataFlags";
import { fitFairness, printFairness } from "./fitFairness";
import { type Learned, type LearnedPlacement, learnAssets, qualityOf } from "./learnAssets";
import { type LoadedVectors, loadVectors, printVectors } from "./loadVectors";
import { createProgress, type Progress } from "./progress";
import { readWholeFlag } from "./readFlags";
import { printSpaces } from "./spaceGains";
import { printTuning, tuneEncoder } from "./tuneEncoder";
import { untilInterrupted } from "./untilInterrupted";
import { writeBuildReport } from "./writeBuildReport";

export const BUILD_FLAGS = {
  ...DATA_FLAGS,
  out: { type: "string" },
  force: { type: "string" },
  availability: { type: "string" },
  "no-catalog": { type: "boolean" },
  fairness: { type: "boolean" },
  report: { type: "string" },
  "tune-layers": { type: "string" },
} as const;

export interface BuildFlags extends DataFlags {
  readonly out?: string;
  readonly force?: string;
  readonly availability?: string;
  readonly "no-catalog"?: boolean;
  readonly fairness?: boolean;
  readonly report?: string;
  readonly "tune-layers"?: string;
}

export const BUILD_HELP = `  aisle build [FEED…] [--events PATH…] --out DIR [options]
      Learns from everybody's orders and writes the folder of static files that pages load with \`assets\`.
      FEED: Merchant Center XML or TSV, CSV, JSON, JSON Lines, Parquet. Without one, items are taken from the events.
${DATA_HELP}  --no-catalog        Leaves the items out of the folder, for pages that bring their own catalogue.
  --availability SEC  Publishes availability.json too, which pages ask for again after so many seconds.
  --fairness          Fits offsets for groups that home shelves show less than they merit, to fairness.json (docs/fairness.md).
  --report DIR|none   Where report.html and report.json go; default DIR-report beside the assets, never in them.
  --tune-layers N     Tunes the encoder's last N layers to the orders too, and ships an encoder of the shop's own where that
                      beats the head alone on validation. Slow: an hour for thousands of items. Default 0.
  --force "REASON"    Publishes although the gate refuses; the reason is recorded.
`;

/** @returns the exit status */
export async function buildCommand(feeds: readonly string[], flags: BuildFlags): Promise<number> {
  if (!flags.out)
    throw new AisleError("OPTIONS_INVALID", "Where shall the assets go?", { fix: "Name a folder with --out." });
  if (flags.force?.trim() === "") {
    throw new AisleError("OPTIONS_INVALID", "--force needs a reason.", { fix: 'Write --force "why".' });
  }
  const out = checkOutputFolder(flags.out);
  const maxAgeSeconds = readWholeFlag("--availability", flags.availability);
  const tunedLayers = flags["tune-layers"] === "0" ? undefined : readWholeFlag("--tune-layers", flags["tune-layers"]);
  const progress = createProgress(process.stderr, () => performance.now());
  const started = performance.now();
  try {
    const options = prepareOptions(flags, feeds, { place: out, now: Date.now() });
    const { prepared, loaded, tuning } = await untilInterrupted(async (signal) => {
      const given = { ...options, signal, onProgress: progress.tell };
      const prepared = await prepareDataset(given);
      const loaded = await loadVectors(prepared.dataset, flags, given, progress);
      if (tunedLayers === undefined) return { prepared, loaded };
      const { dataset, span } = prepared;
      const cache = cacheFolder(flags, out);
      const layers = tunedLayers;
      const tuned = await tuneEncoder({ dataset, span, loaded, layers, cacheFolder: cache, progress, signal });
      return { prepared, loaded: tuned.loaded, tuning: tuned.result };
    });
    progress.end();
    process.stdout.write(printQuality(prepared.quality) + printVectors(loaded, prepared.dataset.items.length));
    if (tuning) process.stdout.write(printTuning(tuning));
    const build = await makeBuild(prepared, loaded, { out, flags, maxAgeSeconds, progress });
    progress.end();
    if (flags.report !== "none") {
      progress.tell("report");
      const folder = flags.report ?? reportFolderOf(out);
      writeBuildReport(folder, {
        ...build,
        prepared,
        tuning,
        vectors: loaded.vectors,
        title: basename(out),
        forced: flags.force,
      });
    }
    process.stdout.write(
      printSpaces(build.learned?.placements ?? [], Object.keys(loaded.spaces)) +
        `validation\n${printGate(build.gate, build.gate.passed ? undefined : flags.force)}`,
    );
    enforceGate(build.gate, flags.force);
    let fairness: FairnessFile | undefined;
    if (flags.fairness) {
      progress.tell("fitting fairness");
      const fitted = build.learned && fitFairness(build.learned, { ...prepared, vectors: loaded.vectors });
      fairness = fitted?.file;
      process.stdout.write(printFairness(fitted));
    }
    progress.tell("writing");
    await publish(out, build, { loaded, dataset: prepared.dataset, maxAgeSeconds, fairness });
    progress.end();
    const { manifest } = build.assets;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `build ${manifest.buildId}, ${manifest.items} items, in ${seconds} s, written to ${out}\n` +
        printDelta(deltaSizes(manifest, build.previous?.assets.manifest), build.previous?.assets.manifest),
    );
    return 0;
  } catch (error) {
    progress.end();
    if (error instanceof AisleError || progress.step === "") throw error;
    process.stderr.write(`while ${progress.step}:\n`);
    throw error;
  }
}

interface Previous {
  readonly assets: LoadedAssets;
  readonly record?: BuildRecord;
}

interface Build {
  readonly parts: AssetParts;
  readonly learned?: Learned;
  readonly assets: AssetFiles;
  readonly gate: GateResult;
  readonly record: BuildRecord;
  readonly previous?: Previous;
}

interface MakeOptions {
  readonly out: string;
  readonly flags: BuildFlags;
  readonly maxAgeSeconds?: number;
  readonly progress: Progress;
}

async function makeBuild(
  { dataset, quality, span }: PreparedData,
  { vectors, spaces, language, encoderFolder }: LoadedVectors,
  { out, flags, maxAgeSeconds, progress }: MakeOptions,
): Promise<Build> {
  const learned = span && learnAssets({ dataset, vectors, spaces, span, onStep: (step) => progress.tell(step) });
  const parts: AssetParts = {
    ids: dataset.items.map(({ id }) => id),
    vectors: vectors && withHashes(dataset, vectors),
    ...learned?.parts,
  };
  const previous = await readPrevious(out);
  const dropShare = quality.events.read === 0 ? 0 : 1 - quality.events.kept / quality.events.read;
  const jobs = (learned?.placements ?? []).map((one) => withPrevious(one, previous, { dataset, vectors }));
  const gate = runGate({
    jobs,
    dropShare,
    items: dataset.items.length,
    orders: total(parts.popularity?.default?.orders),
    previous: previous && {
      manifest: previous.assets.manifest,
      record: previous.record,
      orders: total(previous.assets.parts.popularity?.default?.orders),
    },
  });
  const assets = await writeAssets(parts, {
    asOf: span?.[1] ?? 0,
    language,
    encoder: encoderFolder && vectors ? { modelId: vectors.modelId, folder: ENCODER_FOLDER } : undefined,
    availability: maxAgeSeconds === undefined ? undefined : { maxAgeSeconds },
    catalog: flags["no-catalog"] ? undefined : catalogOf(dataset),
    sha256,
  });
  const record: BuildRecord = {
    kind: "aisle-build-record",
    schemaVersion: 1,
    buildId: assets.manifest.buildId,
    dropShare,
    validation: Object.fromEntries(
      jobs.map(({ job, aisle }) => [job, { cases: aisle.length, ndcg: ownInterval(aisle) }]),
    ),
    ...(!gate.passed && { forced: flags.force }),
  };
  return { parts, learned, assets, gate, record, previous };
}

const ENCODER_FOLDER = "encoder/";

/** Variants are items of their own, behind the one that is shown for them: so the page folds them as the build did. */
function catalogOf({ items, variants }: Dataset): Item[] {
  const others = new Map<string, Item[]>();
  for (const variant of variants) {
    const group = variant.itemGroupId as string;
    others.set(group, [...(others.get(group) ?? []), variant]);
  }
  return items.flatMap((item) => [item, ...(others.get(item.itemGroupId ?? "") ?? [])]);
}

function withHashes({ items }: Dataset, { modelId, dimensions, values, scales }: ItemVectors) {
  const textHashes = new Uint32Array(2 * items.length);
  for (const [row, item] of items.entries()) textHashes.set(textHash(itemText(item)), 2 * row);
  return { modelId, dimensions, values, scales, textHashes };
}

/** A folder that cannot be read any more is no reason not to write a good one. */
async function readPrevious(out: string): Promise<Previous | undefined> {
  if (!existsSync(join(out, MANIFEST_FILE))) return undefined;
  try {
    return { assets: await readAssetFolder(out), record: readBuildRecord(out) };
  } catch (error) {
    if (!(error instanceof AisleError)) throw error;
    process.stderr.write(
      `The build that is replaced cannot be read, so nothing is compared with it: ${error.message}\n`,
    );
    return undefined;
  }
}

/** The build that would be replaced on the cases after the newest event it has seen. */
function withPrevious(
  placement: LearnedPlacement,
  previous: Previous | undefined,
  data: { readonly dataset: Dataset; readonly vectors?: ItemVectors },
): JobQuality {
  if (!previous?.assets.parts.blend?.[placement.job]) return placement;
  const { manifest, parts } = previous.assets;
  const indexes = [...placement.cases.keys()].filter((i) => placement.cases[i].at > manifest.asOf);
  if (indexes.length === 0) return placement;
  const cases = indexes.map((i) => placement.cases[i]);
  return { ...placement, previous: { indexes, ndcg: qualityOf(cases, placement.job, { ...data, parts }) } };
}

function total(values: ArrayLike<number> | undefined): number {
  let sum = 0;
  for (let i = 0; i < (values?.length ?? 0); i++) sum += values?.[i] ?? 0;
  return sum;
}

interface PublishOptions {
  readonly loaded: LoadedVectors;
  readonly dataset: Dataset;
  readonly maxAgeSeconds?: number;
  readonly fairness?: FairnessFile;
}

async function publish(
  out: string,
  { assets, record }: Build,
  { loaded, dataset, maxAgeSeconds, fairness }: PublishOptions,
): Promise<void> {
  await publishFolder(out, (staging) => {
    writeAssetFolder(staging, assets);
    writeFileSync(join(staging, RECORD_FILE), writeBuildRecord(record));
    if (maxAgeSeconds !== undefined) {
      writeFileSync(join(staging, AVAILABILITY_FILE), writeAvailability(catalogOf(dataset)));
    }
    if (fairness) writeFileSync(join(staging, FAIRNESS_FILE), JSON.stringify(fairness));
    if (assets.manifest.encoder && loaded.encoderFolder)
      copyEncoder(loaded.encoderFolder, join(staging, ENCODER_FOLDER));
  });
}

function copyEncoder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isFile()) copyFileSync(join(from, entry.name), join(to, basename(entry.name)));
  }
}
