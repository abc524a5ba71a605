/** Whether the encoder's vocabulary knows the language of the catalogue. */

import type { CatalogStatus, Item } from "../types";
import type { Tokenizer } from "./encoderEngine";

/**
 * Share of unknown and single-character pieces above which words rank better than vectors. Measured with BERT's English
 * vocabulary: English product titles 0.03 to 0.11, French ones 0.08, Chinese and Japanese ones above 0.95. With its 8,000
 * commonest pieces: English catalogues 0.22 to 0.29, single departments up to 0.39, French ones 0.29, German ones 0.39,
 * other scripts 1.
 */
export const UNCOVERED_LIMIT = 0.6;

const SAMPLE_TITLES = 200;

/** Looks at up to 200 titles spread evenly over the catalogue; the share is that of the mean title. */
export function detectLanguage(
  items: readonly Pick<Item, "title">[],
  tokenizer: Pick<Tokenizer, "uncovered">,
): Pick<CatalogStatus, "language" | "uncovered"> {
  const step = Math.max(1, items.length / SAMPLE_TITLES);
  let sum = 0;
  let titles = 0;
  for (let at = 0; at < items.length; at += step) {
    sum += tokenizer.uncovered(items[Math.floor(at)].title);
    titles++;
  }
  const uncovered = titles === 0 ? 0 : sum / titles;
  return { language: uncovered > UNCOVERED_LIMIT ? "words" : "covered", uncovered };
}
