/**
 * `npm run bench:encoder -- --students`: what a smaller student would give. Layers of the shipped encoder are left out one after
 * the other, each time the one whose loss a linear head on top makes up for best; the head is the ridge regression of the
 * encoder's vectors on the student's, over made-up product texts. A closed form: no gradient reaches the layers that stay.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ForwardPass } from "../../src/encoder/encoderEngine";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../src/format/encoder/tensors";
import type { EncoderWeights } from "../../src/format/encoder/weights";
import { productTexts } from "../../src/server/encoder/calibration/productTexts";
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";
import { ndcgAt } from "../../src/server/evaluate/metrics";
import { pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import { invertSymmetric, matrix } from "../../src/server/train/dense";
import { seededRandom } from "../../src/server/train/seededRandom";
import { readBaskets, readScientific, shuffleWithin } from "../quality/readSequences";
import { createJudge } from "./judgeEncoder";

const FITTED = { count: 4_000, seed: 71 };
const HELD_OUT = { count: 300, seed: 2026 };
/** Share of the mean variance added to each: chosen among 1e-4, 1e-3 and 1e-2 by the held-out cosine of five layers. */
const RIDGE = 1e-3;
const FEWEST_LAYERS = 3;
/** Percent of NDCG@10 that what ships may lose. */
const TEXT_BAR = 3;
const BLENDED_BAR = 1;

interface Student {
  readonly layers: readonly number[];
  readonly cosine: number;
  readonly bare: number;
  /** `[hidden + 1 × hidden]`, the last row the constant. */
  readonly head: Float64Array;
}

export async function benchStudents({ root, shared }: { root: string; shared: string }): Promise<void> {
  const cache = join(root, "node_modules/.cache/aisle/sizes");
  mkdirSync(cache, { recursive: true });
  const started = performance.now();
  const { manifest, weights: teacher, vocabulary } = await readEncoderFolder(join(root, "public/aisle/encoder"));
  const { encode } = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const size = teacher.config.hidden;
  const sequences = (texts: readonly string[]) => texts.map(encode);
  const [fitted, heldOut] = [sequences(productTexts(FITTED)), sequences(productTexts(HELD_OUT))];
  const whole = await createWasmForward(sourceOf(teacher));
  const targets = await whole.forward(fitted);
  const truth = await whole.forward(heldOut);

  const learn = async (layers: readonly number[]): Promise<Student> => {
    const forward = await withLayers(teacher, layers);
    const head = ridge(await forward.forward(fitted), targets, size);
    const vectors = await forward.forward(heldOut);
    return {
      layers,
      head,
      bare: meanCosine(vectors, truth, size),
      cosine: meanCosine(under(head, vectors, size), truth, size),
    };
  };
  const students: Student[] = [];
  let candidates = 0;
  let left: readonly number[] = teacher.layers.map((_, layer) => layer);
  while (left.length > FEWEST_LAYERS) {
    const tried: Student[] = [];
    for (const layer of left) tried.push(await learn(left.filter((other) => other !== layer)));
    candidates += tried.length;
    const best = tried.reduce((a, b) => (b.cosine > a.cosine ? b : a));
    console.log(`  ${best.layers.length} layers (${best.layers.join(", ")}): cosine ${best.cosine.toFixed(4)}`);
    students.push(best);
    left = best.layers;
  }
  const trained = performance.now() - started;

  const baskets = readBaskets(shared);
  const dataSets = [
    readScientific(shared),
    { ...baskets, histories: shuffleWithin(baskets.histories, seededRandom(1)) },
  ];
  const columns: string[][] = students.map(({ layers, bare, cosine }) => [
    `${layers.length} (${layers.map((layer) => layer + 1).join(", ")})`,
    bare.toFixed(3),
    cosine.toFixed(3),
  ]);
  /** Rows that miss a bar. */
  const short = new Set<number>();
  for (const data of dataSets) {
    const judge = createJudge(data, { cache, log: (line) => console.log(`  ${line}`) });
    const ids = sequences(data.texts);
    const exact = judge(await whole.forward(ids), size);
    for (const [row, { layers, head }] of students.entries()) {
      const vectors = under(head, await (await withLayers(teacher, layers)).forward(ids), size);
      const found = judge(vectors, size);
      const text = change(exact.text.ranks, found.text.ranks);
      const blended = change(exact.blended.ranks, found.blended.ranks);
      columns[row].push(shown(text), shown(blended));
      if (text.mean < -TEXT_BAR || blended.mean < -BLENDED_BAR) short.add(row);
    }
  }
  const names = dataSets.map(({ name }) => name);
  const rows = columns.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const markdown = `# Students

\`npm run bench:encoder -- --students\`: layers of the shipped encoder left out one after the other, a linear head fitted to its
vectors of ${FITTED.count.toLocaleString("en")} made-up product texts (ridge, ${RIDGE} of the mean variance, seed ${FITTED.seed}) and compared on ${HELD_OUT.count} others.
N@10 against all six layers', in percent, with 95% paired bootstrap intervals. Budget: ${(trained / 60_000).toFixed(1)} minutes on this machine for
${students.length} students, chosen of ${candidates}. A layer is about 0.7 MB of the 5.7 MB on the wire and a sixth of the time.

| layers kept | cosine without head | with head | ${names.flatMap((name) => [`${name}, text alone`, `${name}, blended`]).join(" | ")} |
| --- | ---: | ---: | ${names.map(() => "---: | ---:").join(" | ")} |
${rows}

At most ${TEXT_BAR}% of text alone and ${BLENDED_BAR}% blended may be lost by what ships: ${short.size === students.length ? "none of these does, so all layers ship" : `${students.length - short.size} of these would do`}. Gradient
training of the layers that stay was not run.
`;
  writeFileSync(join(root, "bench/results/encoderStudents.md"), markdown);
  console.log(markdown);
}

function withLayers(teacher: EncoderWeights, kept: readonly number[]): Promise<ForwardPass> {
  const config = { ...teacher.config, layers: kept.length };
  return createWasmForward(sourceOf({ ...teacher, config, layers: kept.map((layer) => teacher.layers[layer]) }));
}

/** (XᵀX + λ)⁻¹ XᵀY over rows of `size` values, a constant beside them. */
function ridge(inputs: Float32Array, targets: Float32Array, size: number): Float64Array {
  const width = size + 1;
  const squares = matrix(width, width);
  const products = new Float64Array(width * size);
  const x = new Float64Array(width).fill(1);
  for (let at = 0; at < inputs.length; at += size) {
    for (let d = 0; d < size; d++) x[d] = inputs[at + d];
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) squares.values[i * width + j] += x[i] * x[j];
      for (let j = 0; j < size; j++) products[i * size + j] += x[i] * targets[at + j];
    }
  }
  let trace = 0;
  for (let d = 0; d < size; d++) trace += squares.values[d * width + d];
  for (let d = 0; d < size; d++) squares.values[d * width + d] += (RIDGE * trace) / size;
  const inverse = invertSymmetric(squares).values;
  const head = new Float64Array(width * size);
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < width; k++) {
      const value = inverse[i * width + k];
      for (let j = 0; j < size; j++) head[i * size + j] += value * products[k * size + j];
    }
  }
  return head;
}

/** The vectors under the head, of unit length again. */
function under(head: Float64Array, vectors: Float32Array, size: number): Float32Array {
  const result = new Float32Array(vectors.length);
  for (let at = 0; at < vectors.length; at += size) {
    const sum = head.slice(size * size);
    for (let i = 0; i < size; i++) {
      const value = vectors[at + i];
      for (let j = 0; j < size; j++) sum[j] += value * head[i * size + j];
    }
    const length = Math.hypot(...sum);
    for (let j = 0; j < size; j++) result[at + j] = sum[j] / length;
  }
  return result;
}

function meanCosine(a: Float32Array, b: Float32Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / (a.length / size);
}

interface Change {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Of NDCG@10, in percent. */
function change(exact: readonly number[], found: readonly number[]): Change {
  const gains = (ranks: readonly number[]) => ranks.map((rank) => ndcgAt(rank, 10));
  const whole = gains(exact).reduce((sum, gain) => sum + gain, 0) / exact.length;
  const { mean, low, high } = pairedBootstrap(gains(found), gains(exact), { random: seededRandom(1) });
  const percent = (value: number) => (100 * value) / whole;
  return { mean: percent(mean), low: percent(low), high: percent(high) };
}

function shown({ mean, low, high }: Change): string {
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}
