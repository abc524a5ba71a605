/** A small shop with made-up vectors, and shoppers of a few acts: for tests. */
import { DAY_MS } from "../profile/decay";
import { emptyProfile } from "../profile/emptyProfile";
import { foldAll } from "../profile/fold";
import type { ProfileState } from "../profile/profileState";
import type { EventName, EventRecord, Item } from "../types";
import type { CatalogView, RankContext } from "./rankContext";
import type { VectorTable } from "./vectorTable";

export const NOW = Date.UTC(2026, 10, 1);

export function viewOf(items: readonly Item[], revision = 1): CatalogView {
  return { items, rowOf: new Map(items.map((item, row) => [item.id, row])), revision };
}

/** Kinds of things × colours, cheap to dear; the later in the list, the fresher and the less in demand. */
export function sampleItems(): Item[] {
  const kinds: [string, string, string][] = [
    ["mug", "Kitchen", "Hearth"],
    ["teapot", "Kitchen", "Hearth"],
    ["kettle", "Kitchen", "Steamly"],
    ["drill", "Tools", "Torque"],
    ["hammer", "Tools", "Torque"],
    ["crib", "Nursery", "Dreamling"],
    ["pram", "Nursery", "Dreamling"],
    ["trowel", "Garden", "Fernhill"],
  ];
  const colours = ["red", "blue", "green", "white", "black"];
  return kinds.flatMap(([kind, department, brand], k) =>
    colours.map((colour, c) => {
      const row = k * colours.length + c;
      return {
        id: `${kind}-${c}`,
        title: `${colour} ${kind}`,
        brand,
        category: [department, `${kind}s`],
        price: 5 * 1.3 ** k + c,
        currency: "EUR",
        popularity: 100 - row,
        availableSince: NOW - (200 - row) * DAY_MS,
      };
    }),
  );
}

/** Vectors in which items of one department lie near each other, those of one kind nearer. */
export function sampleVectors(items: readonly Item[], dimensions = 32): VectorTable {
  const values = new Int8Array(items.length * dimensions);
  const scales = new Float32Array(items.length);
  items.forEach((item, row) => {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) {
      const part = (name: string) => Math.sin(hash(`${name}:${d}`));
      const value = 20 + 40 * part(item.category?.[0] ?? "") + 35 * part(item.category?.[1] ?? "") + 10 * part(item.id);
      values[row * dimensions + d] = Math.max(-127, Math.min(127, Math.round(value)));
      squares += values[row * dimensions + d] ** 2;
    }
    scales[row] = 1 / Math.sqrt(squares || 1);
  });
  return { modelId: "sample", dimensions, values, scales, present: new Uint8Array(items.length).fill(1) };
}

export interface Act {
  readonly name?: EventName;
  readonly itemId: string;
  readonly daysAgo?: number;
}

/** Acts are folded oldest first. */
export function profileOf(acts: readonly Act[], items: readonly Item[]): ProfileState {
  const facts = new Map(items.map((item) => [item.id, item]));
  const events = acts
    .map(
      ({ name = "view_item", itemId, daysAgo = 1 }, i): EventRecord => ({
        id: `event-${i}`,
        name,
        at: NOW - daysAgo * DAY_MS - i * 1000,
        collection: "products",
        purpose: "products",
        itemId,
        transactionId: name === "purchase" ? `order-${i}` : undefined,
      }),
    )
    .sort((a, b) => a.at - b.at);
  return foldAll(emptyProfile(), events, (event) => facts.get(event.itemId ?? ""));
}

export interface SampleOptions extends Partial<RankContext> {
  readonly items?: readonly Item[];
  readonly acts?: readonly Act[];
}

export function sampleContext({ items = sampleItems(), acts = [], ...given }: SampleOptions = {}): RankContext {
  return {
    catalog: viewOf(items),
    profile: profileOf(acts, items),
    language: "covered",
    sensitiveCategories: [],
    now: NOW,
    random: () => 0.5,
    ...given,
  };
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}
