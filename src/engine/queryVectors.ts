/** A search text's vector from whatever encoder is at hand: the table's at first, BERT's later; a search never waits for a download. */
import type { EncoderEngine } from "../encoder/encoderEngine";
import { AisleError } from "../errors";
import type { EncoderSupply } from "./choose";

const REMEMBERED_QUERIES = 64;

export interface QueryVectors {
  /** Undefined while no encoder is ready, or when it failed: the words answer alone. */
  of(text: string): Promise<Float32Array | undefined>;
}

export function createQueryVectors(supply: Pick<EncoderSupply, "atHand" | "demote">): QueryVectors {
  const known = new Map<string, { readonly tier: EncoderEngine["tier"]; readonly vector: Float32Array }>();
  return {
    async of(text) {
      const key = text.trim().toLowerCase();
      if (key === "") return undefined;
      try {
        const engine = await supply.atHand();
        if (!engine) return undefined;
        const remembered = known.get(key);
        if (remembered?.tier === engine.tier) return remembered.vector;
        try {
          const vector = await engine.embed([key]);
          known.set(key, { tier: engine.tier, vector });
          if (known.size > REMEMBERED_QUERIES) known.delete(known.keys().next().value as string);
          return vector;
        } catch (error) {
          if (error instanceof AisleError) supply.demote(engine, error);
          return undefined;
        }
      } catch {
        return undefined;
      }
    },
  };
}
