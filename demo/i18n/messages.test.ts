import { expect, it } from "vitest";
import { en } from "./en";
import { zh } from "./zh";

function paths(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${at}.${key}`));
}

it("says everything in both languages, down to each problem and each act", () => {
  // Attributes are named where a language calls them otherwise than a feed does.
  const shared = (messages: unknown) =>
    paths(messages)
      .filter((path) => !path.startsWith(".product.attributes."))
      .sort();
  expect(shared(zh)).toEqual(shared(en));
});

it("has no empty text", () => {
  for (const messages of [en, zh]) expect(JSON.stringify(messages)).not.toContain('""');
});
