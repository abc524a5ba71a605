/**
 * Online Retail cut in time: what customers bought before a moment ranks their first basket after it. `all`: every item,
 * owned ones included (the job of `again`); `new`: items new to the customer (the job of `home`). Everything is chosen
 * on the month before the test's split, with models that end where that month begins.
 */
import { readItemItem, writeItemItem } from "../../src/format/behaviour/itemItem";
import { readTextHead, writeTextHead } from "../../src/format/behaviour/textHead";
import { DAY_MS } from "../../src/profile/decay";
import { topRows } from "../../src/ranking/topRows";
import { pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import type { Blend } from "../../src/server/evaluate/rankBlends";
import { denseSignal, type Signal, sparseSignal } from "../../src/server/evaluate/signals";
import { standardised } from "../../src/server/evaluate/standardised";
import { climbBlend } from "../../src/server/evaluate/tuneBlend";
import { coOccurrences, easeWeights } from "../../src/server/train/itemItem";
import { pruneRows } from "../../src/server/train/pruneRows";
import { seededRandom } from "../../src/server/train/seededRandom";
import { fitTextHead, headSimilarity, textMoments } from "../../src/server/train/textHead";
import { tfIdfSimilarity } from "../../src/server/train/textSimilarity";
import { qualityAt } from "../replay/metrics";
import type { OrderLine } from "../replay/readOnlineRetail";
import { type Customer, type Split, splitAt } from "../replay/splitAt";
import type { EmbeddedTexts } from "./embedTexts";

const TEST_SPLIT = Date.UTC(2011, 9, 1);
const VALIDATION_SPLIT = Date.UTC(2011, 8, 1);
const CUT = 10;
const PER_ROW = 50;
const NAMES = [
  "frequency",
  "recent frequency",
  "last basket",
  "EASE customers",
  "EASE baskets",
  "EASE recent",
  "TF-IDF",
  "adapted BERT",
  "30-day popularity",
  "popularity",
  "freshness",
] as const;
type Name = (typeof NAMES)[number];
type Job = "all" | "new";

interface Settings {
  /** EASE's λ over customers, and over baskets. */
  readonly customers: number;
  readonly baskets: number;
  readonly halfLifeDays: number;
}

/** Scores of every signal for one customer; the blend adds them. */
interface Scored {
  readonly customer: Customer;
  readonly parts: readonly Float32Array[];
}

export interface TemporalInput {
  readonly lines: readonly OrderLine[];
  readonly embed: (texts: readonly string[]) => Promise<EmbeddedTexts>;
  readonly log: (line: string) => void;
}

export async function benchTemporal({ lines, embed, log }: TemporalInput) {
  const known = lines.filter((line) => line.at < TEST_SPLIT);
  const validation = await prepare(splitAt(known, VALIDATION_SPLIT), known, embed);
  const choice: Record<Job, { blend: Blend; settings: Settings; quality: number } | undefined> = {
    all: undefined,
    new: undefined,
  };
  for (const settings of grid()) {
    const scored = validation.score(settings);
    for (const job of ["all", "new"] as const) {
      const tuned = climbBlend((blends) => blends.map((blend) => mean(gains(scored, blend, job))), {
        start: startOf(job),
      });
      log(`${job} ${JSON.stringify(settings)}: validation NDCG@10 ${tuned.quality.toFixed(4)}`);
      if (tuned.quality > (choice[job]?.quality ?? -1)) choice[job] = { ...tuned, settings };
    }
  }
  const test = await prepare(splitAt(lines, TEST_SPLIT), lines, embed);
  const report: Record<string, unknown> = {};
  const aisle: Record<string, unknown> = {};
  const baselines: Record<string, Record<string, unknown>> = {};
  const ci: Record<string, Record<string, unknown>> = {};
  for (const job of ["all", "new"] as const) {
    const { blend, settings } = choice[job] as NonNullable<(typeof choice)[Job]>;
    const scored = test.score(settings);
    const own = gains(scored, blend, job);
    aisle[job] = { "ndcg@10": mean(own), customers: own.length };
    report[job] = { settings, blend: Object.fromEntries(NAMES.map((name, s) => [name, blend[s]])) };
    for (const [name, row] of Object.entries(baselineBlends())) {
      const theirs = gains(scored, row, job);
      baselines[name] = { ...baselines[name], [job]: { "ndcg@10": mean(theirs) } };
      const interval = pairedBootstrap(own, theirs, { random: seededRandom(1) });
      ci[name] = { ...ci[name], [job]: { "ndcg@10": interval } };
      log(
        `${job} ${name.padEnd(24)} ${mean(theirs).toFixed(4)}  aisle's gain ${interval.mean.toFixed(4)} [${interval.low.toFixed(4)}, ${interval.high.toFixed(4)}]`,
      );
    }
    log(`${job} aisle ${mean(own).toFixed(4)}, ${own.length} customers`);
  }
  return { aisle, baselines, ci, chosen: report };
}

function grid(): Settings[] {
  return [
    { customers: 200, baskets: 200, halfLifeDays: 60 },
    { customers: 500, baskets: 500, halfLifeDays: 60 },
    { customers: 500, baskets: 200, halfLifeDays: 120 },
  ];
}

function startOf(job: Job): Blend {
  const start: Partial<Record<Name, number>> =
    job === "all"
      ? { frequency: 1, "recent frequency": 0.5, "EASE customers": 0.3, "30-day popularity": 0.15 }
      : { "EASE customers": 1, "EASE baskets": 0.5, "TF-IDF": 0.3, "30-day popularity": 0.5 };
  return NAMES.map((name) => start[name] ?? 0);
}

/** Ties among items never bought go to what sells: a baseline should be as good as it can be. */
function baselineBlends(): Record<string, Blend> {
  const only = (weights: Partial<Record<Name, number>>) => NAMES.map((name) => weights[name] ?? 0);
  return {
    popularity: only({ popularity: 1 }),
    "30-day popularity": only({ "30-day popularity": 1 }),
    "personal frequency": only({ frequency: 1, "30-day popularity": 1e-4 }),
    "recent frequency": only({ "recent frequency": 1, "30-day popularity": 1e-4 }),
    "EASE customers": only({ "EASE customers": 1 }),
    "EASE baskets": only({ "EASE baskets": 1 }),
    "TF-IDF kNN": only({ "TF-IDF": 1 }),
  };
}

async function prepare(split: Split, lines: readonly OrderLine[], embed: TemporalInput["embed"]) {
  const { catalog, at } = split;
  const items = catalog.items.length;
  const before = lines.filter((line) => line.at < at && catalog.rowOf.has(line.itemId)).toSorted((a, b) => a.at - b.at);
  const rowOf = (line: OrderLine) => catalog.rowOf.get(line.itemId) as number;
  const sequences = (keyOf: (line: OrderLine) => string): number[][] => {
    const found = new Map<string, number[]>();
    for (const line of before) {
      const rows = found.get(keyOf(line));
      if (rows) rows.push(rowOf(line));
      else found.set(keyOf(line), [rowOf(line)]);
    }
    return [...found.values()];
  };
  const customers = sequences((line) => line.customer);
  const baskets = sequences((line) => line.invoice);
  const byCustomers = coOccurrences(customers, items);
  const byBaskets = coOccurrences(baskets, items);
  const texts = catalog.items.map(({ title }) => title.toLowerCase());
  const words = standardised(denseSignal("", tfIdfSimilarity(texts), 1));
  const { modelId, vectors, dimensions } = await embed(texts);
  const fittedHead = fitTextHead(textMoments(vectors, dimensions, baskets, { decay: 1 }), {
    ridge: 0.03,
    spread: 0.03,
  });
  const head = readTextHead(writeTextHead({ modelId, ...fittedHead }));
  const text = standardised(denseSignal("", headSimilarity(head, vectors), 1));
  const fitted = new Map<string, Signal>();
  const ease = (kind: "customers" | "baskets", lambda: number): Signal => {
    const key = `${kind} ${lambda}`;
    let signal = fitted.get(key);
    if (!signal) {
      const pruned = pruneRows(easeWeights(kind === "customers" ? byCustomers : byBaskets, lambda), {
        perRow: PER_ROW,
        catalogDigest: new Uint8Array(16),
      });
      signal = standardised(sparseSignal(key, readItemItem(writeItemItem(pruned)), 1));
      fitted.set(key, signal);
    }
    return signal;
  };
  const recent = spreadOut(Float32Array.from(catalog.items, (item) => Math.log1p(item.popularity ?? 0)));
  const popular = spreadOut(
    Float32Array.from(catalog.items, (_, row) => Math.log1p(byBaskets.values[row * items + row])),
  );
  const fresh = spreadOut(
    Float32Array.from(catalog.items, ({ availableSince }) =>
      availableSince === undefined ? 0 : Math.exp((availableSince - at) / (60 * DAY_MS)),
    ),
  );
  const score = (settings: Settings): Scored[] =>
    split.customers.map((customer) => {
      const habits = habitsOf(customer, { items, at, rowOf, halfLifeDays: settings.halfLifeDays });
      const owned = [...customer.owned.keys()];
      const scoredBy = (signal: Signal, rows: ArrayLike<number>) => {
        const scores = new Float32Array(items);
        signal.score(rows, scores);
        return scores;
      };
      return {
        customer,
        parts: [
          habits.frequency,
          habits.recent,
          habits.last,
          scoredBy(ease("customers", settings.customers), owned),
          scoredBy(ease("baskets", settings.baskets), owned),
          scoredBy(ease("baskets", settings.baskets), habits.lastRows),
          scoredBy(words, owned),
          scoredBy(text, owned),
          recent,
          popular,
          fresh,
        ],
      };
    });
  return { score };
}

interface HabitOptions {
  readonly items: number;
  readonly at: number;
  readonly rowOf: (line: OrderLine) => number;
  readonly halfLifeDays: number;
}

function habitsOf(customer: Customer, { items, at, rowOf, halfLifeDays }: HabitOptions) {
  const frequency = new Float32Array(items);
  const recent = new Float32Array(items);
  const last = new Float32Array(items);
  for (const [row, invoices] of customer.owned) frequency[row] = invoices;
  const seen = new Set<string>();
  const lastInvoice = customer.history.at(-1)?.invoice;
  for (const line of customer.history) {
    const row = rowOf(line);
    const key = `${line.invoice}\t${row}`;
    if (seen.has(key)) continue;
    seen.add(key);
    recent[row] += 2 ** ((line.at - at) / DAY_MS / halfLifeDays);
    if (line.invoice === lastInvoice) last[row] = 1;
  }
  const lastRows = [...last.keys()].filter((row) => last[row] > 0);
  return { frequency: spreadOut(frequency), recent: spreadOut(recent), last: spreadOut(last), lastRows };
}

/** In units of its own spread. */
function spreadOut(values: Float32Array): Float32Array {
  const scores = new Float32Array(values.length);
  standardised({
    name: "",
    score(_history, into) {
      into.set(values);
    },
  }).score([], scores);
  return scores;
}

/** NDCG@10 of each customer who has something to find. */
function gains(scored: readonly Scored[], blend: Blend, job: Job): number[] {
  const found: number[] = [];
  for (const { customer, parts } of scored) {
    const target = job === "all" ? customer.target : customer.discoveries;
    if (target.size === 0) continue;
    const scores = new Float64Array(parts[0].length);
    blend.forEach((weight, s) => {
      if (weight !== 0) for (let row = 0; row < scores.length; row++) scores[row] += weight * parts[s][row];
    });
    if (job === "new") for (const row of customer.owned.keys()) scores[row] = Number.NEGATIVE_INFINITY;
    found.push(qualityAt(CUT, topRows(scores, CUT, { above: Number.NEGATIVE_INFINITY }), target).ndcg);
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
