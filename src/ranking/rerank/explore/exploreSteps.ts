import type { ExplorationPlan } from "../../../types";
import type { ReadQuery } from "../../readQuery";
import type { ShelfSteps } from "../../shelfSteps";
import { type ExploreOptions, explore } from "./explore";
import { stableDraw } from "./stableDraw";

export const EXPLORATION_DEFAULTS = { places: 0.25, budget: 0.01, width: 0.1, reserve: 4 } as const;

/** @param seed of the session: within it, a shelf asked for again shows the same */
export function exploreSteps(
  plan: ExplorationPlan,
  query: ReadQuery,
  options: { readonly seed: number; readonly mayReplace?: ExploreOptions["mayReplace"] },
): readonly ShelfSteps[] {
  const chosen = plan[query.placement];
  if (!chosen) return [];
  const { seed, mayReplace } = options;
  const name = `${query.collection}/${query.placement}/${query.item ?? ""}/${query.text}`;
  return [
    {
      arrange(placed) {
        const settings: ExploreOptions = {
          ...EXPLORATION_DEFAULTS,
          ...chosen,
          // The first page is explored; later ones go on behind it, so that nothing is shown twice.
          needed: query.limit,
          mayReplace,
          draw: (place) => stableDraw(seed, `${name}/${place}`),
        };
        return explore(placed, settings);
      },
    },
  ];
}
