import { AisleError, throwIfAborted } from "../../errors";
import type { EncoderEngine, ForwardPass, Tokenizer } from "../encoderEngine";

export interface CreateEncoderOptions {
  readonly tier: EncoderEngine["tier"];
  /** Names the vector space. */
  readonly modelId: string;
  readonly dimensions: number;
  readonly tokenizer: Tokenizer;
  readonly forward: ForwardPass;
}

/**
 * An engine from its two halves: tokeniser and forward pass. Texts are run shortest first, so that those of one batch
 * are alike, and equal token sequences run once; rows come back in the caller's order.
 */
export function createEncoder({ tier, modelId, dimensions, tokenizer, forward }: CreateEncoderOptions): EncoderEngine {
  let disposed = false;
  return {
    tier,
    modelId,
    dimensions,
    async embed(texts, { signal } = {}) {
      if (disposed) throw new AisleError("DISPOSED", "This encoder was disposed.");
      throwIfAborted(signal);
      const sequences = texts.map((text) => tokenizer.encode(text));
      const order = Array.from(sequences.keys()).sort((a, b) => sequences[a].length - sequences[b].length || a - b);
      const distinct: Int32Array[] = [];
      const rowOfKey = new Map<string, number>();
      const rowOfText = new Int32Array(texts.length);
      for (const text of order) {
        const key = sequences[text].join();
        let row = rowOfKey.get(key);
        if (row === undefined) {
          row = distinct.push(sequences[text]) - 1;
          rowOfKey.set(key, row);
        }
        rowOfText[text] = row;
      }
      const computed = await forward.forward(distinct, { signal });
      const vectors = new Float32Array(texts.length * dimensions);
      rowOfText.forEach((row, text) => {
        vectors.set(computed.subarray(row * dimensions, (row + 1) * dimensions), text * dimensions);
      });
      return vectors;
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      forward.dispose();
    },
  };
}
