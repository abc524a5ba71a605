import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "../../src/server/train/seededRandom";
import { readOnlineRetail } from "../replay/readOnlineRetail";
import { ablationsMarkdown, benchAblations } from "./ablations";
import { embedTexts } from "./embedTexts";
import { benchSeed, type SeedResult } from "./leaveOneOutBench";
import { qualityMarkdown } from "./qualityMarkdown";
import { printReport, qualityReport } from "./qualityTable";
import { readBaskets, readScientific, type SequenceData, shuffleWithin } from "./readSequences";
import { benchTemporal } from "./temporalBench";

export interface QualityOptions {
  readonly root: string;
  readonly shared: string;
  readonly arguments: readonly string[];
}

const DATA_SETS = ["scientific", "online-retail", "online-retail-temporal", "ablations"];
const BUDGETS = ["whole", "small"];
const SEEDS = [1, 2, 3, 4, 5];

/** @returns the exit status */
export async function runQuality({ root, shared, arguments: args }: QualityOptions): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "string" },
      /** The same as tables. */
      markdown: { type: "string" },
      encoder: { type: "string", default: join(root, "public/aisle/encoder") },
      /** Fewer orders of the baskets, for a quick look. */
      seeds: { type: "string", default: String(SEEDS.length) },
      /** Of the ablations. */
      budget: { type: "string", default: "whole" },
      only: { type: "string", multiple: true },
    },
  });
  const [which] = positionals;
  const seeds = SEEDS.slice(0, Number(values.seeds));
  if (
    positionals.length !== 1 ||
    seeds.length === 0 ||
    !DATA_SETS.includes(which) ||
    !BUDGETS.includes(values.budget)
  ) {
    console.error(
      "Usage: npm run bench:quality -- scientific|online-retail|online-retail-temporal|ablations [--json FILE] [--markdown FILE] [--encoder DIR] [--seeds 1..5] [--budget whole|small] [--only VARIANT]…",
    );
    return 2;
  }
  const cacheFolder = join(root, "node_modules/.cache/aisle");
  const embed = (texts: readonly string[]) => embedTexts(texts, { encoderFolder: values.encoder, cacheFolder });
  const log = (line: string) => console.log(`  ${line}`);
  const write = (report: object) => {
    if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  };
  if (which === "online-retail-temporal") {
    write(await benchTemporal({ lines: readOnlineRetail(shared), embed, log }));
    return 0;
  }
  if (which === "ablations") {
    const budget = values.budget === "small" ? "small" : "whole";
    const data = readScientific(shared);
    await benchAblations({
      ...{ data, embed, budget, log, cacheFolder, only: values.only, encoderFolder: values.encoder },
      seeds: seeds.slice(0, 3),
      onRow: (rows) => {
        write({ ablations: rows });
        if (values.markdown) writeFileSync(values.markdown, ablationsMarkdown(rows));
      },
    });
    return 0;
  }
  const data: SequenceData = which === "scientific" ? readScientific(shared) : readBaskets(shared);
  // The order of Scientific is given, and nothing in the training is random: one seed is all there is.
  const orders =
    which === "scientific" ? [data.histories] : seeds.map((seed) => shuffleWithin(data.histories, seededRandom(seed)));
  const embedded = await embed(data.texts);
  const interactions = data.histories.reduce((sum, history) => sum + history.length, 0);
  console.log(
    `${data.name}: ${data.histories.length} histories, ${data.texts.length} items, ${interactions} interactions`,
  );
  const results: SeedResult[] = [];
  orders.forEach((histories, order) => {
    if (orders.length > 1) console.log(`order ${order + 1} of ${orders.length}`);
    results.push(benchSeed({ histories, texts: data.texts, embedded, settings: results[0]?.settings, log }));
  });
  const report = qualityReport(results);
  console.log(printReport(report));
  write(report);
  if (values.markdown) {
    const seedsText = orders.length > 1 ? ` Mean of ${orders.length} seeded orders within baskets.` : "";
    const text = `${data.histories.length} histories, ${data.texts.length} items, ${interactions} interactions. Leave-one-out, all items ranked, nothing masked, equal scores share the mean of their ranks, histories cut to 50; models fitted on what precedes the last two items, everything chosen on the last but one, the last looked at once; weights read back from the files that ship.${seedsText} Encoder: ${embedded.modelId}.`;
    writeFileSync(values.markdown, qualityMarkdown(report, { title: data.name, text }));
  }
  return 0;
}
