import { throwIfAborted } from "../../../errors";
import type { EncoderConfig, EncoderWeights, LayerWeights } from "../../../format/encoder/weights";
import type { ForwardPass } from "../../encoderEngine";
import { attention } from "../../ops/attention/attention";
import { embedTokens } from "../../ops/embedTokens/embedTokens";
import { layerNorm } from "../../ops/layerNorm/layerNorm";
import { linear } from "../../ops/linear/linear";
import { pool } from "../../ops/pool/pool";
import { quantizeRows } from "../../ops/quantizeRows/quantizeRows";
import { checkSequences } from "../checkSequences";

/**
 * BERT as plain TypeScript, one operator after the other: the oracle of every test, and what "equal" means for the
 * wasm builds. All arithmetic is f32 in a stated order on exact integer products. Slow: about 20 ms a token.
 */
export function createReferenceForward(weights: EncoderWeights): ForwardPass {
  const { config, layers, embeddingNorm } = weights;
  const { hidden, layerNormEpsilon, pooling } = config;
  return {
    async forward(sequences, { signal } = {}) {
      checkSequences(sequences, config);
      const vectors = new Float32Array(sequences.length * hidden);
      for (const [index, ids] of sequences.entries()) {
        let x = layerNorm(embedTokens(ids, weights), ids.length, hidden, embeddingNorm, layerNormEpsilon);
        for (const layer of layers) {
          throwIfAborted(signal);
          x = encoderLayer(x, ids.length, layer, config);
        }
        vectors.set(pool(x, ids.length, hidden, { pooling }), index * hidden);
        await undefined;
      }
      return vectors;
    },
    dispose() {},
  };
}

/** One post-LN BERT layer over one sequence; activations are quantised per token before every linear. */
export function encoderLayer(
  x: Float32Array,
  tokens: number,
  layer: LayerWeights,
  config: EncoderConfig,
): Float32Array {
  const { hidden, heads, intermediate, layerNormEpsilon } = config;
  const qkv = linear(quantizeRows(x, tokens, hidden), tokens, layer.qkv);
  const context = quantizeRows(attention(qkv, tokens, heads, hidden), tokens, hidden);
  const attended = linear(context, tokens, layer.attentionOutput, { residual: x });
  const middle = layerNorm(attended, tokens, hidden, layer.attentionNorm, layerNormEpsilon);
  const up = linear(quantizeRows(middle, tokens, hidden), tokens, layer.up, { activation: "gelu" });
  const down = linear(quantizeRows(up, tokens, intermediate), tokens, layer.down, { residual: middle });
  return layerNorm(down, tokens, hidden, layer.outputNorm, layerNormEpsilon);
}
