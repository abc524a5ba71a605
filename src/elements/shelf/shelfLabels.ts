import type { Placement } from "../../types";
import type { LabelSet } from "../labels";

export interface ShelfLabels {
  readonly headings: Readonly<Record<Placement, string>>;
  readonly previous: string;
  readonly next: string;
  readonly empty: string;
}

export const shelfLabels: LabelSet<ShelfLabels> = {
  en: {
    headings: {
      home: "For you",
      related: "You may also like",
      complement: "Goes well with it",
      again: "Buy again",
      recent: "Recently viewed",
      trending: "Trending now",
      new: "New in",
      search: "Results",
    },
    previous: "Previous items",
    next: "More items",
    empty: "Nothing here yet. Look around, and this shelf fills with what fits you.",
  },
  zh: {
    headings: {
      home: "为你推荐",
      related: "你可能还喜欢",
      complement: "搭配推荐",
      again: "再次购买",
      recent: "最近浏览",
      trending: "热门商品",
      new: "新品上架",
      search: "搜索结果",
    },
    previous: "上一组",
    next: "下一组",
    empty: "这里还没有内容。随便逛逛，适合你的商品会出现在这里。",
  },
};
