import type { Where } from "../../../format/rules/rulesFile";
import { DAY_MS } from "../../../profile/decay";
import { tasteKey } from "../../../profile/keys";
import type { Item } from "../../../types";
import { itemPrice } from "../../itemPrice";

/** Whether an item meets all conditions of a rule. Ids match an item's own and its group's. */
export function matcherOf(where: Where, now: number): (item: Item) => boolean {
  const tests: ((item: Item) => boolean)[] = [];
  const { ids, category, brand, attribute, minPrice, maxPrice, onSale, newerThanDays } = where;
  if (ids) {
    const known = new Set(ids);
    tests.push(({ id, itemGroupId }) => known.has(id) || (itemGroupId !== undefined && known.has(itemGroupId)));
  }
  if (category !== undefined) {
    const key = tasteKey(category);
    tests.push((item) => item.category?.some((level) => tasteKey(level) === key) ?? false);
  }
  if (brand !== undefined) {
    const key = tasteKey(brand);
    tests.push((item) => item.brand !== undefined && tasteKey(item.brand) === key);
  }
  if (attribute) {
    const value = tasteKey(attribute.value);
    tests.push((item) => {
      const own = item.attributes && Object.hasOwn(item.attributes, attribute.name) && item.attributes[attribute.name];
      return typeof own === "string" && tasteKey(own) === value;
    });
  }
  if (minPrice !== undefined || maxPrice !== undefined) {
    tests.push((item) => {
      const price = itemPrice(item);
      return price !== undefined && price >= (minPrice ?? 0) && price <= (maxPrice ?? Number.POSITIVE_INFINITY);
    });
  }
  if (onSale !== undefined) {
    tests.push(({ price, salePrice }) => {
      const reduced = price !== undefined && salePrice !== undefined && salePrice < price;
      return reduced === onSale;
    });
  }
  if (newerThanDays !== undefined) {
    tests.push(({ availableSince }) => availableSince !== undefined && now - availableSince <= newerThanDays * DAY_MS);
  }
  return (item) => tests.every((test) => test(item));
}
