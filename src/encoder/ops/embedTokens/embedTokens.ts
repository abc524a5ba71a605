import type { QuantizedMatrix } from "../../../format/encoder/weights";

export interface EmbeddingTables {
  readonly wordEmbeddings: QuantizedMatrix;
  readonly positionEmbeddings: QuantizedMatrix;
  readonly typeEmbeddings: QuantizedMatrix;
}

/**
 * word + (position + type 0) of each token, before LayerNorm.
 * @param ids token ids of one sequence, each below the vocabulary's size
 * @returns `[ids.length × hidden]`
 */
export function embedTokens(ids: ArrayLike<number>, tables: EmbeddingTables): Float32Array {
  const { wordEmbeddings: words, positionEmbeddings, typeEmbeddings } = tables;
  const hidden = words.columns;
  const x = new Float32Array(ids.length * hidden);
  for (let token = 0; token < ids.length; token++) {
    const word = ids[token] * hidden;
    for (let column = 0; column < hidden; column++) {
      const value = Math.fround(words.values[word + column] * words.scales[ids[token]]);
      x[token * hidden + column] = value + placeOf(token, column, positionEmbeddings, typeEmbeddings);
    }
  }
  return x;
}

/** The part of an input embedding that does not depend on the token: position + type 0, in f32. */
export function placeOf(token: number, column: number, positions: QuantizedMatrix, types: QuantizedMatrix): number {
  const position = Math.fround(positions.values[token * positions.columns + column] * positions.scales[token]);
  return Math.fround(position + Math.fround(types.values[column] * types.scales[0]));
}
