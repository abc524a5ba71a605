/** What the tests of the embedder share: engines that answer by rule and say what they were asked, and an embedder to watch. */
import { expect } from "vitest";
import type { EncoderEngine } from "../../../encoder/encoderEngine";
import { textKey } from "../../../encoder/textKey";
import type { CatalogView } from "../../../ranking/rankContext";
import type { Item } from "../../../types";
import { createEmbeddingLock } from "../../store/embeddingLock";
import { createMemoryStore } from "../../store/memoryStore";
import { createEmbedder, type Embedder, type EmbedderOptions } from "../embedder";

export const DIMENSIONS = 8;

/** A direction of its own for each text. */
export function vectorOf(text: string): Float32Array {
  const key = textKey(text);
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, at) => key.charCodeAt(at) - 70);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export interface FakeEngine extends EncoderEngine {
  readonly batches: string[][];
}

export function engineOf(
  modelId = "model",
  onBatch: (texts: readonly string[]) => void | Promise<void> = () => undefined,
): FakeEngine {
  const batches: string[][] = [];
  return {
    tier: "wasm",
    modelId,
    dimensions: DIMENSIONS,
    batches,
    async embed(texts) {
      await onBatch(texts);
      batches.push([...texts]);
      const flat = new Float32Array(texts.length * DIMENSIONS);
      for (const [at, text] of texts.entries()) flat.set(vectorOf(text), at * DIMENSIONS);
      return flat;
    },
    dispose() {},
  };
}

export const items = (size: number, name = "Item"): Item[] =>
  Array.from({ length: size }, (_, at) => ({ id: String(at), title: `${name} ${at}${" long".repeat(at % 7)}` }));

export function viewOf(list: readonly Item[], revision = 1): CatalogView {
  return { items: list, rowOf: new Map(list.map((item, row) => [item.id, row])), revision };
}

interface Fixture {
  readonly embedder: Embedder;
  readonly degraded: string[];
  readonly demoted: string[];
  readonly announced: string[];
  readonly progress: string[];
}

export function open(encoder: EmbedderOptions["encoder"], options: Partial<EmbedderOptions> = {}): Fixture {
  const degraded: string[] = [];
  const demoted: string[] = [];
  const announced: string[] = [];
  const progress: string[] = [];
  const store = createMemoryStore();
  let time = 0;
  const embedder = createEmbedder({
    store: () => store,
    encoder,
    demote: (_, error) => demoted.push(error.code),
    itemText: (item) => item.title,
    lock: createEmbeddingLock("test", undefined),
    idle: async () => undefined,
    clock: () => (time += 50),
    announce: (message) => announced.push(message.type),
    onProgress: ({ done, total, paused }) => progress.push(`${done}/${total}${paused ? ` ${paused}` : ""}`),
    onDegraded: (error) => degraded.push(error.code),
    ...options,
  });
  return { embedder, degraded, demoted, announced, progress };
}

/** Every row has the vector of its own text. */
export function expectComplete(embedder: Embedder, view: CatalogView): void {
  const table = embedder.vectors(view.revision);
  if (!table) throw new Error("expected a table");
  for (const [row, item] of view.items.entries()) {
    const wanted = vectorOf(item.title);
    const values = table.values.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
    const cosine = wanted.reduce((sum, value, at) => sum + value * values[at] * table.scales[row], 0);
    expect([item.id, table.present[row], cosine > 0.99]).toEqual([item.id, 1, true]);
  }
}

export const textsOf = (...engines: readonly FakeEngine[]): string[] =>
  engines.flatMap((engine) => engine.batches.flat());
