import type { LayerNormWeights } from "../../../format/encoder/weights";

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

/** To 8 bits after the point, half up: a scale's last bits buy nothing beside rounded weights, and zeros compress. */
export function shortFloat(value: number): number {
  floats[0] = value;
  words[0] = (words[0] + 0x4000) & 0xffff8000;
  return floats[0];
}

export function shortNorm({ gamma, beta }: LayerNormWeights): LayerNormWeights {
  return { gamma: gamma.map(shortFloat), beta: beta.map(shortFloat) };
}
