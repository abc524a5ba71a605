import { AisleError, throwIfAborted } from "../../../errors";
import type { EncoderManifest } from "../../../format/encoder/manifest";
import { readTokenTable, type TokenTable } from "../../../format/encoder/tokenTable";
import type { EncoderEngine, Tokenizer } from "../../encoderEngine";
import { yieldToEventLoop } from "../yieldToEventLoop";
import { createTableForward } from "./createTableForward";

/** Texts between two looks at the signal and at what waits: some 10 ms. */
const SLICE_TEXTS = 500;

export interface TableEncoderOptions {
  readonly manifest: Pick<EncoderManifest, "modelId" | "config">;
  /** The encoder's. */
  readonly tokenizer: Tokenizer;
  /** The table's file, its hash checked. */
  readonly bytes: Uint8Array;
}

/**
 * The table as an engine in the encoder's own space: vectors of both may be compared.
 * @throws AisleError `ASSET_CORRUPT`, `ASSET_SCHEMA_NEWER`; `BACKEND_UNAVAILABLE` for a table of another encoder
 */
export function createTableEncoder({ manifest, tokenizer, bytes }: TableEncoderOptions): EncoderEngine {
  const table = readTokenTable(bytes);
  requireSameEncoder(table, manifest);
  const { modelId, dimensions } = table;
  const forward = createTableForward(table);
  let disposed = false;
  return {
    tier: "table",
    modelId,
    dimensions,
    async embed(texts, { signal } = {}) {
      if (disposed) throw new AisleError("DISPOSED", "This encoder was disposed.");
      const vectors = new Float32Array(texts.length * dimensions);
      for (let from = 0; from < texts.length; from += SLICE_TEXTS) {
        if (from > 0) await yieldToEventLoop();
        throwIfAborted(signal);
        const slice = texts.slice(from, from + SLICE_TEXTS).map((text) => tokenizer.encode(text));
        vectors.set(await forward.forward(slice), from * dimensions);
      }
      return vectors;
    },
    dispose() {
      disposed = true;
    },
  };
}

function requireSameEncoder(
  { modelId, dimensions, rows }: TokenTable,
  manifest: TableEncoderOptions["manifest"],
): void {
  const same =
    modelId === manifest.modelId && dimensions === manifest.config.hidden && rows === manifest.config.vocabulary;
  if (same) return;
  throw new AisleError("BACKEND_UNAVAILABLE", `The table was made from ${modelId}, not from ${manifest.modelId}.`, {
    fix: "Make it again with `aisle encoder table`.",
  });
}
