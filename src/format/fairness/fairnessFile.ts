/**
 * How far a shelf leans towards groups that are shown less than they merit: `fairness.json`, UTF-8 JSON, fitted on
 * held-out orders. An offset is in units of the shelf's best score and never beyond `bound`.
 *
 * ```json
 * { "kind": "aisle-fairness", "schemaVersion": 1, "bound": 0.1,
 *   "brand": { "norrow": 0.04, "pellow": -0.02 },
 *   "price": { "currency": "EUR", "edges": [5, 12, 30], "offsets": [0.02, 0, 0, -0.01] },
 *   "newness": { "edges": [30, 90], "offsets": [0.06, 0.02, 0] } }
 * ```
 */
import * as v from "valibot";
import { AisleError } from "../../errors";

/** Its name in a build's folder. */
export const FAIRNESS_FILE = "fairness.json";
const MAX_GROUPS = 5_000;
const Offset = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));
const Edges = v.pipe(v.array(v.pipe(v.number(), v.minValue(0))), v.minLength(1), v.maxLength(20));
const Offsets = v.pipe(v.array(Offset), v.minLength(2), v.maxLength(21));

export const FairnessSchema = v.strictObject({
  kind: v.literal("aisle-fairness"),
  schemaVersion: v.literal(1),
  bound: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** By brand in lower case; others get none. */
  brand: v.optional(v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(200)), Offset)),
  /** Bands between prices, the first below the first edge; one offset more than edges. */
  price: v.optional(v.strictObject({ currency: v.string(), edges: Edges, offsets: Offsets })),
  /** Bands between ages in days. */
  newness: v.optional(v.strictObject({ edges: Edges, offsets: Offsets })),
});

export type FairnessFile = v.InferOutput<typeof FairnessSchema>;

/** @throws AisleError `ASSET_CORRUPT`, `ASSET_SCHEMA_NEWER` */
export function readFairness(value: unknown): FairnessFile {
  const version = typeof value === "object" && value !== null && "schemaVersion" in value && value.schemaVersion;
  if (typeof version === "number" && version > 1) {
    throw new AisleError("ASSET_SCHEMA_NEWER", `The fairness offsets have schema version ${version}.`, {
      seen: version,
      fix: "This Aisle reads up to 1: update it, or fit them with an older one.",
    });
  }
  const checked = v.safeParse(FairnessSchema, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw corrupt(`${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`.slice(0, 300));
  }
  const { bound, brand = {}, price, newness } = checked.output;
  if (Object.keys(brand).length > MAX_GROUPS) throw corrupt(`more than ${MAX_GROUPS} brands`);
  for (const bands of [price, newness]) {
    if (!bands) continue;
    if (bands.offsets.length !== bands.edges.length + 1) throw corrupt("edges and offsets do not fit");
    if (bands.edges.some((edge, i) => i > 0 && !(edge > bands.edges[i - 1]))) throw corrupt("edges do not rise");
  }
  const all = [...Object.values(brand), ...(price?.offsets ?? []), ...(newness?.offsets ?? [])];
  if (all.some((offset) => Math.abs(offset) > bound + 1e-9)) throw corrupt("an offset is beyond the bound");
  return checked.output;
}

function corrupt(what: string): AisleError {
  return new AisleError("ASSET_CORRUPT", `The fairness offsets cannot be read: ${what}.`, {
    fix: "Fit them again; shelves stand without them.",
  });
}
