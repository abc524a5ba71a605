/** A made-up shop in which shoppers go by looks, and texts say nothing of them: for tests. */
import { DAY_MS } from "../../profile/decay";
import { type Dataset, datasetOf, type EventRow, type ItemVectors } from "../ingest/dataset";
import { seededRandom } from "../train/seededRandom";

const LOOKS = 30;
const PER_LOOK = 12;
const DIMENSIONS = 16;
const START = Date.UTC(2024, 0, 1);
/** Where the test begins. */
export const PICTURE_SHOP_SPLIT = START + 150 * DAY_MS;

const WORDS = ["amber", "bowl", "cedar", "dial", "ember", "fern", "grove", "hinge", "inlet", "jute", "knoll", "loom"];

/** Few orders over many items, so that orders alone cannot tell what goes together. */
export function pictureShop(shoppers = 300): Dataset {
  const random = seededRandom(11);
  const pick = (count: number) => Math.floor(random() * count);
  const word = () => WORDS[pick(WORDS.length)];
  const items = Array.from({ length: LOOKS * PER_LOOK }, (_, i) => ({
    id: `look${String(i % LOOKS).padStart(2, "0")}-${String(i).padStart(3, "0")}`,
    title: `${word()} ${word()} ${word()}`,
  }));
  const rows: EventRow[] = [];
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const look = pick(LOOKS);
    for (let n = 0; n < 4; n++) {
      const at = START + Math.floor((n + random()) * 45 * DAY_MS);
      for (let line = 0; line < 2; line++) {
        const own = random() < 0.85 ? look : pick(LOOKS);
        rows.push({ user: `u${shopper}`, item: items[own + LOOKS * pick(PER_LOOK)].id, at, order: `o${shopper}-${n}` });
      }
    }
  }
  return datasetOf(items, rows);
}

/** `pictures` of one look lie near each other; `noise` near nothing. */
export function pictureVectors({ items }: Dataset, kind: "pictures" | "noise"): ItemVectors {
  const random = seededRandom(kind === "pictures" ? 21 : 22);
  const component = () => random() + random() - 1;
  const centers = Array.from({ length: LOOKS }, () => Array.from({ length: DIMENSIONS }, component));
  const values = new Int8Array(items.length * DIMENSIONS);
  items.forEach(({ id }, row) => {
    const center = centers[Number(id.slice(4, 6))];
    for (let d = 0; d < DIMENSIONS; d++) {
      values[row * DIMENSIONS + d] = Math.round(63 * (kind === "pictures" ? center[d] + component() / 2 : component()));
    }
  });
  const scales = Float32Array.from(
    items,
    (_, row) => 1 / Math.hypot(...values.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)),
  );
  return { modelId: "custom", dimensions: DIMENSIONS, values, scales };
}
