/**
 * A taste that a shopper shares by their own hand: a few products they like, and nothing else. It is readable by whoever has
 * the link; the shopper sees every line of it before it is made.
 */
import * as v from "valibot";
import { AisleError } from "../../errors";

export const MAX_TASTE_ITEMS = 12;

const TasteCardSchema = v.strictObject({
  kind: v.literal("aisle-taste"),
  schemaVersion: v.literal(1),
  /** What the shopper calls themselves to their friend. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  /** Ids of products in this shop, the best liked first. */
  items: v.pipe(
    v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
    v.minLength(1),
    v.maxLength(MAX_TASTE_ITEMS),
  ),
});

export type TasteCard = v.InferOutput<typeof TasteCardSchema>;

/** @throws AisleError `PROFILE_UNREADABLE` naming the field */
export function readTasteCard(value: unknown): TasteCard {
  const checked = v.safeParse(TasteCardSchema, value);
  if (checked.success) return { ...checked.output, items: [...new Set(checked.output.items)] };
  const [issue] = checked.issues;
  throw new AisleError(
    "PROFILE_UNREADABLE",
    `This is no shared taste: ${v.getDotPath(issue) ?? "the whole"}, ${issue.message}.`,
    {
      fix: "Ask for a new link.",
    },
  );
}
