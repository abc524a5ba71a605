/**
 * What a build or an evaluation found out, as plain data: `report.json`. Ingest, training, evaluation and publishing each
 * fill their part; the page (`writeReportHtml.ts`) and the terminal (`printReport.ts`) show the same.
 *
 * A report tells of example shoppers, so it never lies in the asset folder, which is public. Ids of shoppers are not in
 * it; what they bought is.
 */
import type { EmptyReason, Reason, Rung } from "../../types";

export const REPORT_SCHEMA_VERSION = 1;

export interface Report {
  readonly kind: "aisle-report";
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  /** What was looked at: a shop's name, a data set's. */
  readonly title: string;
  /** Absent for `aisle evaluate`, which publishes nothing. */
  readonly buildId?: string;
  /** Time of the newest event, epoch milliseconds: a report of the same data is the same bytes. */
  readonly asOf: number;
  /** One or two sentences a reader in a hurry should take away. */
  readonly summary?: string;
  readonly gate?: GateReport;
  readonly data?: DataReport;
  readonly splits?: readonly SplitReport[];
  readonly tables?: readonly MetricTable[];
  readonly slices?: readonly MetricTable[];
  readonly curves?: readonly Curve[];
  /** What was chosen on validation, and from what. */
  readonly choices?: readonly Choice[];
  /** The blend's weights, one list a placement. */
  readonly blends?: readonly BlendReport[];
  /** What was tried and did not win, each with its budget. */
  readonly notWon?: readonly Attempt[];
  readonly shoppers?: readonly ExampleShopper[];
  readonly neighbours?: readonly ItemNeighbours[];
  readonly exposure?: readonly ExposureReport[];
  readonly sizes?: readonly AssetSize[];
  /** What took how long, in seconds. Left out of the file where bytes must be reproduced. */
  readonly timings?: readonly { readonly step: string; readonly seconds: number }[];
}

// ── Publishing ───────────────────────────────────────────────────────────────────────────────────────────────

export interface GateReport {
  readonly passed: boolean;
  /** Why it was published all the same. */
  readonly forced?: string;
  readonly checks: readonly GateCheck[];
}

export interface GateCheck {
  /** "No worse than popularity on validation". */
  readonly name: string;
  readonly passed: boolean;
  /** "NDCG@10 .142 against .139, difference .003 [−.001, .007]". */
  readonly detail: string;
}

// ── Data ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface DataReport {
  readonly files: readonly FileReport[];
  /** Rows left out, and rows put right, by reason. */
  readonly dropped: readonly RowCount[];
  readonly repaired: readonly RowCount[];
  /** What the catalogue lacked and was filled in from elsewhere. */
  readonly filled?: readonly RowCount[];
  readonly items: number;
  readonly shoppers: number;
  readonly orders: number;
  readonly events: number;
  readonly from: number;
  readonly to: number;
  /** Share of items that have a brand, a category, a price, a description; 0 to 1. */
  readonly coverage?: readonly { readonly field: string; readonly share: number }[];
  /** Events of each week, day or month; equal steps, oldest first. */
  readonly activity?: readonly { readonly at: number; readonly events: number }[];
  /** Sorted by count: how many shoppers have so many events, and how many items so many orders. */
  readonly historyLengths?: readonly HistogramBin[];
  readonly itemOrders?: readonly HistogramBin[];
}

export interface FileReport {
  /** Name without folders. */
  readonly name: string;
  readonly role: "catalog" | "events";
  readonly rows: number;
  readonly kept: number;
}

export interface RowCount {
  /** Stable code: `missing_id`, `duplicate`, `bot`. */
  readonly code: string;
  /** In words. */
  readonly text: string;
  readonly count: number;
  /** Up to three, shortened, no ids of shoppers. */
  readonly examples?: readonly string[];
}

export interface HistogramBin {
  /** Inclusive. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface SplitReport {
  readonly name: "train" | "validation" | "test";
  readonly from?: number;
  readonly to?: number;
  readonly events: number;
  readonly shoppers: number;
}

// ── Quality ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Of a mean, or of a difference of means: 95% bootstrap. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface MetricTable {
  /** "home: items new to the shopper". */
  readonly name: string;
  /** How cases were made, what was masked, how ties count: enough to repeat it. */
  readonly protocol: string;
  readonly cases: number;
  /** Columns in order: `ndcg@10`, `recall@10`, `mrr`, `coverage`. The first is what decides. */
  readonly metrics: readonly string[];
  readonly rows: readonly MetricRow[];
}

export interface MetricRow {
  /** "aisle", "EASE", "30-day popularity"; in slices "history of 1 to 5". */
  readonly name: string;
  readonly kind: "aisle" | "baseline" | "ablation" | "slice";
  /** Cases of a slice, where they differ from the table's. */
  readonly cases?: number;
  readonly values: Readonly<Record<string, number>>;
  /** Of the values, where they were computed. */
  readonly intervals?: Readonly<Record<string, Interval>>;
  /** Aisle's value less this row's, cases paired; in slices less the baseline that `note` names. */
  readonly differences?: Readonly<Record<string, Interval>>;
  readonly note?: string;
}

export interface Curve {
  /** "Text head: NDCG@10 on validation". */
  readonly name: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly CurveSeries[];
  /** Where training was stopped, or what was taken. */
  readonly chosenX?: number;
  readonly note?: string;
}

export interface CurveSeries {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Choice {
  readonly name: string;
  readonly chosen: string;
  /** The others, with their validation metric where there is one. */
  readonly tried: readonly { readonly value: string; readonly quality?: number }[];
}

export interface BlendReport {
  readonly placement: string;
  readonly terms: readonly {
    readonly name: string;
    readonly weight: number;
    /** What validation loses when the term is left out. */
    readonly loss?: Interval;
  }[];
}

export interface Attempt {
  readonly name: string;
  /** What it was, and why one might hope for it. */
  readonly text: string;
  /** Trials, seeds, epochs: the same as the winner's. */
  readonly budget: string;
  readonly metric: string;
  /** Its value less the winner's on validation. */
  readonly difference: Interval;
}

// ── To look at ───────────────────────────────────────────────────────────────────────────────────────────────

export interface ShownItem {
  readonly title: string;
  readonly brand?: string;
  readonly category?: string;
  readonly price?: number;
  readonly currency?: string;
  readonly imageLink?: string;
}

export interface ExampleShopper {
  /** "12 orders, mostly candles": made up from the history, never an id. */
  readonly label: string;
  /** Newest first. */
  readonly history: readonly { readonly item: ShownItem; readonly act: string; readonly at: number }[];
  readonly shelves: readonly ExampleShelf[];
}

export interface ExampleShelf {
  readonly placement: string;
  readonly rung: Rung;
  readonly reason?: EmptyReason;
  readonly items: readonly {
    readonly item: ShownItem;
    readonly score: number;
    readonly why: readonly Reason[];
    /** Whether the shopper went on to buy it, where the future is known. */
    readonly hit?: boolean;
  }[];
}

export interface ItemNeighbours {
  readonly item: ShownItem;
  /** "orders", "adapted text", "text". */
  readonly lists: readonly { readonly by: string; readonly items: readonly ShownItem[] }[];
}

/** What shelves show against what the shop has. */
export interface ExposureReport {
  /** "brand", "price band". */
  readonly of: string;
  readonly placement: string;
  /** Largest supply first; the rest together as "others". */
  readonly groups: readonly {
    readonly name: string;
    /** Share of the catalogue, of orders, and of places on shelves; each 0 to 1. */
    readonly supply: number;
    readonly demand?: number;
    readonly exposure: number;
  }[];
}

export interface AssetSize {
  readonly role: string;
  readonly name: string;
  readonly bytes: number;
  readonly brotli: number;
  /** In the build it replaces. */
  readonly before?: number;
  /** Bytes a returning page downloads, which has the files of that build. */
  readonly delta?: number;
}
