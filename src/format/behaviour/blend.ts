/**
 * Weights of the blend, per placement: `blend.json`, UTF-8 JSON. Keys are sorted, so that the same weights are the same
 * bytes. Placements left out keep the defaults.
 *
 * ```json
 * { "kind": "aisle-blend", "schemaVersion": 1,
 *   "placements": { "home": { "terms": [{ "signal": "behaviour", "weight": 1, "decay": 0.9 }] } } }
 * ```
 *
 * A term is a signal, computed for every row of the catalogue, in units of its own spread (`ranking/learned/spread.ts`),
 * times its weight; the score is their sum. One signal may be used in several terms, such as the whole history and the
 * latest visit.
 */
import * as v from "valibot";
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, newerAsset } from "./assetHeader";

const KIND: AssetKind = { magic: "", schemaVersion: 1, name: "blend" };
const MAX_BYTES = 100_000;
const MAX_TERMS = 32;

/** What each of them is: `ranking/learned/signalScores.ts`. */
export const BLEND_SIGNALS = [
  "behaviour",
  "head",
  "adapted",
  "text",
  "vectors",
  "words",
  "habit",
  "due",
  "recency",
  "popularity",
  "prior",
  "freshness",
  "category",
  "brand",
  "price",
] as const;
export type BlendSignal = (typeof BLEND_SIGNALS)[number];

const TermSchema = v.strictObject({
  signal: v.picklist(BLEND_SIGNALS),
  /** Of the signal in units of its own spread. */
  weight: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000)),
  /** Which of several files of the signal's role (`item-item`, `popularity`, `vectors`); default `default`. */
  of: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))),
  /** Weight of each item of the history, to the next newer one; default 1 counts all alike. */
  decay: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** Days in which an item of the history loses half its weight (freshness: in which newness halves); default: none. */
  halfLifeDays: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0.01), v.maxValue(36_500))),
  /** `latest`: only the newest visit or basket of the history. Default `all`. */
  scope: v.optional(v.picklist(["all", "latest"])),
});

const PlacementSchema = v.strictObject({
  terms: v.pipe(v.array(TermSchema), v.maxLength(MAX_TERMS)),
  /** The newest items of the history that count; default 50. */
  historyCut: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  /** Share of the best score an item loses for being the same as one on the shelf; default that of the placement. */
  diversity: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

const Placements = ["home", "related", "complement", "again", "recent", "trending", "new", "search"] as const;

const BlendSchema = v.strictObject({
  kind: v.literal("aisle-blend"),
  schemaVersion: v.literal(1),
  placements: v.strictObject(v.entriesFromList(Placements, v.optional(PlacementSchema))),
});

export type BlendTerm = v.InferOutput<typeof TermSchema>;
export type PlacementBlend = v.InferOutput<typeof PlacementSchema>;
export type BlendFile = v.InferOutput<typeof BlendSchema>;
export type BlendPlacements = BlendFile["placements"];

/** @throws AisleError `OPTIONS_INVALID` for weights that no reader would accept */
export function writeBlend(placements: BlendPlacements): Uint8Array<ArrayBuffer> {
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
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
