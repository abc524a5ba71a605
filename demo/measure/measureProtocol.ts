/** What the page and the measuring worker say to each other. */

/** Ways to run the encoder that are measured, in this order. */
export const ENGINES = ["simd128", "relaxed", "webgpu"] as const;
export type MeasuredEngine = (typeof ENGINES)[number];

/** Tokens of one text, [CLS] and [SEP] included: a word or two, a product's title, a sentence, a short description. */
export const LENGTHS = [8, 16, 32, 64] as const;
export type MeasuredLength = (typeof LENGTHS)[number];

export interface MeasureRequest {
  /** Absolute URL of the encoder's folder, with a trailing slash. */
  readonly encoderUrl: string;
  /** Titles of the catalogue, for bulk. */
  readonly titles: readonly string[];
}

export interface EngineMeasurement {
  readonly engine: MeasuredEngine;
  /** How the product is spelled, and the GPU as far as the browser tells. */
  readonly detail: string;
  /** Median milliseconds of one text, tokenised, embedded, pooled. */
  readonly oneText: Readonly<Record<MeasuredLength, number>>;
  /** Titles a second. */
  readonly bulk: number;
}

/** An engine that this device cannot run, and why. */
export interface EngineMissing {
  readonly engine: MeasuredEngine;
  readonly reason: string;
}

export type MeasureMessage =
  | { readonly type: "downloading"; readonly share: number }
  /** `share` of the whole measurement, 0 to 1. */
  | { readonly type: "measuring"; readonly engine: MeasuredEngine; readonly share: number }
  | { readonly type: "measured"; readonly result: EngineMeasurement | EngineMissing }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly reason: string };
