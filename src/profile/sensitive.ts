import { tasteKey } from "./keys";

/** @returns whether any level of the path is a category the shop named as sensitive */
export function isSensitive(
  category: readonly string[] | undefined,
  sensitiveCategories: readonly string[] | undefined,
): boolean {
  if (!category?.length || !sensitiveCategories?.length) return false;
  const names = new Set(sensitiveCategories.map(tasteKey));
  return category.some((level) => names.has(tasteKey(level)));
}
