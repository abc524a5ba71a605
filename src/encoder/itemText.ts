import type { Item } from "../types";

/** Longer titles are cut: the rest is stuffed keywords, or a mistake of the feed. */
const TITLE_CHARACTERS = 300;
/** A sentence or two; more would drown the title in the mean over all tokens, and cost time with each token. */
const DESCRIPTION_CHARACTERS = 240;
const SHORT_FIELD_CHARACTERS = 80;
const TELLING_ATTRIBUTES = ["color", "colour", "material", "pattern"];

/**
 * What the encoder reads of an item: title, brand, the category's leaf, colour and material, the head of the description.
 * The same text gives the same vector, so its hash keys the stored one.
 */
export function itemText(item: Item): string {
  const title = head(item.title, TITLE_CHARACTERS);
  const parts = [title];
  const known = title.toLowerCase();
  const attributes = TELLING_ATTRIBUTES.map((name) => item.attributes?.[name]);
  for (const field of [item.brand, item.category?.at(-1), ...attributes]) {
    const text = head(field ?? "", SHORT_FIELD_CHARACTERS);
    // Said twice it would count twice.
    if (text !== "" && !known.includes(text.toLowerCase())) parts.push(text);
  }
  const description = head(item.description ?? "", DESCRIPTION_CHARACTERS);
  if (description !== "" && description !== title) parts.push(description);
  return parts.filter((part) => part !== "").join(". ");
}

/** The first words, white space made single. */
function head(text: string, characters: number): string {
  // Reads no more of a megabyte than it may keep, with room for white space.
  const clean = text
    .slice(0, characters * 8)
    .replace(/\s+/g, " ")
    .trim();
  if (clean.length <= characters) return clean;
  const cut = clean.slice(0, characters + 1);
  const lastGap = cut.lastIndexOf(" ");
  // Half of a surrogate pair is no character.
  return lastGap > characters / 2 ? cut.slice(0, lastGap) : cut.slice(0, characters).replace(/[\ud800-\udbff]$/, "");
}
