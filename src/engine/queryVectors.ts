/** A search text's vector: embedded once while the encoder is there, absent otherwise; a search never waits for it. */
import { AisleError } from "../errors";
import type { EncoderSupply } from "./choose";

const REMEMBERED_QUERIES = 64;

export interface QueryVectors {
  /** Undefined while no encoder is ready, or when it failed: the words answer alone. */
  of(text: string): Promise<Float32Array | undefined>;
}

export function createQueryVectors(supply: EncoderSupply): QueryVectors {
  const known = new Map<string, Float32Array>();
  return {
    async of(text) {
      const key = text.trim().toLowerCase();
      if (key === "" || supply.status().state !== "ready") return undefined;
      const remembered = known.get(key);
      if (remembered) return remembered;
      try {
        const engine = await supply.single();
        try {
          const vector = await engine.embed([key]);
          known.set(key, vector);
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
