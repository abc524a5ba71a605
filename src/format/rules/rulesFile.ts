/**
 * The merchandiser's rules: `rules.json`, UTF-8 JSON, public like every asset. `docs/schema/rules-1.json` is the same as a
 * JSON Schema, made from this one.
 *
 * ```json
 * { "kind": "aisle-rules", "schemaVersion": 1, "version": "autumn-3", "rules": [
 *   { "id": "autumn", "kind": "boost", "strength": 0.3, "where": { "category": "Lighting" },
 *     "placements": ["home"], "from": "2026-10-01", "to": "2026-12-01" } ] }
 * ```
 */
import * as v from "valibot";
import { AisleError } from "../../errors";
import { momentOf } from "../moment";

const MAX_RULES = 500;
const MAX_IDS = 50_000;
const MAX_BYTES = 2_000_000;
/** Most a boost may be, in units of the shelf's best score. */
const MAX_STRENGTH = 2;

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Ids = v.pipe(v.array(Name), v.minLength(1), v.maxLength(MAX_IDS));
const Price = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9));

const Where = v.strictObject({
  ids: v.optional(Ids),
  /** A name anywhere on the category path; case does not matter. */
  category: v.optional(Name),
  brand: v.optional(Name),
  attribute: v.optional(v.strictObject({ name: Name, value: Name })),
  minPrice: v.optional(Price),
  maxPrice: v.optional(Price),
  /** Has a sale price below its price. */
  onSale: v.optional(v.boolean()),
  newerThanDays: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000))),
});

const Segment = v.strictObject({
  /** Declared by the shopper (`profile.set`), all of them. */
  attributes: v.optional(v.record(Name, Name)),
  /** Share of the shopper's interest in a category or brand, at least. */
  interest: v.optional(
    v.strictObject({
      kind: v.picklist(["category", "brand"]),
      value: Name,
      atLeast: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
  ),
  /** `new`: nothing is known of the shopper on this device. */
  shopper: v.optional(v.picklist(["new", "known"])),
});

const Placements = ["home", "related", "complement", "again", "recent", "trending", "new", "search"] as const;

/** ISO 8601: a day, or a moment with its zone. A day begins at midnight UTC. */
const Moment = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/));

const common = {
  id: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/)),
  /** What a merchandiser calls it. */
  label: v.optional(Name),
  /** Default true. */
  enabled: v.optional(v.boolean()),
  /** Default: all. */
  placements: v.optional(v.pipe(v.array(v.picklist(Placements)), v.minLength(1))),
  /** Default: `products` alone. */
  collections: v.optional(v.pipe(v.array(Name), v.minLength(1))),
  /** In force from here on, and before there. */
  from: v.optional(Moment),
  to: v.optional(Moment),
  segment: v.optional(Segment),
};

const Strength = v.pipe(v.number(), v.minValue(0.001), v.maxValue(MAX_STRENGTH));

export const RuleSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("filter"), ...common, show: v.picklist(["only", "never"]), where: Where }),
  /** Points added or taken, in units of the shelf's best score. */
  v.strictObject({ kind: v.literal("boost"), ...common, strength: Strength, where: Where }),
  v.strictObject({ kind: v.literal("bury"), ...common, strength: Strength, where: Where }),
  /** The best of the items that match stands at this place, from 0. */
  v.strictObject({
    kind: v.literal("pin"),
    ...common,
    position: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(199)),
    where: Where,
  }),
  /** Of the first `within` places, at most `most` go to one brand, category, department or value of an attribute. */
  v.strictObject({
    kind: v.literal("limit"),
    ...common,
    per: v.union([v.picklist(["brand", "category", "department"]), v.strictObject({ attribute: Name })]),
    most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    within: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
  }),
  /** Boosts by id without their cause: bands of stock or margin, coarse enough to say nothing of either. */
  v.strictObject({
    kind: v.literal("bands"),
    ...common,
    bands: v.pipe(
      v.array(
        v.strictObject({
          strength: v.pipe(v.number(), v.minValue(-MAX_STRENGTH), v.maxValue(MAX_STRENGTH)),
          ids: Ids,
        }),
      ),
      v.minLength(1),
      v.maxLength(20),
    ),
  }),
]);

export const RulesSchema = v.strictObject({
  kind: v.literal("aisle-rules"),
  schemaVersion: v.literal(1),
  /** The shop's own name for this state of the rules; shelves carry it. */
  version: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** `false` is the one switch that turns all rules off. */
  enabled: v.optional(v.boolean()),
  rules: v.pipe(v.array(RuleSchema), v.maxLength(MAX_RULES)),
});

export type Where = v.InferOutput<typeof Where>;
export type Segment = v.InferOutput<typeof Segment>;
export type Rule = v.InferOutput<typeof RuleSchema>;
export type RulesFile = v.InferOutput<typeof RulesSchema>;

/**
 * @param value parsed JSON, or the file's bytes
 * @throws AisleError `RULES_INVALID` naming the rule and the field, or `ASSET_SCHEMA_NEWER`
 */
export function readRules(value: unknown): RulesFile {
  const parsed = value instanceof Uint8Array ? parse(value) : value;
  const version = typeof parsed === "object" && parsed !== null && "schemaVersion" in parsed && parsed.schemaVersion;
  if (typeof version === "number" && version > 1) {
    throw new AisleError("ASSET_SCHEMA_NEWER", `The rules have schema version ${version}.`, {
      seen: version,
      fix: "This Aisle reads up to 1: update it, or write the rules in the older schema.",
    });
  }
  const checked = v.safeParse(RulesSchema, parsed);
  if (!checked.success) throw invalid(described(checked.issues[0], parsed));
  const { rules } = checked.output;
  const ids = new Set<string>();
  for (const rule of rules) {
    if (ids.has(rule.id)) throw invalid(`two rules are called ${JSON.stringify(rule.id)}`);
    ids.add(rule.id);
    checkRule(rule);
  }
  return checked.output;
}

function parse(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_BYTES) throw invalid(`the file has ${bytes.length} bytes, at most ${MAX_BYTES} are read`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("the file is not JSON");
  }
}

/** What a schema cannot say. */
function checkRule(rule: Rule): void {
  const from = momentOf(rule.from) ?? Number.NEGATIVE_INFINITY;
  const to = momentOf(rule.to) ?? Number.POSITIVE_INFINITY;
  if (Number.isNaN(from) || Number.isNaN(to)) throw invalid(`rule ${rule.id}: there is no such day`);
  if (from >= to) throw invalid(`rule ${rule.id}: it ends (${rule.to}) before it begins (${rule.from})`);
  if (!("where" in rule)) return;
  const { where } = rule;
  if (Object.keys(where).length === 0)
    throw invalid(`rule ${rule.id}: \`where\` is empty, so it would match everything`);
  if (where.minPrice !== undefined && where.maxPrice !== undefined && where.minPrice > where.maxPrice) {
    throw invalid(`rule ${rule.id}: minPrice ${where.minPrice} is above maxPrice ${where.maxPrice}`);
  }
}

function described(issue: v.BaseIssue<unknown>, value: unknown): string {
  const path = v.getDotPath(issue);
  const index = /^rules\.(\d+)/.exec(path ?? "")?.[1];
  const rules = (value as { rules?: readonly { id?: unknown }[] } | null)?.rules;
  const id = index === undefined ? undefined : rules?.[Number(index)]?.id;
  return `${typeof id === "string" ? `rule ${id.slice(0, 64)}, ` : ""}${path ?? "the whole"}: ${issue.message}`.slice(
    0,
    300,
  );
}

function invalid(what: string): AisleError {
  return new AisleError("RULES_INVALID", `The rules cannot be used: ${what}.`, {
    fix: "Correct the file; docs/rules.md and docs/schema/rules-1.json say what it may hold.",
  });
}
