import { AisleError } from "../../errors";
import type { EncoderConfig } from "../../format/encoder/weights";

/**
 * Guards every forward pass: a kernel trusts the ids it is given.
 * @throws AisleError `ENCODER_UNREADABLE` when a sequence is empty, too long, or has an id the vocabulary lacks
 */
export function checkSequences(sequences: readonly Int32Array[], config: EncoderConfig): void {
  const longest = Math.min(config.maxTokens, config.maxPositions);
  for (const ids of sequences) {
    if (ids.length === 0 || ids.length > longest) {
      throw new AisleError(
        "ENCODER_UNREADABLE",
        `A sequence has ${ids.length} tokens; this model takes 1 to ${longest}.`,
        {
          seen: ids.length,
          fix: "Tokenise with the tokeniser of the same encoder.",
        },
      );
    }
  }
  checkIds(sequences, config.vocabulary);
}

/** @throws AisleError `ENCODER_UNREADABLE` when a sequence has an id of no row */
export function checkIds(sequences: readonly Int32Array[], rows: number): void {
  for (const ids of sequences) {
    for (const id of ids) {
      if (id < 0 || id >= rows) {
        throw new AisleError("ENCODER_UNREADABLE", `Token id ${id} lies outside the vocabulary of ${rows}.`, {
          seen: id,
          fix: "Tokenise with the tokeniser of the same encoder.",
        });
      }
    }
  }
}
