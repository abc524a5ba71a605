import { QUERIES_PER_BLOCK } from "../../ops/attention/attention.wgsl";
import { placeSections } from "./gpuLayout";

export interface BatchCounts {
  readonly tokens: number;
  readonly sequences: number;
  /** Blocks of queries that attention takes at a time. */
  readonly blocks: number;
}

/** Byte ranges of the one small buffer that is written for each batch. */
export interface BatchLayout {
  readonly capacity: number;
  readonly header: number;
  /** (id, position) of each token. */
  readonly tokens: number;
  /** (first token, tokens) of each sequence. */
  readonly spans: number;
  /** (first token, tokens of the sequence, first query, 0). */
  readonly blocks: number;
  readonly bytes: number;
}

export const HEADER_BYTES = 16;
export const TOKEN_BYTES = 8;
export const SPAN_BYTES = 8;
export const BLOCK_BYTES = 16;

/** @param capacity most tokens of a batch; a sequence has one at least, so there are no more spans or blocks either */
export function batchLayout(capacity: number): BatchLayout {
  const sizes = [HEADER_BYTES, capacity * TOKEN_BYTES, capacity * SPAN_BYTES, capacity * BLOCK_BYTES];
  const { offsets, bytes } = placeSections(sizes);
  const [header, tokens, spans, blocks] = offsets;
  return { capacity, header, tokens, spans, blocks, bytes };
}

/** Writes what the shaders must know of a batch: its tokens side by side, without padding. */
export function planBatch(sequences: readonly Int32Array[], layout: BatchLayout, words: Uint32Array): BatchCounts {
  let tokens = 0;
  let blocks = 0;
  for (const [index, ids] of sequences.entries()) {
    words.set([tokens, ids.length], layout.spans / 4 + 2 * index);
    for (let query = 0; query < ids.length; query += QUERIES_PER_BLOCK) {
      words.set([tokens, ids.length, query, 0], layout.blocks / 4 + 4 * blocks++);
    }
    for (const [position, id] of ids.entries()) words.set([id, position], layout.tokens / 4 + 2 * tokens++);
  }
  words[layout.header / 4] = tokens;
  return { tokens, sequences: sequences.length, blocks };
}
