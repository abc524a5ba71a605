/** The arms of the comparison: each is handed the shop as it stands and fills its shelves. */
import { bestSellers, noRecommendations, offersFor } from "../../demo/simulate/bestSellers";
import { mindReader } from "../../demo/simulate/mindReader";
import type { Policy } from "../../demo/simulate/policy";
import type { Season } from "../../demo/simulate/season";
import type { SimulateOptions } from "../../demo/simulate/simulate";
import type { BlendPlacements } from "../../src/format/behaviour/blend";
import { learnAssets } from "../../src/server/build/learnAssets";
import { recommenderArm } from "./recommenderArm";

export interface Arm {
  readonly name: string;
  open(season: Season): Promise<{ readonly policy: Policy; readonly onVisit?: SimulateOptions["onVisit"] }>;
}

export const none: Arm = {
  name: "no recommendations",
  open: async ({ shop }) => ({ policy: noRecommendations(shop) }),
};

export const popularity: Arm = {
  name: "popularity",
  open: async ({ shop, ends }) => ({ policy: bestSellers(shop, ends) }),
};

export interface Folders {
  readonly encoderFolder: string;
  readonly cacheFolder: string;
}

const BEHAVIOUR_ALONE = { terms: [{ signal: "behaviour", weight: 1 }] } as const;

/** The closed-form item-item model alone, on every shelf; promotions and ads as in today's shop. */
export function ease(folders: Folders): Arm {
  return {
    name: "EASE only",
    open: async (season) => ({
      policy: await recommenderArm(season, {
        ...folders,
        offers: (request) => offersFor(request, season.shop),
        learn(input) {
          // It is fitted on orders alone: vectors would be adapted for nothing.
          const { itemItem } = learnAssets({ ...input, vectors: undefined, comparison: "none" }).parts;
          const blend = Object.fromEntries(
            (["home", "related", "complement"] as const).map((placement) => [placement, BEHAVIOUR_ALONE]),
          );
          return { itemItem, blend: blend as BlendPlacements };
        },
      }),
    }),
  };
}

/** Everything that ships: what `aisle build` learns, the page's ranking, promotions by interest, ads by auction. */
export function aisle(folders: Folders): Arm {
  return {
    name: "Aisle",
    open: async (season) => ({
      policy: await recommenderArm(season, {
        ...folders,
        offers: "personal",
        learn: (input) => learnAssets({ ...input, comparison: "none" }).parts,
      }),
    }),
  };
}

export const bound: Arm = {
  name: "mind reader",
  async open() {
    const policy = mindReader();
    return { policy, onVisit: policy.meet };
  },
};
