/** Whether a build may be published: no worse than its baselines, than the build it replaces, and of data as good. */
import { AisleError } from "../../errors";
import type { AssetManifest } from "../../format/assets/manifest";
import { type Interval, pairedBootstrap } from "../evaluate/pairedBootstrap";
import { seededRandom } from "../train/seededRandom";
import type { BuildRecord } from "./buildRecord";

/** NDCG@10 of each validation case of one job. */
export interface JobQuality {
  readonly job: string;
  readonly aisle: ArrayLike<number>;
  readonly baselines: Readonly<Record<string, ArrayLike<number>>>;
  /**
   * Of the folder that would be replaced, on those of the cases that it cannot have seen (`indexes` of `aisle`).
   */
  readonly previous?: { readonly indexes: ArrayLike<number>; readonly ndcg: ArrayLike<number> };
}

export interface GateInput {
  readonly jobs: readonly JobQuality[];
  readonly dropShare: number;
  readonly items: number;
  /** Σ of popularity: decayed orders. */
  readonly orders: number;
  /** What the folder held before; absent in a new one. */
  readonly previous?: {
    readonly manifest: AssetManifest;
    readonly record?: BuildRecord;
    readonly orders?: number;
  };
}

export interface GateCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

export interface GateResult {
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

/** Cases that an earlier build cannot have seen, needed to compare with it case by case. */
const ENOUGH_CASES = 50;
/** Of all rows of events. */
const MOST_DROPPED = 0.5;
/** More dropped than last time: by this much of all rows, and by this factor. */
const DROPPED_MORE = { share: 0.1, factor: 1.5 };
/** Less is left than this share of what there was. */
const LEAST_LEFT = 0.5;

export function runGate({ jobs, dropShare, items, orders, previous }: GateInput): GateResult {
  const checks: GateCheck[] = [];
  for (const { job, aisle, baselines, previous: before } of jobs) {
    if (aisle.length === 0) {
      checks.push({ name: `${job}: quality`, passed: true, detail: "no shopper came back to compare it on" });
      continue;
    }
    for (const [name, ndcg] of Object.entries(baselines)) {
      const difference = pairedBootstrap(aisle, ndcg, { random: seededRandom(1) });
      checks.push({
        name: `${job}: no worse than ${name}`,
        passed: difference.high >= 0,
        detail: detailOf(mean(aisle), mean(ndcg), difference),
      });
    }
    const recorded = previous?.record?.validation[job];
    if (before && before.indexes.length >= ENOUGH_CASES) {
      const own = Array.from(before.indexes, (i) => aisle[i]);
      const difference = pairedBootstrap(own, before.ndcg, { random: seededRandom(1) });
      checks.push({
        name: `${job}: no worse than the build it replaces, on ${before.indexes.length} cases new to both`,
        passed: difference.high >= 0,
        detail: detailOf(mean(own), mean(before.ndcg), difference),
      });
    } else if (recorded && recorded.cases > 0) {
      const own = ownInterval(aisle);
      checks.push({
        name: `${job}: no worse than the build it replaces was`,
        passed: own.high >= recorded.ndcg.low,
        detail: `NDCG@10 ${interval(own)} against ${interval(recorded.ndcg)}`,
      });
    }
  }
  checks.push(dropCheck(dropShare, previous?.record?.dropShare));
  if (previous) checks.push(leftCheck("items", items, previous.manifest.items));
  if (previous?.orders) checks.push(leftCheck("orders, newer ones counting more", orders, previous.orders));
  return { passed: checks.every(({ passed }) => passed), checks };
}

/** 95% interval of a mean. */
export function ownInterval(ndcg: ArrayLike<number>): Interval {
  return pairedBootstrap(ndcg, new Float64Array(ndcg.length), { random: seededRandom(1) });
}

/** @throws AisleError `GATE_REFUSED` with what failed */
export function enforceGate(result: GateResult, forced: string | undefined): void {
  if (result.passed || forced !== undefined) return;
  const failed = result.checks.filter(({ passed }) => !passed);
  throw new AisleError(
    "GATE_REFUSED",
    `Nothing was published; failed: ${failed.map(({ name, detail }) => `${name} (${detail})`).join("; ")}.`,
    { seen: failed, fix: 'Look at the report; --force "reason" publishes all the same.' },
  );
}

export function printGate({ checks }: GateResult, forced: string | undefined): string {
  const lines = checks.map(({ name, passed, detail }) => `  ${passed ? "ok    " : "FAILED"} ${name}: ${detail}`);
  if (forced !== undefined) lines.push(`  published all the same: ${forced}`);
  return `${lines.join("\n")}\n`;
}

function dropCheck(share: number, before: number | undefined): GateCheck {
  const worse = before !== undefined && share > before + DROPPED_MORE.share && share > before * DROPPED_MORE.factor;
  return {
    name: "most rows of events are usable",
    passed: share <= MOST_DROPPED && !worse,
    detail: `${percent(share)} dropped${before === undefined ? "" : `, ${percent(before)} last time`}`,
  };
}

function leftCheck(what: string, now: number, before: number): GateCheck {
  return {
    name: `as many ${what} as before, or nearly`,
    passed: now >= LEAST_LEFT * before,
    detail: `${Math.round(now).toLocaleString("en-US")} against ${Math.round(before).toLocaleString("en-US")}`,
  };
}

function detailOf(own: number, theirs: number, difference: Interval): string {
  return `NDCG@10 ${own.toFixed(4)} against ${theirs.toFixed(4)}, difference ${interval(difference)}`;
}

function interval({ mean, low, high }: Interval): string {
  return `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length === 0 ? 0 : sum / values.length;
}
