/**
 * What the receiving side keeps: for every question how many answers came and how many had each bit set, and a mark for
 * every answer so that none counts twice. No address, no time, no order, nothing that ties two answers together.
 */
import { createHash } from "node:crypto";
import type { ReportsPlan } from "../../format/reports/reportsPlan";

export interface StoredTally {
  readonly questions: Readonly<Record<string, { readonly reports: number; readonly ones: readonly number[] }>>;
  /** First eight bytes of the SHA-256 of each answer's nonce, in hexadecimal, sorted. */
  readonly seen: readonly string[];
}

export type Refusal = "malformed" | "unknown_question" | "replayed";

export interface Tally {
  /** @returns why the report was refused, or undefined when it was counted */
  add(report: unknown): Refusal | undefined;
  stored(): StoredTally;
}

export function createTally(plan: ReportsPlan, kept?: StoredTally): Tally {
  const questions = new Map(plan.questions.map(({ id, buckets }) => [id, buckets.length]));
  const counts = new Map(
    plan.questions.map(({ id, buckets }) => {
      const before = kept?.questions[id];
      const ones = before?.ones.length === buckets.length ? [...before.ones] : buckets.map(() => 0);
      return [id, { reports: before?.ones.length === buckets.length ? before.reports : 0, ones }];
    }),
  );
  const seen = new Set(kept?.seen);
  return {
    add(report) {
      if (!isReport(report)) return "malformed";
      const buckets = questions.get(report.question);
      if (buckets === undefined) return "unknown_question";
      if (report.bits.length !== buckets) return "malformed";
      const mark = createHash("sha256").update(report.nonce).digest("hex").slice(0, 16);
      if (seen.has(mark)) return "replayed";
      seen.add(mark);
      const count = counts.get(report.question) as { reports: number; ones: number[] };
      count.reports++;
      for (let i = 0; i < buckets; i++) if (report.bits[i] === "1") count.ones[i]++;
      return undefined;
    },
    stored: () => ({ questions: Object.fromEntries(counts), seen: [...seen].sort() }),
  };
}

interface Report {
  readonly question: string;
  readonly bits: string;
  readonly nonce: string;
}

const FIELDS = "bits,nonce,question,schemaVersion";

/** Exactly the fields of a report: one that brings more is refused, so that nothing else can ever arrive. */
function isReport(value: unknown): value is Report {
  if (typeof value !== "object" || value === null) return false;
  if (Object.keys(value).sort().join() !== FIELDS) return false;
  const { schemaVersion, question, bits, nonce } = value as Record<string, unknown>;
  return (
    schemaVersion === 1 &&
    typeof question === "string" &&
    typeof bits === "string" &&
    /^[01]{1,64}$/.test(bits) &&
    typeof nonce === "string" &&
    /^[0-9a-f]{32}$/.test(nonce)
  );
}
