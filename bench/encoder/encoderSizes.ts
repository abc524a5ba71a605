/**
 * Bytes on the wire against what they buy: cosine to full precision, ranking by text alone, and ranking by text with
 * behaviour and words, on two public data sets. No candidate saw a text of either: vocabulary, calibration and bits
 * were settled without them.
 *
 * Protocol: leave-one-out as in bench/quality; decays and blend weights chosen on validation for each encoder, the test
 * looked at once. "Blended" is EASE + TF-IDF + BERT.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { createTableForward } from "../../src/encoder/tiers/table/createTableForward";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../src/format/encoder/tensors";
import { readTokenTable } from "../../src/format/encoder/tokenTable";
import { productTexts } from "../../src/server/encoder/calibration/productTexts";
import { readEncoderFolder, readTableFile } from "../../src/server/encoder/encoderFolder";
import { createFloatForward } from "../../src/server/encoder/float/createFloatForward";
import { readFloatEncoder } from "../../src/server/encoder/float/floatWeights";
import { pruneVocabulary } from "../../src/server/encoder/pruneVocabulary";
import { readCheckpoint } from "../../src/server/encoder/readCheckpoint";
import { ndcgAt, summarise } from "../../src/server/evaluate/metrics";
import { type Interval, pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import { seededRandom } from "../../src/server/train/seededRandom";
import { readBaskets, readScientific, type SequenceData, shuffleWithin } from "../quality/readSequences";
import { CANDIDATES, type Candidate, encoderFolder } from "./candidates";
import { createJudge, type Judge, type Judgement } from "./judgeEncoder";
import { sizesChart } from "./sizesChart";
import { sizesTable } from "./sizesTable";

export interface SizesOptions {
  readonly root: string;
  readonly shared: string;
  /** Candidates whose label holds this; default all. */
  readonly only?: string;
}

export interface Quality {
  readonly recall10: number;
  readonly ndcg10: number;
  readonly recall50: number;
  /** Of NDCG@10, in percent of full precision's; positive is a loss. */
  readonly loss: Interval;
}

export interface SizeRow {
  readonly label: string;
  readonly chosen: boolean;
  /** A table tier, not an encoder. */
  readonly table?: true;
  readonly modelId?: string;
  /** Whole folder, vocabulary and manifest included, or a table alone; undefined for full precision. */
  readonly raw?: number;
  readonly brotli?: number;
  /** To full precision with the same vocabulary, on made-up texts that calibration did not see. */
  readonly cosine?: { readonly mean: number; readonly least: number };
  readonly text: Readonly<Record<string, Quality>>;
  readonly blended: Readonly<Record<string, Quality>>;
}

const COSINE_TEXTS = productTexts({ count: 300, seed: 2026 });

export async function benchSizes({ root, shared, only }: SizesOptions): Promise<void> {
  const log = (line: string) => console.log(`  ${line}`);
  const cache = join(root, "node_modules/.cache/aisle/sizes");
  mkdirSync(cache, { recursive: true });
  const checkpointFolder = join(shared, "models/all-MiniLM-L6-v2");
  const baskets = readBaskets(shared);
  // The order in a basket is arbitrary: whatever it tells is not there to be learned.
  const shuffled = { ...baskets, histories: shuffleWithin(baskets.histories, seededRandom(1)) };
  const dataSets = [readScientific(shared), shuffled];
  const judges = new Map<SequenceData, Judge>();
  const judged = new Map<string, { row: Omit<SizeRow, "text" | "blended">; judgements: Judgement[] }>();
  const wanted = CANDIDATES.filter(({ label }, i) => i === 0 || !only || label.includes(only));
  for (const candidate of wanted) {
    console.log(candidate.label);
    const open = await openCandidate(candidate, { checkpointFolder, cache, log });
    const judgements: Judgement[] = [];
    for (const data of dataSets) {
      const key = createHash("sha256").update(`${open.id} ${data.name}`).digest("hex").slice(0, 16);
      const known = join(cache, `judgement-${key}.json`);
      if (!existsSync(known)) {
        const judge = judges.get(data) ?? createJudge(data, { cache, log });
        judges.set(data, judge);
        const vectors = await open.embed(data.texts);
        writeFileSync(known, JSON.stringify(judge(vectors, vectors.length / data.texts.length)));
      }
      judgements.push(JSON.parse(readFileSync(known, "utf8")) as Judgement);
    }
    const { label, chosen = false, table } = candidate;
    const { modelId, folder, cosine } = open;
    judged.set(label, {
      row: { label, chosen, table, modelId, ...(folder ? wireBytes(folder, candidate) : {}), cosine },
      judgements,
    });
  }
  const exact = judged.get(CANDIDATES[0].label)!.judgements;
  const rows = [...judged.values()].map(({ row, judgements }): SizeRow => {
    const by = (kind: "text" | "blended") =>
      Object.fromEntries(
        dataSets.map(({ name }, i) => [name, qualityOf(judgements[i][kind].ranks, exact[i][kind].ranks)]),
      );
    return { ...row, text: by("text"), blended: by("blended") };
  });
  console.log(sizesTable(rows));
  if (only) return;
  const results = join(root, "bench/results");
  writeFileSync(join(results, "encoderSizes.json"), `${JSON.stringify(rows, null, 1)}\n`);
  writeFileSync(join(results, "encoderSizes.md"), sizesTable(rows));
  writeFileSync(join(results, "encoderSizes.svg"), sizesChart(rows));
}

interface OpenCandidate {
  /** Names the vectors it makes. */
  readonly id: string;
  readonly modelId?: string;
  readonly folder?: string;
  readonly cosine?: SizeRow["cosine"];
  embed(texts: readonly string[]): Promise<Float32Array>;
}

async function openCandidate(
  candidate: Candidate,
  { checkpointFolder, cache, log }: { checkpointFolder: string; cache: string; log: (line: string) => void },
): Promise<OpenCandidate> {
  const exact = await exactEmbed(checkpointFolder, candidate.vocabulary);
  if (!candidate.convert) return { id: candidate.label, embed: exact };
  const folder = await encoderFolder(candidate, { checkpoint: checkpointFolder, cache, log });
  const { manifest, weights, vocabulary } = await readEncoderFolder(folder);
  const { modelId, config, tokenizer } = manifest;
  const { encode } = createTokenizer(vocabulary, tokenizer, config);
  const forward = candidate.table
    ? createTableForward(readTokenTable((await readTableFile(folder))!))
    : await createWasmForward(sourceOf(weights));
  const id = candidate.table ? `table-${modelId}` : modelId;
  const embed = (texts: readonly string[]) => forward.forward(texts.map(encode));
  const known = join(cache, `cosine-${id}.json`);
  if (!existsSync(known)) {
    writeFileSync(known, JSON.stringify(cosines(await embed(COSINE_TEXTS), await exact(COSINE_TEXTS), config.hidden)));
  }
  return { id, modelId, folder, cosine: JSON.parse(readFileSync(known, "utf8")), embed };
}

async function exactEmbed(folder: string, pieces: number | undefined) {
  const checkpoint = readCheckpoint(folder);
  const pruned = pieces === undefined ? undefined : pruneVocabulary(checkpoint.tokenizer, pieces);
  const { vocabulary, settings } = pruned ?? checkpoint.tokenizer;
  const { encode } = createTokenizer(vocabulary, settings, checkpoint.config);
  const forward = createFloatForward(await readFloatEncoder(checkpoint, { kept: pruned?.kept }));
  return (texts: readonly string[]) => forward.forward(texts.map(encode));
}

function cosines(a: Float32Array, b: Float32Array, dimensions: number): NonNullable<SizeRow["cosine"]> {
  let [sum, least] = [0, 1];
  for (let at = 0; at < a.length; at += dimensions) {
    let cosine = 0;
    for (let d = at; d < at + dimensions; d++) cosine += a[d] * b[d];
    sum += cosine;
    least = Math.min(least, cosine);
  }
  return { mean: sum / (a.length / dimensions), least };
}

/** Of the folder without a table, or of the table alone. */
function wireBytes(folder: string, { table }: Candidate): { raw: number; brotli: number } {
  let [raw, brotli] = [0, 0];
  for (const name of readdirSync(folder)) {
    if (name.startsWith("table-") !== (table ?? false)) continue;
    const bytes = readFileSync(join(folder, name));
    raw += bytes.length;
    brotli += brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length;
  }
  return { raw, brotli };
}

function qualityOf(ranks: readonly number[], exact: readonly number[]): Quality {
  const { ndcg, recall } = summarise(ranks);
  const gains = (of: readonly number[]) => of.map((rank) => ndcgAt(rank, 10));
  const whole = summarise(exact).ndcg[10];
  const { mean, low, high } = pairedBootstrap(gains(exact), gains(ranks), { random: seededRandom(1) });
  const percent = (value: number) => (100 * value) / whole;
  return {
    recall10: recall[10],
    ndcg10: ndcg[10],
    recall50: recall[50],
    loss: { mean: percent(mean), low: percent(low), high: percent(high) },
  };
}
