/** What ingest and cleaning did to the shop's rows: plain data, counted by reason, for the report, the gate and the log. */

export type QualityAction =
  /** The row is not in the data set. */
  | "dropped"
  /** The row is in the data set, changed. */
  | "repaired"
  /** An attribute that was missing was filled in. */
  | "filled"
  /** Worth knowing; nothing was changed. */
  | "noticed";

export interface QualityFinding {
  /** Stable: `missing_item_id`, `exact_duplicate`, `cancellation` … */
  readonly code: string;
  readonly about: "events" | "items";
  readonly action: QualityAction;
  /** Rows. */
  readonly count: number;
  /** Up to three, shortened. */
  readonly examples: readonly string[];
}

export interface DataQuality {
  readonly events: { readonly read: number; readonly kept: number };
  readonly items: { readonly read: number; readonly kept: number };
  /** Largest counts first. */
  readonly findings: readonly QualityFinding[];
}
