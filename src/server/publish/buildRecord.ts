/**
 * What a later build compares itself with: `build.json` beside the manifest. No page reads it, but it lies in a public
 * folder, so it tells of shares and quality only: neither numbers of orders nor examples.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

export const RECORD_FILE = "build.json";

const interval = v.object({ mean: v.number(), low: v.number(), high: v.number() });
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const RecordSchema = v.object({
  kind: v.literal("aisle-build-record"),
  schemaVersion: v.literal(1),
  buildId: v.string(),
  /** Share of the rows of events that cleaning dropped. */
  dropShare: share,
  /** Quality on validation, by job (`home`, `again`): NDCG@10 of what was chosen, fitted without the validation slice. */
  validation: v.record(v.string(), v.object({ cases: v.number(), ndcg: interval })),
  /** Why it was published although the gate refused it. */
  forced: v.optional(v.string()),
});

export type BuildRecord = v.InferOutput<typeof RecordSchema>;

export function writeBuildRecord(record: BuildRecord): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(v.parse(RecordSchema, record), null, 1)}\n`);
}

/** @returns undefined where there is none, or one of another version: there is nothing to compare with then */
export function readBuildRecord(folder: string): BuildRecord | undefined {
  const path = join(folder, RECORD_FILE);
  if (!existsSync(path)) return undefined;
  try {
    const read = v.safeParse(RecordSchema, JSON.parse(readFileSync(path, "utf8")));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
