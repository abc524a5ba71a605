/** What each of the shop's own spaces added, placement by placement: for the log and the report. */
import type { Choice } from "../report/report";
import { signed } from "./evaluateCommand";
import type { LearnedPlacement } from "./learnAssets";

/** @param spaces names, as they were given; without behaviour there are no placements, and nothing to weigh them by */
export function printSpaces(placements: readonly LearnedPlacement[], spaces: readonly string[]): string {
  return spaces
    .map((name) => {
      const found = placements.flatMap((placement) =>
        placement.spaces
          .filter(({ space }) => space === name)
          .map((gain) => `  ${placement.job}: ${described(gain)}\n`),
      );
      return `space ${name}\n${found.length > 0 ? found.join("") : "  left out: without events there is no telling what it is worth\n"}`;
    })
    .join("");
}

export function spaceChoices(placements: readonly LearnedPlacement[]): Choice[] {
  return placements.flatMap(({ job, spaces }) =>
    spaces.map((gain) => ({
      name: `${job}: space ${gain.space}`,
      chosen: gain.kept ? "in the blend" : "left out",
      tried: [{ value: described(gain) }],
    })),
  );
}

function described({ gain, kept }: LearnedPlacement["spaces"][number]): string {
  const { mean, low, high } = gain;
  return `${kept ? "in the blend" : "left out"}, NDCG@10 ${signed(mean)} [${signed(low)}, ${signed(high)}] on validation cases of other shoppers`;
}
