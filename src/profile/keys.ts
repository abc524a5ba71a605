/** How items, tastes and edits are named inside a profile. */
import type { Interest } from "../types";

/** Key of an item in `ProfileState.items`. Ids carry no control characters, so collections cannot collide. */
export function itemKey(collection: string, itemId: string): string {
  return collection === "products" ? itemId : `${collection}\u001f${itemId}`;
}

/** Key of a category or brand: the same name in another case or Unicode form is the same taste. */
export function tasteKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}

export function editKey(interest: Interest): string {
  return `${interest.kind}:${interest.kind === "item" ? interest.value : tasteKey(interest.value)}`;
}
