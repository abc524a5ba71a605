/**
 * The upper bound: shelves filled by somebody who reads the shopper's mind. No recommender can; it says how much there is
 * to gain at all.
 */
import type { Policy } from "./policy";
import { type Moment, type ShopperState, wanting } from "./shopperState";
import type { Good } from "./world";

export interface MindReader extends Policy {
  meet(state: ShopperState, moment: Moment): void;
}

export function mindReader(): MindReader {
  let state: ShopperState;
  let moment: Moment;
  const wants = (good: Good) => wanting(state, good, moment);
  const best = <T extends { readonly public: { readonly id: string } }>(all: readonly T[], value: (one: T) => number) =>
    all
      .map((one) => ({ id: one.public.id, value: value(one) }))
      .sort((a, b) => b.value - a.value)
      .map(({ id }) => id);
  const offer = ({ goods }: { readonly goods: readonly Good[] }) => {
    const most = goods
      .map(wants)
      .sort((a, b) => b - a)
      .slice(0, 5);
    return most.reduce((sum, value) => sum + value, 0) / most.length;
  };
  return {
    meet(next, now) {
      state = next;
      moment = now;
    },
    show({ slot, at, item, basket, limit }) {
      const { goods, promotions, campaigns } = moment.world;
      if (slot === "ads") return best(campaigns, offer).slice(0, limit);
      if (slot === "promotions") {
        const running = promotions.filter(({ public: { from, to } }) => from <= at && at < to);
        return best(running, offer).slice(0, limit);
      }
      const hidden = new Set([...basket, item]);
      const ranked = best(goods, wants).filter((id) => !hidden.has(id));
      return ranked.slice(slot === "again" ? 8 : 0).slice(0, limit);
    },
    observe: () => undefined,
  };
}
