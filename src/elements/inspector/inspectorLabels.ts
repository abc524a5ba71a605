import type { InterestLabels } from "../interestList";
import type { LabelSet } from "../labels";
import { type CardLabels, cardLabels } from "../shelf/cardLabels";

export interface InspectorLabels extends InterestLabels {
  readonly title: string;
  readonly launcher: string;
  readonly close: string;
  readonly tabs: { readonly events: string; readonly profile: string; readonly why: string; readonly engine: string };
  readonly tabList: string;
  readonly noClient: string;
  readonly loading: string;
  readonly noEvents: string;
  readonly noInterests: string;
  readonly noShelves: string;
  readonly dropped: string;
  readonly captured: string;
  readonly eventsStored: (count: number) => string;
  readonly paused: string;
  readonly pause: string;
  readonly resume: string;
  readonly export: string;
  readonly erase: string;
  readonly eraseConfirm: string;
  readonly interests: string;
  readonly searches: string;
  readonly recent: string;
  readonly priceRange: string;
  readonly answeredBy: (rung: string) => string;
  readonly score: string;
  readonly explored: (probability: string) => string;
  readonly signals: CardLabels["signals"];
  readonly encoder: string;
  readonly build: string;
  readonly dataUpTo: (day: string) => string;
  /** Items of the build that this page's catalogue has. */
  readonly buildItems: string;
  readonly download: string;
  readonly embedding: string;
  readonly embeddingPaused: string;
  readonly embeddedByTable: (count: string) => string;
  readonly whyNot: string;
  readonly catalog: string;
  readonly items: string;
  readonly variants: string;
  readonly language: string;
  readonly uncovered: (percent: string) => string;
  readonly rejected: string;
  readonly repaired: string;
  readonly storage: string;
  readonly consent: string;
  readonly purposes: { readonly products: string; readonly ads: string };
  readonly states: {
    readonly pending: string;
    readonly off: string;
    readonly session: string;
    readonly persistent: string;
  };
  readonly runsIn: string;
  readonly restarts: string;
  readonly timings: string;
  readonly degraded: string;
  readonly instead: string;
  readonly nothingDegraded: string;
  readonly version: string;
}

export const inspectorLabels: LabelSet<InspectorLabels> = {
  en: {
    title: "Aisle inspector",
    launcher: "Inspect",
    close: "Close",
    tabs: { events: "Events", profile: "Profile", why: "Why", engine: "Engine" },
    tabList: "Views",
    noClient: "No Aisle client on this page yet.",
    loading: "Loading…",
    noEvents: "No events yet. Look at an item, and it appears here.",
    noInterests: "Nothing learned yet.",
    noShelves: "No shelf has been computed yet.",
    dropped: "Dropped",
    captured: "Read without tagging",
    eventsStored: (count) => `${count} events remembered`,
    paused: "Paused: nothing new is remembered.",
    pause: "Pause",
    resume: "Resume",
    export: "Export",
    erase: "Erase",
    eraseConfirm: "Really erase",
    interests: "Interests",
    searches: "Searches",
    recent: "Recently",
    priceRange: "Price range",
    answeredBy: (rung) => `answered by ${rung}`,
    score: "Score",
    explored: (probability) => `explored, p = ${probability}`,
    signals: cardLabels.en.signals,
    kinds: { category: "category", brand: "brand", item: "item" },
    strengthOf: (label) => `Strength of ${label}`,
    strength: (strength) => (strength === 0 ? "forgotten" : strength === 1 ? "as learned" : `× ${strength}`),
    forget: "Forget",
    forgetLabel: (label) => `Forget ${label}`,
    encoder: "Encoder",
    build: "Build",
    dataUpTo: (day) => `orders up to ${day}`,
    buildItems: "Items it knows",
    download: "Download",
    embedding: "Items embedded",
    embeddingPaused: "Waiting",
    embeddedByTable: (count) => `${count} with the table's vector meanwhile`,
    whyNot: "Why not",
    catalog: "Catalogue",
    items: "Items",
    variants: "Variants folded",
    language: "Language",
    uncovered: (percent) => `${percent} of word pieces unknown`,
    rejected: "Rows rejected",
    repaired: "Rows repaired",
    storage: "Storage",
    consent: "Consent",
    purposes: { products: "Products", ads: "Ads" },
    states: { pending: "Pending", off: "Off", session: "Session", persistent: "Persistent" },
    runsIn: "Runs in",
    restarts: "Restarts",
    timings: "Timings",
    degraded: "Degradations",
    instead: "Instead",
    nothingDegraded: "Everything works as it should.",
    version: "Version",
  },
  zh: {
    title: "Aisle 检查器",
    launcher: "检查",
    close: "关闭",
    tabs: { events: "事件", profile: "画像", why: "原因", engine: "引擎" },
    tabList: "视图",
    noClient: "此页面还没有 Aisle 客户端。",
    loading: "加载中…",
    noEvents: "还没有事件。看一件商品，它就会出现在这里。",
    noInterests: "还没有学到任何兴趣。",
    noShelves: "还没有计算过推荐。",
    dropped: "已丢弃",
    captured: "自动读取",
    eventsStored: (count) => `已记住 ${count} 个事件`,
    paused: "已暂停：不再记住新的行为。",
    pause: "暂停",
    resume: "继续",
    export: "导出",
    erase: "清除",
    eraseConfirm: "确认清除",
    interests: "兴趣",
    searches: "搜索",
    recent: "最近",
    priceRange: "价位",
    answeredBy: (rung) => `由 ${rung} 给出`,
    score: "得分",
    explored: (probability) => `探索，p = ${probability}`,
    signals: cardLabels.zh.signals,
    kinds: { category: "分类", brand: "品牌", item: "商品" },
    strengthOf: (label) => `${label} 的强度`,
    strength: (strength) => (strength === 0 ? "已忘记" : strength === 1 ? "按所学" : `× ${strength}`),
    forget: "忘记",
    forgetLabel: (label) => `忘记 ${label}`,
    encoder: "编码器",
    build: "训练结果",
    dataUpTo: (day) => `订单截至${day}`,
    buildItems: "已收录商品",
    download: "下载",
    embedding: "已编码商品",
    embeddingPaused: "等待中",
    embeddedByTable: (count) => `${count} 件暂用词表的向量`,
    whyNot: "未使用的原因",
    catalog: "商品目录",
    items: "商品",
    variants: "合并的款式",
    language: "语言",
    uncovered: (percent) => `${percent} 的词片未知`,
    rejected: "被拒绝的行",
    repaired: "已修复的行",
    storage: "存储",
    consent: "同意",
    purposes: { products: "商品", ads: "广告" },
    states: { pending: "待定", off: "关闭", session: "本次会话", persistent: "保留" },
    runsIn: "运行于",
    restarts: "重启次数",
    timings: "耗时",
    degraded: "降级",
    instead: "改为",
    nothingDegraded: "一切正常。",
    version: "版本",
  },
};
