import fc from "fast-check";
import { describe, expect, it } from "vitest";
import cases from "./cases/terms.json";
import { MAX_BID, readTerms, type TermsKind } from "./readTerms";

const item = { id: "x", title: "X" };

describe("readTerms", () => {
  it.each(cases)("$name", ({ kind, row, terms, problems = [] }) => {
    const read = readTerms(kind as TermsKind, item, row);
    expect(read.problems.map(({ code }) => code)).toEqual(problems);
    expect(read.item?.[kind as TermsKind]).toEqual(terms ?? undefined);
    expect(read.item === undefined).toBe(terms === null);
  });

  it("never throws, and lets nothing impossible through, whatever the row holds", () => {
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom("0", "1e9", "∞", "-1", "3%", "2026-01-01"));
    const names = [
      "sponsor",
      "bid",
      "from",
      "to",
      "cap",
      "participation",
      "click_rate",
      "targets",
      "percent_off",
      "campaign",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom<TermsKind>("promotion", "campaign"),
        fc.dictionary(fc.constantFrom(...names), value),
        (kind, row) => {
          const { item: read } = readTerms(kind, item, row);
          const { campaign, promotion } = read ?? {};
          if (campaign) {
            expect(campaign.bid > 0 && campaign.bid <= MAX_BID).toBe(true);
            expect(campaign.sponsor.length).toBeGreaterThan(0);
            expect(campaign.participation ?? 1).toBeLessThanOrEqual(1);
          }
          const { from, to } = campaign ?? promotion ?? {};
          if (from !== undefined && to !== undefined) expect(to).toBeGreaterThan(from);
        },
      ),
    );
  });
});
