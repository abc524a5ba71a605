import { median } from "../../demo/measure/stopwatch";
import type { ForwardPass } from "../../src/encoder/encoderEngine";
import type { GoldenEntry } from "../../src/format/encoder/manifest";
import { goldenVector } from "../../src/format/encoder/readEncoder";
import type { EncoderConfig } from "../../src/format/encoder/weights";

export interface Agreement {
  readonly texts: number;
  /** Cosines. */
  readonly mean: number;
  readonly least: number;
  readonly leastText: string;
}

export interface Speed {
  /** Median milliseconds by tokens. */
  readonly oneText: Readonly<Record<number, number>>;
  /** Texts a second by tokens of a batch. */
  readonly bulk: Readonly<Record<"short" | "long", Readonly<Record<number, number>>>>;
}

/** Tokens of a bulk's texts: titles, and descriptions. */
export const BULK_TOKENS = { short: { least: 8, most: 32 }, long: { least: 64, most: 128 } } as const;

export async function measureAgreement(
  forward: ForwardPass,
  config: EncoderConfig,
  golden: readonly GoldenEntry[],
): Promise<Agreement> {
  const vectors = await forward.forward(golden.map(({ ids }) => Int32Array.from(ids)));
  const cosines = golden.map((entry, row) => {
    const expected = goldenVector(entry, config);
    let [product, length] = [0, 0];
    for (const [i, value] of expected.entries()) {
      product += value * vectors[row * config.hidden + i];
      length += value * value;
    }
    return product / Math.sqrt(length);
  });
  const least = Math.min(...cosines);
  return {
    texts: cosines.length,
    mean: cosines.reduce((sum, value) => sum + value, 0) / cosines.length,
    least,
    leastText: golden[cosines.indexOf(least)].text,
  };
}

export interface OneTextOptions {
  readonly config: EncoderConfig;
  readonly lengths: readonly number[];
  readonly samples: number;
}

/** Median milliseconds of one text, lengths taking turns, after a warm-up. */
export async function timeOneText(forward: ForwardPass, { config, lengths, samples }: OneTextOptions) {
  const texts = lengths.map((length) => [sequence(length, length, config)]);
  const times = lengths.map((): number[] => []);
  for (let round = -1; round < samples; round++) {
    for (const [index, text] of texts.entries()) {
      const started = performance.now();
      await forward.forward(text);
      if (round >= 0) times[index].push(performance.now() - started);
    }
  }
  return Object.fromEntries(lengths.map((length, index) => [length, median(times[index]) ?? 0]));
}

export interface BulkOptions {
  readonly config: EncoderConfig;
  readonly kind: keyof typeof BULK_TOKENS;
  readonly texts: number;
}

/** Texts a second; shortest first, as the engine orders what it batches. */
export async function textsPerSecond(forward: ForwardPass, { config, kind, texts }: BulkOptions): Promise<number> {
  const { least, most } = BULK_TOKENS[kind];
  const sequences = Array.from({ length: texts }, (_, i) =>
    sequence(least + ((i * 7) % (most - least + 1)), i, config),
  );
  sequences.sort((a, b) => a.length - b.length);
  await forward.forward(sequences.slice(0, Math.ceil(texts / 8)));
  const started = performance.now();
  await forward.forward(sequences);
  return (1000 * texts) / (performance.now() - started);
}

function sequence(length: number, salt: number, { vocabulary }: EncoderConfig): Int32Array {
  return Int32Array.from({ length }, (_, i) => (i * 7919 + salt * 104_729) % vocabulary);
}
