import type { EventName } from "../../src/types";

/** One act of a simulated shopper, to be replayed through `aisle.track` with a past timestamp. */
export interface ShopperEvent {
  readonly event: EventName;
  readonly itemId: string;
  /** Days before now; fractions keep the order within a day. */
  readonly daysAgo: number;
  readonly quantity?: number;
  /** Only on `dwell` events: active time on the item's page. */
  readonly dwellMs?: number;
}

export interface Shopper {
  readonly id: string;
  readonly name: string;
  readonly nameZh: string;
  readonly about: string;
  readonly aboutZh: string;
  /** Oldest first. */
  readonly history: readonly ShopperEvent[];
}

type Act = readonly [event: "view" | "cart" | "wish" | "buy", code: string, daysAgo: number, amount?: number];

const EVENTS = { view: "view_item", cart: "add_to_cart", wish: "add_to_wishlist", buy: "purchase" } as const;

/** A view's amount is its dwell in seconds, a purchase's or cart's its quantity. */
function history(acts: readonly Act[]): ShopperEvent[] {
  return acts.flatMap(([act, code, daysAgo, amount]): ShopperEvent[] => {
    const entry = { event: EVENTS[act], itemId: `aisle-${code}`, daysAgo };
    if (act === "view" && amount) {
      const leftAfterDays = amount / 86_400;
      return [
        entry,
        { event: "dwell", itemId: entry.itemId, daysAgo: daysAgo - leftAfterDays, dwellMs: amount * 1000 },
      ];
    }
    return [act === "buy" || act === "cart" ? { ...entry, quantity: amount ?? 1 } : entry];
  });
}

export const shoppers: readonly Shopper[] = [
  {
    id: "new-parent",
    name: "Mira, new parent",
    nameZh: "米拉,新手妈妈",
    about: "Her daughter is ten weeks old. She shops at three in the morning and buys bodysuits by size.",
    aboutZh: "女儿刚满十周。她常在凌晨三点逛店,按尺码囤连体衣。",
    history: history([
      ["buy", "bb-0001-03m", 74],
      ["buy", "bb-0002", 74],
      ["view", "bb-0004", 66, 140],
      ["buy", "bb-0007-sage", 52, 2],
      ["view", "bb-0013-denim", 40, 95],
      ["buy", "bb-0018", 33],
      ["buy", "bb-0017", 33],
      ["view", "lt-0016-coral", 20, 50],
      ["cart", "lt-0016-coral", 19.9],
      ["buy", "lt-0016-coral", 19.8],
      ["view", "bb-0006", 9, 80],
      ["wish", "bb-0014", 6],
      ["view", "bb-0012", 3, 40],
      ["cart", "bb-0001-36m", 1.2],
      ["view", "bb-0005", 0.4, 65],
    ]),
  },
  {
    id: "home-baker",
    name: "Tomas, home baker",
    nameZh: "托马斯,家庭烘焙师",
    about: "Bakes sourdough every Saturday, goes through flour, and is slowly replacing his tins.",
    aboutZh: "每周六烤酸面包,面粉消耗惊人,正慢慢把模具换新。",
    history: history([
      ["buy", "bk-0001-9in", 120],
      ["buy", "pn-0001", 92, 2],
      ["buy", "bk-0016", 80],
      ["view", "kt-0001-ink", 71, 120],
      ["buy", "kt-0001-ink", 70],
      ["buy", "pn-0001", 61, 2],
      ["buy", "bk-0002", 45],
      ["buy", "pn-0001", 30, 2],
      ["buy", "pn-0002", 30],
      ["view", "bk-0020-mint", 18, 160],
      ["view", "bk-0007", 8, 55],
      ["cart", "bk-0007", 7.9],
      ["view", "bk-0006", 4, 70],
      ["wish", "bk-0020-mint", 2],
      ["view", "bk-0021", 0.5, 90],
    ]),
  },
  {
    id: "runner",
    name: "Aisha, runner",
    nameZh: "艾莎,跑者",
    about: "Training for her second marathon: early starts, sore calves, strong coffee.",
    aboutZh: "正备战第二个马拉松:早起、小腿酸、咖啡要浓。",
    history: history([
      ["buy", "sp-0001-ice", 150],
      ["buy", "sp-0003", 118, 2],
      ["view", "sp-0006", 90, 150],
      ["buy", "sp-0006", 88],
      ["buy", "sp-0021", 60, 2],
      ["view", "sp-0009", 41, 60],
      ["buy", "sp-0009", 40],
      ["buy", "ct-0010", 34],
      ["buy", "sp-0021", 28, 2],
      ["view", "bt-0007", 15, 35],
      ["buy", "bt-0014", 14],
      ["view", "sp-0019", 5, 110],
      ["cart", "sp-0003", 3],
      ["wish", "sp-0019", 2.5],
      ["view", "sp-0002", 0.6, 85],
    ]),
  },
  {
    id: "gardener",
    name: "Walter, gardener",
    nameZh: "沃尔特,园丁",
    about: "Retired, an allotment and a balcony, opinions about tomatoes.",
    aboutZh: "退休,有一块菜园和一个阳台,对番茄很有主见。",
    history: history([
      ["buy", "gd-0001", 210],
      ["buy", "gd-0003", 204],
      ["buy", "gd-0013", 96, 3],
      ["buy", "gd-0010", 88],
      ["view", "gd-0018", 63, 130],
      ["buy", "gd-0018", 62],
      ["buy", "gd-0014", 47],
      ["buy", "bt-0002", 47],
      ["view", "gd-0021", 26, 70],
      ["buy", "gd-0013", 25, 2],
      ["view", "st-0003", 12, 95],
      ["wish", "gd-0020", 7],
      ["view", "gd-0009", 3, 75],
      ["cart", "gd-0011", 1.1],
      ["view", "gd-0019", 0.3, 45],
    ]),
  },
  {
    id: "game-host",
    name: "Jun, board-game host",
    nameZh: "小俊,桌游主人",
    about: "Four to six people around his table every Thursday, with snacks and house rules.",
    aboutZh: "每周四家里四到六人围桌开局,零食和家规齐备。",
    history: history([
      ["buy", "ty-0018", 190],
      ["buy", "ty-0016", 132],
      ["view", "ty-0012", 77, 140],
      ["buy", "ty-0012", 76],
      ["buy", "kt-0015", 58],
      ["buy", "ty-0015", 44],
      ["buy", "pn-0021", 44, 4],
      ["view", "ty-0017-tide", 21, 60],
      ["buy", "ty-0017-tide", 20],
      ["buy", "pn-0021", 13, 4],
      ["view", "ty-0014", 10, 170],
      ["wish", "ty-0014", 9.9],
      ["view", "ty-0022", 4, 55],
      ["cart", "ty-0022", 3.9],
      ["view", "ty-0013", 0.7, 120],
    ]),
  },
  {
    id: "gift-giver",
    name: "Elena, gift-giver with a dog",
    nameZh: "埃琳娜,爱送礼的养狗人",
    about: "Never forgets a birthday, wraps beautifully, and walks a spaniel called Pickle.",
    aboutZh: "从不忘记生日,包装一流,每天遛一只叫“酸瓜”的西班牙猎犬。",
    history: history([
      ["buy", "pt-0001-coral", 170],
      ["buy", "gf-0007", 124],
      ["buy", "gf-0001-fig", 124],
      ["buy", "pt-0009", 90, 2],
      ["buy", "gf-0008-berry", 72],
      ["buy", "gf-0004", 72, 3],
      ["view", "pt-0005-m", 51, 90],
      ["buy", "pt-0005-m", 50],
      ["buy", "pt-0009", 42, 2],
      ["view", "gf-0013", 24, 60],
      ["buy", "gf-0013", 23],
      ["buy", "gf-0005", 23],
      ["view", "gf-0012", 8, 50],
      ["cart", "gf-0012", 7.9],
      ["view", "pt-0003", 2, 45],
      ["view", "gf-0018", 0.5, 70],
    ]),
  },
];
