/**
 * Weights of the blend, per placement: `blend.json`, UTF-8 JSON. Keys are sorted, so that the same weights are the same
 * bytes. Placements left out keep the defaults.
 *
 * ```json
 * { "kind": "aisle-blend", "schemaVersion": 1,
 *   "placements": { "home": { "signals": { "behaviour": { "weight": 1, "decay": 0.9 } } } } }
 * ```
 */
import * as v from "valibot";
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, newerAsset } from "./assetHeader";

const KIND: AssetKind = { magic: "", schemaVersion: 1, name: "blend" };
const MAX_BYTES = 100_000;

const SignalSchema = v.object({
  /** Of the signal in units of its own spread; 0 leaves it out. */
  weight: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000)),
  /** Weight of each item of the history, to the next newer one; 1 counts all alike. */
  decay: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

const Placements = ["home", "related", "complement", "again", "recent", "trending", "new", "search"] as const;
const Signals = ["behaviour", "words", "text", "head", "next", "habit", "popularity", "freshness"] as const;

const BlendSchema = v.strictObject({
  kind: v.literal("aisle-blend"),
  schemaVersion: v.literal(1),
  placements: v.strictObject(
    v.entriesFromList(
      Placements,
      v.optional(v.strictObject({ signals: v.strictObject(v.entriesFromList(Signals, v.optional(SignalSchema))) })),
    ),
  ),
});

export type BlendFile = v.InferOutput<typeof BlendSchema>;

/** @throws AisleError `OPTIONS_INVALID` for weights that no reader would accept */
export function writeBlend(placements: BlendFile["placements"]): Uint8Array<ArrayBuffer> {
  const checked = v.safeParse(BlendSchema, { kind: "aisle-blend", schemaVersion: 1, placements });
  if (!checked.success) {
    throw new AisleError("OPTIONS_INVALID", `This blend cannot be written: ${describe(checked.issues)}.`);
  }
  return new TextEncoder().encode(`${JSON.stringify(sorted(checked.output), null, 2)}\n`);
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readBlend(bytes: Uint8Array): BlendFile {
  if (bytes.length > MAX_BYTES) throw corruptAsset(KIND, `it has ${bytes.length} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw corruptAsset(KIND, "it is not JSON");
  }
  const version = typeof value === "object" && value !== null && "schemaVersion" in value && value.schemaVersion;
  if (typeof version === "number" && version > KIND.schemaVersion) throw newerAsset(KIND, version);
  const checked = v.safeParse(BlendSchema, value);
  if (!checked.success) throw corruptAsset(KIND, describe(checked.issues));
  return checked.output;
}

function describe([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  return `${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`.slice(0, 300);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
