/** Up to 50 short strings; anything else is left out. */
export function readAttributes(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(
    ([key, text]) => key.length <= 64 && typeof text === "string" && text.length <= 500,
  );
  return Object.fromEntries(entries.slice(0, 50));
}
