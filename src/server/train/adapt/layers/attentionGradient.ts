/**
 * Self-attention of packed texts, without padding, and its gradient. Only the tokens that are asked for look at their text;
 * all of its tokens are looked at.
 */

/** Tokens whose outputs are wanted: text t asks for `rows[starts[t]] .. rows[starts[t + 1] − 1]`, each of its own. */
export interface Asked {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

export interface AttentionShape {
  readonly heads: number;
  readonly hidden: number;
  /** Where the tokens of each text begin. */
  readonly starts: Uint32Array;
  readonly asked: Asked;
}

export interface Attended {
  /** `[asked × hidden]`. */
  readonly context: Float32Array;
  /** Softmax weights: of each text, each head, each token asked for, those of the text's tokens. */
  readonly shares: Float32Array;
}

/**
 * @param queries `[asked × hidden]`
 * @param keyValues `[tokens × 2·hidden]`: key and value of each token
 */
export function attend(queries: Float32Array, keyValues: Float32Array, shape: AttentionShape): Attended {
  const { heads, hidden, starts, asked } = shape;
  const width = hidden / heads;
  const scale = 1 / Math.sqrt(width);
  const context = new Float32Array(queries.length);
  const shares = new Float32Array(shareCount(shape));
  let at = 0;
  for (let text = 0; text + 1 < starts.length; text++) {
    const first = starts[text];
    const tokens = starts[text + 1] - first;
    for (let head = 0; head < heads; head++) {
      for (let row = asked.starts[text]; row < asked.starts[text + 1]; row++, at += tokens) {
        const q = row * hidden + head * width;
        let most = Number.NEGATIVE_INFINITY;
        for (let token = 0; token < tokens; token++) {
          const k = (first + token) * 2 * hidden + head * width;
          let dot = 0;
          for (let d = 0; d < width; d++) dot += queries[q + d] * keyValues[k + d];
          shares[at + token] = dot * scale;
          if (shares[at + token] > most) most = shares[at + token];
        }
        let sum = 0;
        for (let token = 0; token < tokens; token++) {
          shares[at + token] = Math.exp(shares[at + token] - most);
          sum += shares[at + token];
        }
        for (let token = 0; token < tokens; token++) {
          const share = shares[at + token] / sum;
          shares[at + token] = share;
          const v = (first + token) * 2 * hidden + hidden + head * width;
          for (let d = 0; d < width; d++) context[q + d] += share * keyValues[v + d];
        }
      }
    }
  }
  return { context, shares };
}

export interface AttentionGradient {
  readonly queries: Float32Array;
  readonly keyValues: Float32Array;
}

/** @param gradient by the context */
export function attendBackward(
  gradient: Float32Array,
  { queries, keyValues, shares }: AttentionGradient & Pick<Attended, "shares">,
  { heads, hidden, starts, asked }: AttentionShape,
): AttentionGradient {
  const width = hidden / heads;
  const scale = 1 / Math.sqrt(width);
  const result = { queries: new Float32Array(queries.length), keyValues: new Float32Array(keyValues.length) };
  const slopes = new Float32Array(starts.reduce((most, start, t) => Math.max(most, start - (starts[t - 1] ?? 0)), 0));
  let at = 0;
  for (let text = 0; text + 1 < starts.length; text++) {
    const first = starts[text];
    const tokens = starts[text + 1] - first;
    for (let head = 0; head < heads; head++) {
      for (let row = asked.starts[text]; row < asked.starts[text + 1]; row++, at += tokens) {
        const q = row * hidden + head * width;
        let mean = 0;
        for (let token = 0; token < tokens; token++) {
          const share = shares[at + token];
          const v = (first + token) * 2 * hidden + hidden + head * width;
          let slope = 0;
          for (let d = 0; d < width; d++) {
            slope += gradient[q + d] * keyValues[v + d];
            result.keyValues[v + d] += share * gradient[q + d];
          }
          slopes[token] = slope;
          mean += share * slope;
        }
        for (let token = 0; token < tokens; token++) {
          const slope = shares[at + token] * (slopes[token] - mean) * scale;
          const k = (first + token) * 2 * hidden + head * width;
          for (let d = 0; d < width; d++) {
            result.queries[q + d] += slope * keyValues[k + d];
            result.keyValues[k + d] += slope * queries[q + d];
          }
        }
      }
    }
  }
  return result;
}

function shareCount({ heads, starts, asked }: AttentionShape): number {
  let count = 0;
  for (let text = 0; text + 1 < starts.length; text++) {
    count += heads * (asked.starts[text + 1] - asked.starts[text]) * (starts[text + 1] - starts[text]);
  }
  return count;
}
