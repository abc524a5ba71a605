import type { Placement } from "../../../types";
import type { ReadQuery } from "../../readQuery";
import type { ShelfSteps } from "../../shelfSteps";
import { type ExploreOptions, explore } from "./explore";
import type { ExplorePolicy } from "./propensities";
import { stableDraw } from "./stableDraw";

export interface Exploration {
  readonly policy: ExplorePolicy;
  /** Share of a shelf's places, from the last. Default a quarter. */
  readonly places?: number;
  /** Share of a shelf's score that may be given away on average. Default 1%. */
  readonly budget?: number;
  /** Default a tenth of the best score. */
  readonly width?: number;
}

/** Per placement; one that is not named is not explored. */
export type ExplorationPlan = Readonly<Partial<Record<Placement, Exploration>>>;

export const EXPLORATION_DEFAULTS = { places: 0.25, budget: 0.01, width: 0.1, reserve: 4 } as const;

/** @param seed of the session: within it, a shelf asked for again shows the same */
export function exploreSteps(
  plan: ExplorationPlan,
  query: ReadQuery,
  options: { readonly seed: number; readonly fixed?: () => ReadonlySet<number> },
): readonly ShelfSteps[] {
  const chosen = plan[query.placement];
  if (!chosen) return [];
  const { seed, fixed } = options;
  const name = `${query.collection}/${query.placement}/${query.item ?? ""}/${query.text}`;
  return [
    {
      arrange(placed) {
        const settings: ExploreOptions = {
          ...EXPLORATION_DEFAULTS,
          ...chosen,
          // The first page is explored; later ones go on behind it, so that nothing is shown twice.
          needed: query.limit,
          fixed: fixed?.(),
          draw: (place) => stableDraw(seed, `${name}/${place}`),
        };
        return explore(placed, settings);
      },
    },
  ];
}
