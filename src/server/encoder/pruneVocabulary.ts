import { AisleError } from "../../errors";
import type { CheckpointTokenizer } from "./checkpointTokenizer";

export interface PrunedVocabulary extends CheckpointTokenizer {
  /** Ids of the kept pieces in the checkpoint, ascending: row `r` of the new table is row `kept[r]` of the old one. */
  readonly kept: Int32Array;
}

/**
 * Keeps `pieces` of the vocabulary: special tokens, every single character alone and as `##` continuation, then the rest in
 * the vocabulary's own order, which in BERT's is the order of frequency. Words of dropped pieces are spelled with kept ones.
 * A dropped piece whose characters are not all pieces themselves could not be spelled: such pieces are kept, too.
 * @throws AisleError `OPTIONS_INVALID` when `pieces` is fewer than must stay
 */
export function pruneVocabulary(whole: CheckpointTokenizer, pieces: number): PrunedVocabulary {
  const { vocabulary, settings } = whole;
  const kept = piecesThatStay(whole);
  if (pieces < kept.size) {
    throw new AisleError("OPTIONS_INVALID", `A vocabulary of ${pieces} pieces is too small.`, {
      seen: pieces,
      fix: `Special tokens and single characters alone are ${kept.size}: ask for at least that many.`,
    });
  }
  for (let id = 0; id < vocabulary.length && kept.size < pieces; id++) {
    if (!isPlaceholder(vocabulary[id])) kept.add(id);
  }
  const ids = Int32Array.from(kept).sort();
  const renumbered = new Map(Array.from(ids, (old, id) => [old, id] as const));
  const move = <Token extends { readonly id: number }>(token: Token): Token => ({
    ...token,
    id: renumbered.get(token.id)!,
  });
  return {
    kept: ids,
    vocabulary: Array.from(ids, (id) => vocabulary[id]),
    settings: {
      ...settings,
      unknown: move(settings.unknown),
      classification: move(settings.classification),
      separator: move(settings.separator),
      others: settings.others.map(move),
    },
  };
}

/** Special tokens, single characters, and pieces that single characters cannot spell. */
export function piecesThatStay({ vocabulary, settings }: CheckpointTokenizer): Set<number> {
  const specials = [settings.unknown, settings.classification, settings.separator, ...settings.others];
  const specialIds = new Set(specials.map(({ id }) => id));
  const known = new Set(vocabulary);
  const mustStay = (piece: string, id: number): boolean => {
    if (specialIds.has(id)) return true;
    if (isPlaceholder(piece)) return false;
    const parts = charactersAsPieces(piece);
    return parts.length === 1 || parts.some((part) => !known.has(part));
  };
  return new Set(vocabulary.flatMap((piece, id) => (mustStay(piece, id) ? [id] : [])));
}

/** Room that BERT left for tokens of later training; no text contains them. */
export function isPlaceholder(piece: string): boolean {
  return /^\[unused\d+\]$/.test(piece);
}

function charactersAsPieces(piece: string): string[] {
  const continues = piece.length > 2 && piece.startsWith("##");
  return [...(continues ? piece.slice(2) : piece)].map((character, index) =>
    continues || index > 0 ? `##${character}` : character,
  );
}
