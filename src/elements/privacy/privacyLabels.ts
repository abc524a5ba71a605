import type { ConsentState } from "../../types";
import type { InterestLabels } from "../interestList";
import type { LabelSet } from "../labels";

export interface PrivacyLabels extends InterestLabels {
  readonly loading: string;
  readonly where: string;
  /** The same once the shopper has agreed to reports. */
  readonly whereReports: string;
  readonly choice: string;
  readonly adsChoice: string;
  readonly states: Readonly<Record<ConsentState, string>>;
  readonly stateNotes: Readonly<Record<ConsentState, string>>;
  readonly signal: string;
  readonly remembered: (count: number) => string;
  readonly nothing: string;
  readonly paused: string;
  readonly interests: string;
  readonly interestsNote: string;
  readonly recent: string;
  readonly searches: string;
  readonly tastes: string;
  readonly reports: string;
  readonly reportsNote: (questions: number) => string;
  readonly reportsAgree: string;
  readonly reportsSent: string;
  readonly control: string;
  readonly pause: string;
  readonly resume: string;
  readonly export: string;
  readonly forgetAll: string;
  readonly forgetAllConfirm: string;
  readonly forgotten: string;
}

export const privacyLabels: LabelSet<PrivacyLabels> = {
  en: {
    loading: "One moment…",
    where: "What you do here is remembered in this browser only. It is not sent to the shop or to anybody else.",
    whereReports:
      "What you do here is remembered in this browser only. Nothing of it is sent to anybody but the answers by chance that you agreed to below.",
    choice: "For suggestions, this shop may remember what I look at",
    adsChoice: "For advertising",
    states: { pending: "Not decided", off: "Not at all", session: "This visit", persistent: "On this device" },
    stateNotes: {
      pending: "Nothing is remembered until you choose.",
      off: "Forgotten as soon as you leave the page.",
      session: "Forgotten when this visit ends.",
      persistent: "Kept until you forget it here, or it grows old.",
    },
    signal: "Your browser asks shops not to share or sell your data. Advertising stays off unless you turn it on here.",
    remembered: (count) => (count === 1 ? "1 thing you did is remembered." : `${count} things you did are remembered.`),
    nothing: "Nothing is remembered.",
    paused: "Remembering is paused.",
    interests: "What it seems you like",
    interestsNote: "Move a slider to see more or less of it, or let it be forgotten.",
    recent: "What you looked at last",
    searches: "What you searched for",
    tastes: "Tastes of friends",
    reports: "Help this shop choose",
    reportsNote: (questions) =>
      `This shop tries out different shelves and asks ${questions === 1 ? "1 question" : `${questions} questions`} about them, such as whether people came back. If you agree, your browser answers each once. Chance changes the answer on its way out, so nobody can tell what yours was; only the sum of many says something.`,
    reportsAgree: "Yes, answer by chance",
    reportsSent: "What was sent, to the letter",
    control: "Your data",
    pause: "Pause",
    resume: "Go on",
    export: "Download a copy",
    forgetAll: "Forget everything",
    forgetAllConfirm: "Yes, forget everything",
    forgotten: "Everything is forgotten.",
    kinds: { category: "", brand: "brand", item: "item" },
    strengthOf: (label) => `How much of ${label}`,
    strength: (strength) =>
      strength === 0 ? "none of it" : strength < 1 ? "less" : strength === 1 ? "as it is" : "more",
    forget: "Forget",
    forgetLabel: (label) => `Forget ${label}`,
  },
  zh: {
    loading: "请稍候…",
    where: "你在这里的浏览只保存在这个浏览器里，不会发送给商店或任何人。",
    whereReports: "你在这里的浏览只保存在这个浏览器里。除了你在下面同意的随机作答，不会发送给任何人。",
    choice: "为了推荐，商店可以记住我看过什么",
    adsChoice: "用于广告",
    states: { pending: "尚未决定", off: "不要记住", session: "仅本次访问", persistent: "保存在此设备" },
    stateNotes: {
      pending: "在你选择之前，什么都不会记住。",
      off: "离开页面后立即忘记。",
      session: "本次访问结束后忘记。",
      persistent: "一直保留，直到你在这里清除或过期。",
    },
    signal: "你的浏览器要求商店不共享、不出售你的数据。除非你在这里打开，广告保持关闭。",
    remembered: (count) => `已记住你的 ${count} 个行为。`,
    nothing: "什么都没有记住。",
    paused: "已暂停记忆。",
    interests: "你似乎喜欢",
    interestsNote: "移动滑块可以多看或少看，也可以让它被忘记。",
    recent: "你最近看过",
    searches: "你搜索过",
    tastes: "朋友的喜好",
    reports: "帮助商店做选择",
    reportsNote: (questions) =>
      `商店在试验不同的货架，并提出 ${questions} 个问题，例如顾客是否再次光临。若你同意，浏览器对每个问题只回答一次；答案在发出前会被随机改动，因此没有人知道你真正的答案，只有许多人的总和才有意义。`,
    reportsAgree: "同意，随机作答",
    reportsSent: "已发送的内容，一字不差",
    control: "你的数据",
    pause: "暂停",
    resume: "继续",
    export: "下载副本",
    forgetAll: "全部忘记",
    forgetAllConfirm: "是的，全部忘记",
    forgotten: "已全部忘记。",
    kinds: { category: "", brand: "品牌", item: "商品" },
    strengthOf: (label) => `${label} 的多少`,
    strength: (strength) =>
      strength === 0 ? "完全不要" : strength < 1 ? "少一些" : strength === 1 ? "保持" : "多一些",
    forget: "忘记",
    forgetLabel: (label) => `忘记 ${label}`,
  },
};
