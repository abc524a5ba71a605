/** The arms of the comparison: each is handed the shop as it stands and fills its shelves. */
import { bestSellers, noRecommendations } from "../../demo/simulate/bestSellers";
import { mindReader } from "../../demo/simulate/mindReader";
import type { Policy } from "../../demo/simulate/policy";
import type { Season } from "../../demo/simulate/season";
import type { SimulateOptions } from "../../demo/simulate/simulate";

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

export const bound: Arm = {
  name: "mind reader",
  async open() {
    const policy = mindReader();
    return { policy, onVisit: policy.meet };
  },
};
