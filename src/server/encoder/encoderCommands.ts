/** `aisle encoder`, `aisle encoder table` and `aisle encoder check`. */
import { readFileSync } from "node:fs";
import type { WgslDot } from "../../encoder/ops/linear/dot.wgsl";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import type { KernelBuild } from "../../encoder/tiers/wasm/loadKernels";
import { AisleError } from "../../errors";
import { sourceOf } from "../../format/encoder/tensors";
import type { BrowserName } from "../browsers/drivenBrowser";
import type { WhichBrowser } from "../browsers/openBrowser";
import type { PageOptions } from "./browserCheckPage";
import { type CheckResult, checkEncoder, type EmbedSequences, type GoldenLine, readGoldenLines } from "./checkEncoder";
import { type ConvertOptions, convertEncoder, SMALL } from "./convertEncoder";
import { type LoadedEncoder, readEncoderFolder, writeEncoderFolder, writeTableInto } from "./encoderFolder";

export interface EncoderFlags {
  readonly out?: string;
  readonly size?: string;
  readonly vocab?: string;
  readonly bits?: string;
  readonly "embedding-bits"?: string;
  readonly calibration?: string;
}

export interface TableFlags {
  readonly texts?: string;
  readonly count?: string;
}

export interface CheckFlags {
  readonly engine?: string;
  readonly browser?: boolean;
  readonly firefox?: boolean;
  readonly webkit?: boolean;
  readonly build?: string;
  readonly chromium?: string;
  readonly "min-cosine"?: string;
  readonly "mean-cosine"?: string;
}

/** Of the wasm kernels, or how the GPU's product is spelled. */
const BUILDS = {
  wasm: ["simd128", "relaxed"],
  webgpu: ["packed", "unpacked", "f32", "f16"],
} as const;
/** What conversion to 7 bits must keep with the full vocabulary. */
const LEAST_COSINE = 0.975;
const LEAST_MEAN_COSINE = 0.995;

export async function encoderCommand(folder: string, flags: EncoderFlags): Promise<number> {
  const { out } = flags;
  if (!out) throw invalid("Where shall the encoder go?", "Name a folder with --out.");
  const converted = await convertEncoder(folder, {
    ...readConvertFlags(flags),
    onProgress: (done) => process.stderr.write(`${done}\n`),
  });
  writeEncoderFolder(out, converted);
  const { manifest } = converted;
  const bytes = [...converted.files.values()].reduce((sum, { length }) => sum + length, 0);
  process.stdout.write(
    `${manifest.modelId}: ${manifest.vocabulary.pieces} word pieces, ${manifest.config.layers} layers, ` +
      `${(bytes / 1e6).toFixed(1)} MB in ${converted.files.size} files, written to ${out}\n`,
  );
  return 0;
}

/** @throws AisleError `OPTIONS_INVALID` */
function readConvertFlags({ size, vocab, bits, calibration, ...flags }: EncoderFlags): ConvertOptions {
  const small = oneOf("--size", size ?? "full", ["full", "small"] as const) === "small";
  const pieces = vocab === undefined ? undefined : wholeNumber("--vocab", vocab);
  const vocabulary = pieces ?? (small ? ("small" as const) : undefined);
  const embeddingBits = flags["embedding-bits"];
  if (!small && bits === undefined) {
    if (embeddingBits === undefined && calibration === undefined) return { vocabulary };
    throw invalid("--embedding-bits and --calibration go with --bits or --size small.", "Add one of them.");
  }
  return {
    vocabulary,
    compact: {
      bits: bitCount("--bits", bits) ?? SMALL.bits,
      embeddingBits: bitCount("--embedding-bits", embeddingBits) ?? SMALL.embeddingBits,
      texts: calibration === undefined ? undefined : readLines(calibration),
    },
  };
}

export async function encoderTableCommand(folder: string, { texts, count }: TableFlags): Promise<number> {
  const encoder = await readEncoderFolder(folder);
  const { buildTable } = await import("./table/buildTable");
  const { bytes, table, cosine } = await buildTable(encoder, {
    texts: texts === undefined ? [] : readLines(texts),
    count: count === undefined ? undefined : wholeNumber("--count", count),
    onProgress: (done) => process.stderr.write(`${done}\n`),
  });
  const { modelId } = await writeTableInto(folder, bytes);
  process.stdout.write(
    `${modelId}: table of ${table.rows} word pieces, ${(bytes.length / 1e6).toFixed(2)} MB; mean cosine to the encoder ` +
      `${cosine.toFixed(3)} on texts it was not fitted to, written to ${folder}\n`,
  );
  return 0;
}

export async function encoderCheckCommand(folder: string, goldenPath: string, flags: CheckFlags): Promise<number> {
  const engine = oneOf("--engine", flags.engine, ["reference", "wasm", "webgpu", "onnx"] as const);
  const golden = readGoldenLines(goldenPath);
  if (engine === "onnx") return onnxCheckCommand(folder, golden, flags);
  const build = buildOf(engine, flags.build);
  const encoder = await readEncoderFolder(folder);
  // A pruned vocabulary splits words otherwise, so its cosines tell little: only a bar that was asked for counts.
  const pruned = encoder.manifest.vocabulary.prunedFrom !== undefined;
  const least = fraction("--min-cosine", flags["min-cosine"]) ?? (pruned ? -1 : LEAST_COSINE);
  const leastMean = fraction("--mean-cosine", flags["mean-cosine"]) ?? (pruned ? -1 : LEAST_MEAN_COSINE);

  const browser = browserOf(flags) ?? (engine === "webgpu" ? "Chromium" : undefined);
  const embed = browser
    ? await browserEmbed({ folder, engine, build, browser, chromium: flags.chromium })
    : await nodeEmbed(encoder, { engine, build });
  let result: Awaited<ReturnType<typeof checkEncoder>>;
  try {
    result = await checkEncoder(encoder, golden, embed.sequences);
  } finally {
    await embed.close();
  }

  return reportCheck(result, {
    modelId: encoder.manifest.modelId,
    label: embed.label,
    idsNotCompared: `${encoder.manifest.vocabulary.pieces} pieces kept`,
    least,
    leastMean,
  });
}

/** A shop's own model has no bar of ours: only one that was asked for counts. */
async function onnxCheckCommand(folder: string, golden: readonly GoldenLine[], flags: CheckFlags): Promise<number> {
  if (browserOf(flags) || flags.build !== undefined) {
    throw invalid("Browsers and --build do not go with --engine onnx.", "It is checked in Node.");
  }
  const least = fraction("--min-cosine", flags["min-cosine"]) ?? -1;
  const leastMean = fraction("--mean-cosine", flags["mean-cosine"]) ?? -1;
  const { checkOnnx } = await import("./checkOnnx");
  const { modelId, result } = await checkOnnx(folder, golden);
  return reportCheck(result, { modelId, label: `onnx (Node ${process.versions.node})`, least, leastMean });
}

interface Checked {
  readonly modelId: string;
  readonly label: string;
  readonly idsNotCompared?: string;
  readonly least: number;
  readonly leastMean: number;
}

function reportCheck(result: CheckResult, { modelId, label, idsNotCompared, least, leastMean }: Checked): number {
  const { idMismatches } = result;
  process.stdout.write(
    [
      `model          ${modelId}`,
      `engine         ${label}`,
      `texts          ${result.texts}`,
      `id mismatches  ${idMismatches ? idMismatches.length : `not compared (${idsNotCompared})`}`,
      `mean cosine    ${result.meanCosine.toFixed(5)}`,
      `min cosine     ${result.minCosine.toFixed(5)}  ${JSON.stringify(result.worst.slice(0, 60))}`,
      "",
    ].join("\n"),
  );
  const passed = !idMismatches?.length && result.minCosine >= least && result.meanCosine >= leastMean;
  if (!passed)
    process.stderr.write(`Below the bar: no id mismatches, mean at least ${leastMean}, minimum at least ${least}.\n`);
  return passed ? 0 : 1;
}

interface OpenEmbed {
  readonly label: string;
  readonly sequences: EmbedSequences;
  close(): Promise<void>;
}

interface EngineChoice extends PageOptions {
  readonly engine: "reference" | "wasm" | "webgpu";
}

async function nodeEmbed({ weights }: LoadedEncoder, { engine, ...options }: EngineChoice): Promise<OpenEmbed> {
  const { createWasmForward } = await import("../../encoder/tiers/wasm/createWasmForward");
  const build = options.build as KernelBuild | undefined;
  const forward =
    engine === "wasm" ? await createWasmForward(sourceOf(weights), { build }) : createReferenceForward(weights);
  return {
    label: `${engine}${engine === "wasm" ? ` ${build ?? "auto"}` : ""} (Node ${process.versions.node})`,
    sequences: (sequences) => forward.forward(sequences),
    close: async () => forward.dispose(),
  };
}

function browserOf({ browser, firefox, webkit, chromium }: CheckFlags): BrowserName | undefined {
  const chosen: BrowserName[] = [];
  if (browser || chromium !== undefined) chosen.push("Chromium");
  if (firefox) chosen.push("Firefox");
  if (webkit) chosen.push("WebKitGTK");
  if (chosen.length > 1) throw invalid(`One browser at a time, not ${chosen.join(" and ")}.`, "Check twice.");
  return chosen[0];
}

async function browserEmbed(options: EngineChoice & WhichBrowser & { folder: string }): Promise<OpenEmbed> {
  const { openBrowserEncoder } = await import("./browserCheck");
  return openBrowserEncoder(options);
}

function buildOf(engine: EngineChoice["engine"], build: string | undefined): PageOptions["build"] {
  if (build === undefined) return undefined;
  if (engine === "reference") throw invalid("--build does not go with --engine reference.", "There is one.");
  return oneOf<KernelBuild | WgslDot>("--build", build, BUILDS[engine]);
}

function oneOf<const Name extends string>(flag: string, value: string | undefined, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found) return found;
  throw invalid(`${flag} is ${value === undefined ? "missing" : JSON.stringify(value)}.`, `Take ${names.join(", ")}.`);
}

function wholeNumber(flag: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw invalid(`${flag} is ${JSON.stringify(value)}.`, "Take a whole number above 0.");
}

function bitCount(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number >= 2 && number <= 6) return number;
  throw invalid(`${flag} is ${JSON.stringify(value)}.`, "Take a number between 2 and 6; fractions are fine.");
}

/** The texts of a file, one a line. */
function readLines(path: string): string[] {
  try {
    const lines = readFileSync(path, "utf8").split(/\r?\n/);
    const texts = lines.filter((line) => line.trim() !== "");
    if (texts.length > 0) return texts;
  } catch (cause) {
    throw new AisleError("OPTIONS_INVALID", `${path} cannot be read.`, { cause, fix: "Name a file of texts." });
  }
  throw invalid(`${path} holds no texts.`, "Write one a line, like those the encoder will read.");
}

function fraction(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== "" && number >= -1 && number <= 1) return number;
  throw invalid(`${flag} is ${JSON.stringify(value)}.`, "Take a number between -1 and 1.");
}

function invalid(message: string, fix: string): AisleError {
  return new AisleError("OPTIONS_INVALID", message, { fix });
}
