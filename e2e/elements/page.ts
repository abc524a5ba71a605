/** The page on which the elements are tested: a fake client with a small believable catalogue, and nothing else. */
import "../../src/elements/index";
import "../../src/elements/inspector";
import "../../src/elements/privacy";
import "../../src/elements/search";
import { setDefaultClient } from "../../src/page/registry";
import { createFakeAisle, type FakeAisle } from "../../src/page/testing/fakeAisle";
import type { Item } from "../../src/types";

const TITLES: readonly (readonly [title: string, brand: string, price: number, salePrice?: number])[] = [
  ["Stoneware coffee mug, speckled cream, 350 ml", "Hollis & Fern", 14],
  ["Cast-iron skillet with two pouring lips", "Northgrain", 48, 36],
  ["Linen tea towel", "Aalto Loom", 12.5],
  ["Olive-wood chopping board with juice groove and leather loop", "Casa Brava", 39],
  ["Pour-over coffee dripper", "Hollis & Fern", 22],
  ["Digital kitchen scale, 0.1 g steps", "Gramm", 31, 27.9],
  ["Glass storage jars, set of three, cork lids", "Pantry Row", 26],
  ["Rolling pin in beech", "Casa Brava", 18],
  ["Waffle-weave apron, charcoal", "Aalto Loom", 34],
  ["Enamel baking tray", "Northgrain", 19],
  ["Honey dipper", "Casa Brava", 6],
  ["Tea infuser, stainless steel mesh", "Hollis & Fern", 9],
];

const ITEMS: readonly Item[] = TITLES.map(([title, brand, price, salePrice], index) => ({
  id: `item-${index}`,
  title,
  brand,
  price,
  salePrice,
  currency: "EUR",
  category: ["Kitchen"],
  link: `#/item-${index}`,
  imageLink: `/picture/${index}.svg`,
  availability: index === 3 ? "preorder" : index === 6 ? "out_of_stock" : "in_stock",
}));

export interface Harness {
  readonly items: readonly Item[];
  readonly aisle: FakeAisle;
  /** A second client whose answers wait until `release` is called. */
  slow(): { readonly aisle: FakeAisle; readonly release: () => void };
  setDefaultClient: typeof setDefaultClient;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

window.harness = {
  items: ITEMS,
  aisle: createFakeAisle({ items: ITEMS }),
  slow() {
    let open: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { aisle: createFakeAisle({ items: ITEMS, beforeRecommend: () => gate }), release: () => open?.() };
  },
  setDefaultClient,
};
