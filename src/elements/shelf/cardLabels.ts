import type { Availability, Signal } from "../../types";
import type { LabelSet } from "../labels";

export interface CardLabels {
  /** On an ad, before who pays for it. */
  readonly ad: string;
  /** `fairness` is the shop's doing too, and goes by the name of `rule`. */
  readonly signals: Readonly<Record<Exclude<Signal, "fairness">, string>>;
  readonly why: string;
  readonly whyItem: (title: string) => string;
  readonly counted: string;
  readonly close: string;
  readonly notInterested: string;
  readonly notInterestedItem: (title: string) => string;
  readonly dismissed: (title: string) => string;
  readonly percentOff: (percent: number) => string;
  readonly regularPrice: string;
  readonly salePrice: string;
  readonly availability: Readonly<Partial<Record<Availability, string>>>;
}

export const cardLabels: LabelSet<CardLabels> = {
  en: {
    ad: "Ad",
    signals: {
      text: "Like what you looked at",
      vectors: "Close to your taste",
      words: "Shared words",
      behaviour: "Bought by others",
      habit: "Your habits",
      popularity: "Popular",
      freshness: "New",
      category: "Category you like",
      brand: "Brand you like",
      price: "Your price range",
      query: "Your search",
      recency: "Seen lately",
      rule: "Shop's pick",
    },
    why: "Why this?",
    whyItem: (title) => `Why ${title}?`,
    counted: "What counted",
    close: "Close",
    notInterested: "Not interested",
    notInterestedItem: (title) => `Not interested in ${title}`,
    dismissed: (title) => `${title} is gone from this shelf.`,
    percentOff: (percent) => `−${percent}%`,
    regularPrice: "Regular price",
    salePrice: "Sale price",
    availability: { preorder: "Pre-order", backorder: "Back soon", out_of_stock: "Sold out" },
  },
  zh: {
    ad: "广告",
    signals: {
      text: "与你看过的相似",
      vectors: "贴近你的喜好",
      words: "用词相近",
      behaviour: "他人也买",
      habit: "你的习惯",
      popularity: "受欢迎",
      freshness: "新品",
      category: "你喜欢的分类",
      brand: "你喜欢的品牌",
      price: "你的价位",
      query: "你的搜索",
      recency: "最近看过",
      rule: "店铺精选",
    },
    why: "为什么推荐？",
    whyItem: (title) => `为什么推荐${title}？`,
    counted: "考虑因素",
    close: "关闭",
    notInterested: "不感兴趣",
    notInterestedItem: (title) => `对${title}不感兴趣`,
    dismissed: (title) => `已从此处移除：${title}`,
    percentOff: (percent) => `−${percent}%`,
    regularPrice: "原价",
    salePrice: "现价",
    availability: { preorder: "预售", backorder: "即将到货", out_of_stock: "已售罄" },
  },
};
