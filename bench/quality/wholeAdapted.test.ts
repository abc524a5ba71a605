import { expect, it } from "vitest";
import { readAdapted, writeAdapted } from "../../src/format/behaviour/adapted";
import { learnedSources } from "../../src/ranking/learned/learnedSources";
import { wordIndexOf } from "../../src/ranking/words/wordIndexOf";
import { standardised } from "../../src/server/evaluate/standardised";
import { termSignal } from "../../src/server/evaluate/termSignal";
import { adaptedItems } from "../../src/server/train/adapt/adaptedItems";
import type { AdaptedModel } from "../../src/server/train/adapt/fitAdapted";
import { seededRandom } from "../../src/server/train/seededRandom";
import { wholeAdapted } from "./wholeAdapted";

const ITEMS = 60;
const DIMENSIONS = 16;

function sampleModel(): AdaptedModel {
  const random = seededRandom(3);
  const rows = Array.from({ length: ITEMS }, () => {
    const row = Array.from({ length: DIMENSIONS }, () => random() - 0.5);
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
  return {
    dimensions: DIMENSIONS,
    encoderDimensions: 4,
    temperature: 0.15,
    center: new Float32Array(4),
    head: Float32Array.from({ length: 4 * DIMENSIONS }, () => random() - 0.5),
    vectors: Float32Array.from(rows.flat()),
    priors: new Float32Array(ITEMS),
    curve: [],
    chosenEpoch: 0,
  };
}

it("says in float32 what the page says from the file, up to rounding", () => {
  const model = sampleModel();
  const items = Array.from({ length: ITEMS }, (_, row) => ({ id: String(row), title: `item ${row}` }));
  const catalog = { items, rowOf: new Map(items.map(({ id }, row) => [id, row])), revision: 1 };
  const file = writeAdapted({ ...adaptedItems(model, "sample"), catalogDigest: new Uint8Array(16) });
  const sources = learnedSources({
    items,
    words: wordIndexOf(catalog),
    model: { placements: {}, itemItem: {}, popularity: {}, adapted: readAdapted(file) },
  });
  const page = termSignal("page", { signal: "adapted", decay: 0.7 }, sources);
  const whole = standardised(wholeAdapted(model, 0.7));
  for (const history of [[5], [1, 2, 3], [9, 4, 9, 20], [7, 7]]) {
    const scores = { page: new Float32Array(ITEMS), whole: new Float32Array(ITEMS) };
    page.score(history, scores.page);
    whole.score(history, scores.whole);
    for (let item = 0; item < ITEMS; item++) expect(scores.whole[item]).toBeCloseTo(scores.page[item], 1);
    expect(scores.whole).not.toEqual(scores.page);
  }
});
