/**
 * Margins or stock → boosts that say nothing of either: what is published is which of a few bands an item is in. Bands are
 * cut by rank, so that neither a value nor a distance between values can be read from them.
 */
import { AisleError } from "../../errors";
import type { Rule } from "../../format/rules/rulesFile";

export interface OpaqueBandsOptions {
  readonly id: string;
  /** Boost of the uppermost band, in units of a shelf's best score; the lowest gets as much taken. */
  readonly strength: number;
  /** Odd, so that the middle one is left alone; default 5. */
  readonly bands?: number;
  /** Fewer items would give single ones away; default 20. */
  readonly leastItems?: number;
}

/**
 * @param values by item id: share of the price that is margin, pieces in stock, or the like; higher is to be shown more
 * @throws AisleError `OPTIONS_INVALID` where a band would hold fewer than `leastItems`, or a value is no number
 */
export function opaqueBands(values: ReadonlyMap<string, number>, options: OpaqueBandsOptions): Rule {
  const { id, strength, bands = 5, leastItems = 20 } = options;
  const unusable = [...values].find(([, value]) => !Number.isFinite(value));
  if (unusable)
    throw wrong(`the value of ${unusable[0]} is ${unusable[1]}`, "Leave items out whose value is not known.");
  if (!(bands >= 2 && bands <= 20 && Number.isInteger(bands))) throw wrong(`${bands} bands`, "Use 2 to 20.");
  if (!(strength > 0 && strength <= 2)) throw wrong(`a strength of ${strength}`, "Use more than 0, at most 2.");
  const ranked = [...values].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([item]) => item);
  if (ranked.length < bands * leastItems) {
    throw wrong(
      `${ranked.length} items in ${bands} bands`,
      `A band of fewer than ${leastItems} items would give single ones away: use fewer bands.`,
    );
  }
  const cut = (band: number) => Math.floor((band * ranked.length) / bands);
  return {
    id,
    kind: "bands",
    bands: Array.from({ length: bands }, (_, band) => ({
      strength: rounded(strength * ((2 * band) / (bands - 1) - 1)),
      // In order of their ids: the order within a band must not tell what the band does not.
      ids: ranked.slice(cut(band), cut(band + 1)).sort(),
    })).filter((band) => band.strength !== 0),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

function wrong(seen: string, fix: string): AisleError {
  return new AisleError("OPTIONS_INVALID", `Bands cannot be made of this: ${seen}.`, { seen, fix });
}
