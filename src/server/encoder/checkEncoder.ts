/** An encoder beside golden lines: token ids, and the cosine of its vectors to full precision. */
import { readFileSync } from "node:fs";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { AisleError } from "../../errors";
import type { LoadedEncoder } from "./encoderFolder";

export interface GoldenLine {
  readonly text: string;
  readonly ids: readonly number[];
  /** Of the checkpoint in fp32, unit length. */
  readonly vector: readonly number[];
}

/** Token ids of texts to their vectors, `Float32Array[sequences × hidden]`. */
export type EmbedSequences = (sequences: readonly Int32Array[]) => Promise<Float32Array>;

export interface CheckResult {
  readonly texts: number;
  /** Texts whose ids differ; undefined for a pruned vocabulary, whose ids are other ones. */
  readonly idMismatches?: readonly string[];
  readonly meanCosine: number;
  readonly minCosine: number;
  /** The text of `minCosine`. */
  readonly worst: string;
}

/** @throws AisleError `OPTIONS_INVALID` naming file and line */
export function readGoldenLines(path: string): GoldenLine[] {
  let lines: string[];
  try {
    lines = readFileSync(path, "utf8").split("\n");
  } catch (cause) {
    throw new AisleError("OPTIONS_INVALID", `${path} cannot be read.`, { cause, fix: "Name a file of golden lines." });
  }
  const golden = lines.flatMap((line, index): GoldenLine[] => {
    if (line.trim() === "") return [];
    const parsed = parseLine(line);
    if (parsed) return [parsed];
    throw new AisleError("OPTIONS_INVALID", `Line ${index + 1} of ${path} is no golden line.`, {
      fix: 'Each line is a JSON object {"text": …, "ids": […], "vector": […]}.',
    });
  });
  if (golden.length === 0) throw new AisleError("OPTIONS_INVALID", `${path} holds no golden lines.`);
  return golden;
}

function parseLine(line: string): GoldenLine | undefined {
  let value: Partial<GoldenLine> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isNumbers = (list: unknown): boolean => Array.isArray(list) && list.every((number) => Number.isFinite(number));
  const complete = typeof value?.text === "string" && isNumbers(value.ids) && isNumbers(value.vector);
  return complete ? (value as GoldenLine) : undefined;
}

export async function checkEncoder(
  { manifest, vocabulary }: Pick<LoadedEncoder, "manifest" | "vocabulary">,
  golden: readonly GoldenLine[],
  embed: EmbedSequences,
): Promise<CheckResult> {
  const { config } = manifest;
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, config);
  const sequences = golden.map(({ text }) => tokenizer.encode(text));
  requireDimensions(golden, config.hidden);
  const pruned = manifest.vocabulary.prunedFrom !== undefined;
  return compareWithGolden(golden, pruned ? undefined : sequences, await embed(sequences));
}

/** @throws AisleError `OPTIONS_INVALID` for golden vectors of another length than the encoder's */
export function requireDimensions(golden: readonly GoldenLine[], dimensions: number): void {
  const wrongLength = golden.find(({ vector }) => vector.length !== dimensions);
  if (!wrongLength) return;
  throw new AisleError("OPTIONS_INVALID", `A golden vector has ${wrongLength.vector.length} values.`, {
    fix: `This encoder's have ${dimensions}: take golden lines of the same checkpoint.`,
  });
}

/**
 * @param sequences token ids of each line; undefined where they are bound to differ
 * @param vectors `[lines × dimensions]`
 */
export function compareWithGolden(
  golden: readonly GoldenLine[],
  sequences: readonly ArrayLike<number>[] | undefined,
  vectors: Float32Array,
): CheckResult {
  const cosines = golden.map(({ vector }, index) => cosine(vector, vectors.subarray(index * vector.length)));
  const minCosine = Math.min(...cosines);
  return {
    texts: golden.length,
    idMismatches:
      sequences &&
      golden.filter(({ ids }, index) => ids.join() !== Array.from(sequences[index]).join()).map(({ text }) => text),
    meanCosine: cosines.reduce((sum, value) => sum + value, 0) / cosines.length,
    minCosine,
    worst: golden[cosines.findIndex((value) => Object.is(value, minCosine))]?.text ?? "",
  };
}

function cosine(a: readonly number[], b: Float32Array): number {
  let dot = 0;
  let squaresOfA = 0;
  let squaresOfB = 0;
  for (let index = 0; index < a.length; index++) {
    dot += a[index] * b[index];
    squaresOfA += a[index] ** 2;
    squaresOfB += b[index] ** 2;
  }
  return dot / Math.sqrt(squaresOfA * squaresOfB);
}
