import { describe, expect, it } from "vitest";
import { pickLabels } from "./labels";
import { shelfLabels } from "./shelf/shelfLabels";

describe("pickLabels", () => {
  it.each([
    ["zh", "zh"],
    ["zh-Hant-TW", "zh"],
    ["ZH-cn", "zh"],
    ["en-GB", "en"],
    ["de", "en"],
    ["zha", "en"],
    ["", "en"],
  ] as const)("answers %j in %s", (locale, language) => {
    expect(pickLabels(shelfLabels, locale)).toBe(shelfLabels[language]);
  });

  it("puts the shop's words on top", () => {
    const own = pickLabels(shelfLabels, "en", { next: "Vor" });
    expect(own.next).toBe("Vor");
    expect(own.previous).toBe(shelfLabels.en.previous);
  });
});
