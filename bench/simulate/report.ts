/** The simulation's table, as Markdown: arms × measures with intervals, and the article's claims beside what we get. */
import { MEASURE_TEXTS, MEASURES, type Measure } from "../../demo/simulate/measures";
import type { OrderShape } from "../../demo/simulate/shape";
import { TARGETS } from "../../demo/simulate/targets";
import type { SeedResult } from "./compareArms";
import { changeInterval, type Interval, interval } from "./interval";
import { AD_RETENTION_CLAIM, CLAIMS, PROTOCOL } from "./protocol";

const PERCENT: ReadonlySet<Measure> = new Set([
  "clickThrough",
  "conversion",
  "promotionClickThrough",
  "participation",
  "adClickThrough",
  "adConversion",
  "retention",
]);

export interface ReportOptions {
  readonly results: readonly SeedResult[];
  readonly shoppers: number;
  /** Arms that changes are stated against, by name. */
  readonly baselines: readonly string[];
  /** The arm whose changes stand beside the claims. */
  readonly ours?: string;
}

export function simulationReport({ results, shoppers, baselines, ours }: ReportOptions): string {
  const arms = Object.keys(results[0].arms);
  const values = (arm: string, name: Measure) => results.map((result) => result.arms[arm][name]);
  const changed = (arm: string, base: string, name: Measure) =>
    change(changeInterval(values(arm, name), values(base, name)));
  const lines = [
    "# A simulated shop",
    "",
    "**This is a simulation**: people, goods and luck are made by `demo/simulate`, which shares no code and no number with",
    "the recommender. Its orders have the shape of real ones (last table); what its shoppers feel about a shelf is an",
    "assumption. It shows what follows from those assumptions, not what a shop will see.",
    "",
    `Worlds of seeds ${results.map(({ seed }) => seed).join(", ")} of the protocol's ${PROTOCOL.seeds.length}, ${shoppers} new shoppers each, followed for`,
    `${PROTOCOL.followDays} days; the same shoppers with the same luck in every arm. \`npm run simulate\` prints this.`,
    results.length > 1
      ? "Mean over the worlds with its 95% interval (Student's t); changes are of that mean, intervals by the jackknife over worlds."
      : "**One world gives no interval**: how much another one would differ is not known.",
    "",
    "## Arms and measures",
    "",
    row(["measure", ...arms]),
    row(["---", ...arms.map(() => "---:")]),
    ...MEASURES.map((name) =>
      row([`**${name}**: ${MEASURE_TEXTS[name]}`, ...arms.map((arm) => shown(interval(values(arm, name)), name))]),
    ),
  ];
  for (const base of baselines) {
    const others = arms.filter((arm) => arm !== base);
    lines.push(
      "",
      `## Change against *${base}*`,
      "",
      row(["measure", ...others]),
      row(["---", ...others.map(() => "---:")]),
      ...MEASURES.map((name) => row([name, ...others.map((arm) => changed(arm, base, name))])),
    );
  }
  if (ours !== undefined) {
    lines.push(
      "",
      "## The article's claims beside it",
      "",
      "The article gives one number a measure, and neither a baseline nor a spread.",
      "",
      row(["measure", "the article", ...baselines.map((base) => `${ours} against ${base}`)]),
      row(["---", "---:", ...baselines.map(() => "---:")]),
      ...(Object.keys(CLAIMS) as (keyof typeof CLAIMS)[]).map((name) =>
        row([
          name,
          name === "retention" ? `${signed(CLAIMS[name])} (ads ${signed(AD_RETENTION_CLAIM)})` : signed(CLAIMS[name]),
          ...baselines.map((base) => changed(ours, base, name)),
        ]),
      ),
    );
  }
  lines.push("", "## The shape of its orders", "", ...shapeTable(results.map(({ shape }) => shape)), "");
  return lines.join("\n");
}

function shapeTable(shapes: readonly OrderShape[]): string[] {
  const wanted = flat(TARGETS);
  const found = shapes.map((shape) => flat(shape));
  return [
    row(["", "UCI Online Retail, lines in fives", "simulated shop"]),
    row(["---", "---:", "---:"]),
    ...Object.keys(wanted).map((name) => {
      const { mean, low, high } = interval(found.map((shape) => shape[name]));
      return row([name, String(wanted[name]), withInterval({ mean, low, high }, number)]);
    }),
  ];
}

function flat(value: object, path = ""): Record<string, number> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "object" ? Object.entries(flat(inner, `${path}${key}.`)) : [[`${path}${key}`, inner]],
    ),
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function shown(found: Interval, name: Measure): string {
  if (!PERCENT.has(name)) return withInterval(found, (value) => value.toFixed(1));
  return withInterval(found, (value) => `${(100 * value).toFixed(2)}%`);
}

function change(found: Interval): string {
  return withInterval(found, signed);
}

/** What nobody saw is a dash; what was seen once has no interval. */
function withInterval({ mean, low, high }: Interval, text: (value: number) => string): string {
  if (!Number.isFinite(mean)) return "–";
  return Number.isFinite(low) && Number.isFinite(high) ? `${text(mean)} (${text(low)} to ${text(high)})` : text(mean);
}

function signed(value: number): string {
  return `${value >= 0 ? "+" : "−"}${Math.abs(100 * value).toFixed(1)}%`;
}

function number(value: number): string {
  return value.toFixed(Math.abs(value) < 2 ? 3 : 1);
}
