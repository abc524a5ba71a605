/** What shelves show, beyond whether they are right. */

export interface Exposure {
  /** Share of the catalogue that is on any shelf. */
  readonly coverage: number;
  /** Of how often each item is shown: 0 all alike, towards 1 a single one. */
  readonly gini: number;
  /** Mean of −log₂ of the share of histories that hold a shown item; an item never bought counts as if once. */
  readonly novelty: number;
}

/**
 * @param shelves item rows of each shelf
 * @param counts histories that hold each item
 */
export function exposure(
  shelves: readonly ArrayLike<number>[],
  counts: ArrayLike<number>,
  histories: number,
): Exposure {
  const shown = new Float64Array(counts.length);
  let surprise = 0;
  let total = 0;
  for (const shelf of shelves) {
    for (let i = 0; i < shelf.length; i++) {
      shown[shelf[i]]++;
      surprise += Math.log2(Math.max(1, histories) / Math.max(1, counts[shelf[i]]));
      total++;
    }
  }
  if (total === 0) return { coverage: 0, gini: 0, novelty: 0 };
  const ascending = shown.toSorted();
  let weighted = 0;
  ascending.forEach((count, i) => {
    weighted += (2 * (i + 1) - shown.length - 1) * count;
  });
  return {
    coverage: shown.filter((count) => count > 0).length / shown.length,
    gini: weighted / (shown.length * total),
    novelty: surprise / total,
  };
}
