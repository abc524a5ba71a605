import { tasteKey } from "../../profile/keys";
import type { Item, ItemMatch } from "../../types";
import { itemPrice } from "../itemPrice";

/** Whether an item meets all that a filter, or a rule's `match`, asks for. */
export function filterOf(filter: ItemMatch): (item: Item) => boolean {
  const ids = filter.ids && new Set(filter.ids);
  const attributes = Object.entries(filter.attributes ?? {}).map(([name, value]) => [name, tasteKey(value)] as const);
  const category = filter.category === undefined ? undefined : tasteKey(filter.category);
  const brand = filter.brand === undefined ? undefined : tasteKey(filter.brand);
  const { minPrice, maxPrice } = filter;
  return (item) => {
    if (ids && !ids.has(item.id)) return false;
    if (attributes.some(([name, value]) => tasteKey(item.attributes?.[name] ?? "") !== value)) return false;
    if (category !== undefined && !item.category?.some((level) => tasteKey(level) === category)) return false;
    if (brand !== undefined && (item.brand === undefined || tasteKey(item.brand) !== brand)) return false;
    if (minPrice === undefined && maxPrice === undefined) return true;
    const price = itemPrice(item);
    return price !== undefined && price >= (minPrice ?? 0) && price <= (maxPrice ?? Number.POSITIVE_INFINITY);
  };
}
