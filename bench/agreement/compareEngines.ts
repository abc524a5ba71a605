import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { build } from "esbuild";
import { randomTexts } from "../../src/encoder/golden/randomTexts";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../src/format/encoder/tensors";
import type { DrivenBrowser } from "../../src/server/browsers/drivenBrowser";
import { openBrowser } from "../../src/server/browsers/openBrowser";
import { openEncoderIn } from "../../src/server/encoder/browserCheck";
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";
import { seededRandom } from "../../src/server/train/seededRandom";

const FOLDER = "public/aisle/encoder";
const SEED = 20_261_125;
const MOST_WORDS = 10;
const PER_CALL = 200;

interface Outcome {
  readonly engine: string;
  readonly vectors: number;
  /** Floats that differ from Node's SIMD128. */
  readonly different: number;
  readonly hash: string;
  readonly seconds: number;
}

type Embed = (sequences: readonly Int32Array[]) => Promise<Float32Array>;

export async function compareEngines(texts: number): Promise<void> {
  const { manifest, weights, vocabulary } = await readEncoderFolder(FOLDER);
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const sequences = randomTexts(texts, seededRandom(SEED), MOST_WORDS).map((text) => tokenizer.encode(text));
  const tokens = sequences.reduce((sum, { length }) => sum + length, 0);
  const node = await createWasmForward(sourceOf(weights), { build: "simd128" });
  const expected = new Float32Array(texts * manifest.config.hidden);
  const outcomes: Outcome[] = [];

  const compare = async (engine: string, embed: Embed, against?: Float32Array) => {
    const started = performance.now();
    const hash = createHash("sha256");
    let different = 0;
    for (let at = 0; at < texts; at += PER_CALL) {
      // Adding nothing makes both zeros one: JSON, which carries the answers of browsers, has one only.
      const vectors = (await embed(sequences.slice(at, at + PER_CALL))).map((value) => value + 0);
      hash.update(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
      const offset = at * manifest.config.hidden;
      if (against) different += vectors.filter((value, i) => value !== against[offset + i]).length;
      else expected.set(vectors, offset);
    }
    const seconds = (performance.now() - started) / 1000;
    outcomes.push({ engine, vectors: texts, different, hash: hash.digest("hex").slice(0, 16), seconds });
    console.log(outcomes.at(-1));
  };

  await compare(`Node ${process.versions.node}, SIMD128`, (part) => node.forward(part));
  const pageScript = await bundlePage();
  for (const name of ["Chromium", "Firefox", "WebKitGTK"] as const) {
    let browser: DrivenBrowser;
    try {
      browser = await openBrowser({ browser: name });
    } catch (error) {
      console.log(`${name}: ${(error as Error).message}`);
      continue;
    }
    try {
      for (const build of ["simd128", "relaxed"] as const) {
        const encoder = await openEncoderIn(browser, { folder: FOLDER, engine: "wasm", build, pageScript }).catch(
          (error: Error) => console.log(`${name}, ${build}: ${error.message}`),
        );
        if (!encoder) continue;
        await compare(`${name} ${browser.version}, ${build}`, encoder.sequences, expected);
        await encoder.close();
      }
    } finally {
      await browser.close();
    }
  }
  const report = markdown(outcomes, { modelId: manifest.modelId, texts, tokens, dimensions: manifest.config.hidden });
  writeFileSync("bench/results/agreement.md", report);
  console.log(report);
}

async function bundlePage(): Promise<string> {
  const outfile = resolve("node_modules/.cache/aisle/agreementPage.js");
  await build({
    entryPoints: ["src/server/encoder/browserCheckPage.ts"],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  return outfile;
}

interface Described {
  readonly modelId: string;
  readonly texts: number;
  readonly tokens: number;
  readonly dimensions: number;
}

function markdown(outcomes: readonly Outcome[], { modelId, texts, tokens, dimensions }: Described): string {
  const rows = outcomes.map(
    ({ engine, different, hash, seconds }) => `| ${engine} | ${different} | \`${hash}\` | ${seconds.toFixed(0)} |`,
  );
  return `# Agreement of the wasm builds

\`npm run bench:agreement\`, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model.trim()}: ${texts.toLocaleString("en")} random texts (${tokens.toLocaleString("en")} tokens, seed ${SEED}) through ${modelId};
vectors compared with the first engine's, bit by bit. The seconds are of a machine busy with other work.

| engine | floats that differ, of ${(texts * dimensions).toLocaleString("en")} | SHA-256 of all | s |
| --- | ---: | --- | ---: |
${rows.join("\n")}
`;
}
