import { type AdaptedItems, int8Rows } from "../../../format/behaviour/adapted";
import type { AdaptedModel } from "./fitAdapted";

/** Mean closeness at which an item begins to stand out: a tenth of it hardly moves the score, ten times it does. */
export const BACKGROUND = 1e-3;

/** A trained model in the form that ships: int8 vectors and head. An item that is not listed has the mean prior. */
export function adaptedItems(model: AdaptedModel, modelId: string): Omit<AdaptedItems, "catalogDigest"> {
  const { encoderDimensions, dimensions, temperature, center, priors } = model;
  const head = int8Rows(model.head, encoderDimensions);
  const vectors = int8Rows(model.vectors, dimensions);
  return {
    modelId,
    encoderDimensions,
    dimensions,
    temperature,
    background: BACKGROUND,
    center,
    head: head.values,
    headScales: head.scales,
    vectors: vectors.values,
    scales: vectors.scales,
    priors,
    unlistedPrior: priors.reduce((sum, prior) => sum + prior, 0) / Math.max(1, priors.length),
  };
}
