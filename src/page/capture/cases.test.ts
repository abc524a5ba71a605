/** Every case of `cases/*.json`, and junk. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import dataLayerTable from "./cases/dataLayer.json";
import jsonLdTable from "./cases/jsonLd.json";
import { createDataLayerReader } from "./readDataLayerEntry";
import { readProductData } from "./readProductData";
import { searchText } from "./searchBox";

interface DataLayerCase {
  readonly name: string;
  readonly entries: readonly unknown[];
  readonly events: readonly { readonly name: string; readonly params: unknown; readonly repairs?: readonly string[] }[];
}

/** JSON has no `Arguments`. */
function entryOf(value: unknown): unknown {
  const list = (value as { $arguments?: unknown[] } | null)?.$arguments;
  if (!list) return value;
  return (function gtag(..._: unknown[]) {
    // biome-ignore lint/complexity/noArguments: what `gtag` pushes.
    return arguments;
  })(...list);
}

describe("data layer entries", () => {
  it.each(dataLayerTable.cases as readonly DataLayerCase[])("$name", ({ entries, events }) => {
    const read = createDataLayerReader();
    const found = entries.map(entryOf).flatMap((entry) => read(entry));
    expect(found).toEqual(events.map((event) => ({ repairs: [], ...event })));
  });

  it("reads anything at all, and hands on only what can travel", () => {
    const read = createDataLayerReader();
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (ecommerce, items) => {
        for (const entry of [
          { event: "view_item", ecommerce },
          { event: "purchase", ecommerce: { items } },
          ecommerce,
        ]) {
          for (const event of read(entry)) structuredClone(event);
        }
      }),
    );
    const live = { event: "view_item", element: () => 0, ecommerce: { items: [{ item_id: "a", node: () => 0 }] } };
    expect(structuredClone(read(live))).toHaveLength(1);
  });
});

describe("JSON-LD", () => {
  interface JsonLdCase {
    readonly name: string;
    readonly scripts: readonly unknown[];
    readonly product?: object;
  }
  it.each(jsonLdTable.cases as readonly JsonLdCase[])("$name", ({ scripts, product }) => {
    const texts = scripts.map((script) => (typeof script === "string" ? script : JSON.stringify(script)));
    const read = readProductData(texts);
    expect(read && JSON.parse(JSON.stringify(read))).toEqual(product);
  });

  it("reads anything at all", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string())), fc.jsonValue(), (texts, offers) => {
        readProductData([...texts, JSON.stringify({ "@type": "Product", name: "A", offers })]);
      }),
    );
  });
});

describe("search words", () => {
  it.each([
    ["  blue   mug ", "blue mug"],
    ["", undefined],
    ["jane@example.org", undefined],
    ["order 4006 3813 33931", undefined],
    ["mug 300 ml", "mug 300 ml"],
    ["iphone 15 pro 256", "iphone 15 pro 256"],
    [null, undefined],
  ])("%j → %j", (value, text) => expect(searchText(value)).toBe(text));
});
