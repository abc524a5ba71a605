/** Results of the removal test, as Markdown. */
import { isRight, type Removal } from "../../e2e/harness/removal";

export interface FidelityReportOptions {
  readonly arms: Readonly<Record<string, readonly Removal[]>>;
  readonly seed: number;
  readonly browser: string;
}

export function fidelityReport({ arms, seed, browser }: FidelityReportOptions): string {
  const all = Object.values(arms).flat();
  const scored = all.filter(({ lost }) => lost !== undefined);
  const gone = all.filter(({ lost }) => lost === undefined);
  const because = (why: Removal["mayGo"]) => gone.filter(({ mayGo }) => mayGo === why).length;
  const single = scored.filter(({ acts }) => acts === 1);
  const left = scored.filter((one) => one.left).length;
  const lines = [
    "# Explanations put to the removal test",
    "",
    `${all.length} reasons that cite what a shopper did, drawn from shelves of eight (seed ${seed}). For each, everything the shopper did`,
    "with the cited item is deleted from the browser's database, a new client is created (`createAisle`), and the shelf is asked",
    "for again. A reason is right when the item's score has lost what the reason claimed, within 1% of the claim. The shoppers",
    "are of the demo shop's order history; the engine's clock stands still, and vectors are the table's where a build ships none.",
    "`npm run bench:fidelity` prints this, and exits 1 when a reason is wrong.",
    "",
    `**${scored.filter(isRight).length} of ${scored.length} reasons claim what the score lost. The item then left the shelf in ${percent(left, scored.length)} of the cases.**`,
    "",
    `Of the other ${gone.length} the item is gone from the whole ranking, so that there is no score to compare: ${because("itself")} cite the very item`,
    `(shelves of what was bought before), ${because("aimed")} stand on ads aimed at an interest that nothing else in the history makes, ${because("shelf")} on shelves for a cart that is then`,
    `empty, ${because(undefined)} have no such cause.`,
    `The act that is named is all there is of the cited item in the log for ${single.length} reasons, ${single.filter(isRight).length} of them right; for the others the`,
    "claim is for all acts on the item, of which the strongest is named.",
    "",
    row([
      "shelves ranked by",
      "placement",
      "reasons",
      "right",
      "largest error, of the claim",
      "left the shelf",
      "gone from the ranking",
    ]),
    row(["---", "---", "---:", "---:", "---:", "---:", "---:"]),
  ];
  for (const [name, removals] of Object.entries(arms)) {
    for (const [placement, own] of grouped(removals)) {
      const errors = own.flatMap(({ lost, claimed }) =>
        lost === undefined ? [] : [Math.abs(lost - claimed) / Math.abs(claimed)],
      );
      lines.push(
        row([
          name,
          placement,
          String(own.length),
          String(own.filter(isRight).length),
          errors.length === 0 ? "–" : `${(100 * Math.max(...errors)).toFixed(4)}%`,
          percent(own.filter((one) => one.left).length, own.length),
          String(own.filter(({ lost }) => lost === undefined).length),
        ]),
      );
    }
  }
  return [...lines, "", `${browser}.`, ""].join("\n");
}

function grouped(removals: readonly Removal[]): [string, Removal[]][] {
  const groups = new Map<string, Removal[]>();
  for (const removal of removals) {
    const { placement, collection } = removal.query;
    const name = collection ?? placement;
    groups.set(name, [...(groups.get(name) ?? []), removal]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function percent(count: number, of: number): string {
  return of === 0 ? "–" : `${((100 * count) / of).toFixed(1)}%`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
