/** The merchandiser's file of the demo shop: one rule of each kind that can be seen on a shelf. */
import type { RulesFile } from "../../src/format/rules/rulesFile";

export const shopRules: RulesFile = {
  kind: "aisle-rules",
  schemaVersion: 1,
  version: "demo-1",
  rules: [
    { id: "no-pantry", kind: "filter", show: "never", where: { category: "Pantry" }, placements: ["home"] },
    { id: "light-season", kind: "boost", strength: 0.4, where: { category: "Lighting" }, placements: ["home"] },
    { id: "quiet-dear", kind: "bury", strength: 0.5, where: { minPrice: 150 } },
    { id: "two-a-department", kind: "limit", per: "department", most: 2, within: 8 },
    {
      id: "welcome",
      kind: "pin",
      position: 0,
      where: { category: "Gifts & Party" },
      placements: ["home"],
      segment: { shopper: "new" },
    },
  ],
};
