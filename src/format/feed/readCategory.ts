/** Category paths as feeds write them. */

const MAX_DEPTH = 8;
const MAX_NAME_CHARACTERS = 100;

/**
 * `A > B`, `A » B`, `A | B`, `A / B` and arrays to the path from the department down. Of several paths (an array of
 * strings with separators) the first counts. A number is Google's taxonomy id, which names nothing.
 *
 * @param clean plain text of a raw value
 */
export function readCategory(raw: unknown, clean: (raw: string) => string): readonly string[] | undefined {
  const names = typeof raw === "string" ? split(clean(raw)) : Array.isArray(raw) ? fromArray(raw, clean) : [];
  const path = names
    .map((name) => name.trim().slice(0, MAX_NAME_CHARACTERS))
    .filter((name) => name !== "" && !/^\d+$/.test(name))
    .slice(0, MAX_DEPTH);
  return path.length > 0 ? path : undefined;
}

function fromArray(raw: readonly unknown[], clean: (raw: string) => string): readonly string[] {
  const names = raw
    .slice(0, MAX_DEPTH)
    .map((part) => (part && typeof part === "object" && "name" in part ? part.name : part))
    .filter((part) => typeof part === "string")
    .map(clean);
  const path = names.find((name) => SEPARATOR.test(name));
  return path === undefined ? names : split(path);
}

const SEPARATOR = /\s*[>»›|]\s*/;

function split(text: string): readonly string[] {
  // A slash separates only where nothing clearer does: "Bed / Bath > Towels" has two levels.
  return text.split(SEPARATOR.test(text) ? SEPARATOR : /\s*\/\s*/);
}
