import type { FairnessFile } from "../../../format/fairness/fairnessFile";
import { DAY_MS } from "../../../profile/decay";
import { tasteKey } from "../../../profile/keys";
import type { Item } from "../../../types";
import { itemPrice } from "../../itemPrice";
import { scored } from "../../scored";
import type { ShelfSteps } from "../../shelfSteps";

/** Adds to each score the offsets of the item's groups, in units of the best: the part `fairness`. */
export function fairSteps(
  file: FairnessFile,
  { items, now }: { readonly items: readonly Item[]; readonly now: number },
): readonly ShelfSteps[] {
  const offsetOf = offsetOfItem(file, now);
  return [
    {
      adjust(ranked) {
        const best = ranked.reduce((most, { score }) => Math.max(most, score), 0);
        const unit = best > 0 ? best : 1;
        return ranked.map((entry) => {
          const contribution = unit * offsetOf(items[entry.row]);
          if (contribution === 0) return entry;
          return {
            ...scored(entry.row, entry.candidate, { ...entry.parts, fairness: contribution }),
            reasons: [
              ...(entry.reasons ?? []),
              { signal: "fairness" as const, contribution, evidence: { kind: "feed" as const } },
            ],
          };
        });
      },
    },
  ];
}

/** The sum over the groups that an item is in, within the bound. */
export function offsetOfItem(file: FairnessFile, now: number): (item: Item) => number {
  const { bound, brand, price, newness } = file;
  return (item) => {
    let offset = 0;
    const name = item.brand === undefined ? undefined : tasteKey(item.brand);
    if (brand && name !== undefined && Object.hasOwn(brand, name)) offset += brand[name];
    const amount = itemPrice(item);
    if (price && amount !== undefined && (item.currency ?? "") === price.currency) offset += banded(price, amount);
    if (newness && item.availableSince !== undefined) offset += banded(newness, (now - item.availableSince) / DAY_MS);
    return Math.min(bound, Math.max(-bound, offset));
  };
}

function banded({ edges, offsets }: { edges: readonly number[]; offsets: readonly number[] }, value: number): number {
  const band = edges.findIndex((edge) => value < edge);
  return offsets[band < 0 ? edges.length : band];
}
