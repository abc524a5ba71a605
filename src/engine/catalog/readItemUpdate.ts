/** Checks a live change of price or stock before it reaches the catalogue. */
import { readAvailability } from "../../format/feed/readAvailability";
import { readPrice } from "../../format/feed/readPrice";
import type { ItemUpdate } from "../../types";

/** @returns the fields that can be read (`12,50 EUR` and `https://schema.org/InStock` too); undefined without an id */
export function readItemUpdate(raw: unknown): ItemUpdate | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const { id, price, salePrice, availability, popularity } = raw as Record<string, unknown>;
  if ((typeof id !== "string" && typeof id !== "number") || id === "") return undefined;
  const amount = readPrice(price)?.amount;
  const sale = readPrice(salePrice)?.amount;
  const stock = readAvailability(availability);
  return {
    id: String(id),
    ...(amount !== undefined && { price: amount }),
    // `salePrice: undefined` or null says that the sale is over.
    ...(sale !== undefined ? { salePrice: sale } : "salePrice" in raw && salePrice == null && { salePrice: undefined }),
    ...(stock && { availability: stock }),
    ...(typeof popularity === "number" && popularity >= 0 && Number.isFinite(popularity) && { popularity }),
  };
}
