import { describe, expect, it } from "vitest";
import type { Evidence, Reason, Signal } from "../types";
import { reasonText } from "./reasonText";

const reason = (evidence: Evidence, signal: Signal = "text"): Reason => ({ signal, contribution: 1, evidence });
const event = {
  kind: "event",
  event: "view_item",
  itemId: "a",
  title: "Red mug",
  at: Date.UTC(2026, 2, 5, 12),
} as const;

describe("reasonText", () => {
  it.each<[Evidence, Signal, string, string]>([
    [event, "text", "Because you looked at “Red mug”", "因为您看过“Red mug”"],
    [{ ...event, event: "purchase" }, "words", "Because you bought “Red mug”", "因为您买过“Red mug”"],
    [{ ...event, event: "select_item" }, "text", "Because you looked at “Red mug”", "因为您看过“Red mug”"],
    [event, "recency", "You looked at this on March 5", "您在3月5日看过"],
    [{ ...event, event: "purchase" }, "habit", "You bought this on March 5", "您在3月5日买过"],
    [{ kind: "category", value: "Kitchen" }, "category", "You often look at Kitchen", "您常看Kitchen"],
    [
      { kind: "price", low: 5.5, high: 20.4, currency: "EUR" },
      "price",
      "In your usual price range, €5.5 to €20",
      "符合您常看的价位：€5.5 至 €20",
    ],
    [{ kind: "query", text: "mug" }, "query", "Matches “mug”", "与“mug”相符"],
    [{ kind: "item", itemId: "a", title: "Red mug" }, "text", "Similar to “Red mug”", "与“Red mug”相似"],
    [{ kind: "basket", itemId: "a", title: "Red mug" }, "text", "Goes with “Red mug”", "与“Red mug”搭配"],
    [
      { kind: "basket", itemId: "a", title: "Red mug" },
      "behaviour",
      "Often bought with “Red mug”",
      "常与“Red mug”一起购买",
    ],
    [event, "behaviour", "Often bought with “Red mug”", "常与“Red mug”一起购买"],
    [
      { kind: "due", itemId: "a", title: "Flour", at: event.at, everyDays: 29.6 },
      "habit",
      "You buy this about every 30 days",
      "您大约每 30 天买一次",
    ],
    [{ kind: "popularity" }, "popularity", "Popular in this shop", "本店热销"],
    [{ kind: "freshness" }, "freshness", "New in this shop", "本店新品"],
    [{ kind: "feed" }, "rule", "From this shop’s selection", "本店精选"],
  ])("%j for %s", (evidence, signal, english, chinese) => {
    expect(reasonText(reason(evidence, signal), "en")).toBe(english);
    expect(reasonText(reason(evidence, signal), "zh-CN")).toBe(chinese);
  });

  it("shortens long titles, between characters", () => {
    const text = reasonText(reason({ kind: "item", itemId: "a", title: "🎁".repeat(500) }));
    expect(text).toBe(`Similar to “${"🎁".repeat(59)}…”`);
  });

  it("survives a currency and a locale that do not exist", () => {
    expect(reasonText(reason({ kind: "price", low: 1, high: 2, currency: "gold" }), "not a locale")).toContain("gold");
  });
});
