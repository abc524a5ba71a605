/** The encoder's last layer tuned as `aisle build --tune-layers 1` tunes it, and vectors of the layer as it would ship. */
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";
import { floatLayerOf } from "../../src/server/encoder/float/floatEncoderOf";
import { createFloatProducts } from "../../src/server/encoder/float/floatProduct";
import { withFloatLayers } from "../../src/server/encoder/withFloatLayers";
import type { AdaptedModel, AdaptInput } from "../../src/server/train/adapt/fitAdapted";
import { layersForward } from "../../src/server/train/adapt/layers/layersForward";
import { type TunedLayers, type TuneOptions, tuneLayers } from "../../src/server/train/adapt/layers/tuneLayers";
import { cachedStates } from "./cachedStates";

export interface TuneLastLayerInput extends Pick<AdaptInput, "histories"> {
  readonly texts: readonly string[];
  readonly validation: NonNullable<AdaptInput["validation"]>;
  /** Of the encoder as it is. */
  readonly vectors: Float32Array;
  /** The head that stands still. */
  readonly model: AdaptedModel;
  readonly encoderFolder: string;
  readonly cacheFolder: string;
}

export interface TunedLastLayer extends Pick<TunedLayers, "curve" | "chosenEpoch"> {
  /** Of the layer rounded as it ships, after activations of the page's arithmetic: `[texts × dimensions]`. */
  readonly vectors: Float32Array;
}

/** Texts that go through the layer at a time. */
const BATCH = 256;

export async function tuneLastLayer(input: TuneLastLayerInput, changes: Partial<TuneOptions>): Promise<TunedLastLayer> {
  const { texts, encoderFolder, cacheFolder } = input;
  const encoder = await readEncoderFolder(encoderFolder);
  const { weights } = encoder;
  const { config } = weights;
  const depth = config.layers - 1;
  const states = await cachedStates(encoder, texts, { depth, cacheFolder });
  const layers = weights.layers.slice(depth).map(floatLayerOf);
  const tuned = await tuneLayers({ ...input, layers, config, states }, changes);
  if (tuned.chosenEpoch === 0) return { ...tuned, vectors: input.vectors };
  const shipped = withFloatLayers(weights, tuned.layers).layers.slice(depth).map(floatLayerOf);
  const context = { layers: shipped, config, products: createFloatProducts() };
  const vectors = new Float32Array(texts.length * config.hidden);
  for (let first = 0; first < texts.length; first += BATCH) {
    const starts = states.starts.slice(first, first + BATCH + 1);
    const values = states.values.subarray(starts[0] * config.hidden, starts[starts.length - 1] * config.hidden);
    const part = { values, starts: starts.map((start) => start - starts[0]) };
    vectors.set(layersForward(part, Number.POSITIVE_INFINITY, context).vectors, first * config.hidden);
  }
  return { vectors, curve: tuned.curve, chosenEpoch: tuned.chosenEpoch };
}
