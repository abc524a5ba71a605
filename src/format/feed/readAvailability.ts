/** Availability of Merchant Center, schema.org (12 values), Shopify and WooCommerce. */
import type { Availability } from "../../types";

const VALUES: Readonly<Record<string, Availability>> = {
  instock: "in_stock",
  limitedavailability: "in_stock",
  onlineonly: "in_stock",
  instoreonly: "in_stock",
  madetoorder: "in_stock",
  available: "in_stock",
  availablefororder: "in_stock",
  yes: "in_stock",
  true: "in_stock",
  "1": "in_stock",
  preorder: "preorder",
  presale: "preorder",
  backorder: "backorder",
  onbackorder: "backorder",
  reserved: "backorder",
  outofstock: "out_of_stock",
  soldout: "out_of_stock",
  discontinued: "out_of_stock",
  unavailable: "out_of_stock",
  notavailable: "out_of_stock",
  no: "out_of_stock",
  false: "out_of_stock",
  "0": "out_of_stock",
};

/** @returns undefined for a value nobody knows */
export function readAvailability(raw: unknown): Availability | undefined {
  if (typeof raw === "boolean") return raw ? "in_stock" : "out_of_stock";
  if (typeof raw === "number") return raw > 0 ? "in_stock" : "out_of_stock";
  if (typeof raw !== "string" || raw.length > 100) return undefined;
  const word = raw
    .toLowerCase()
    .replace(/^.*[/#:]/, "")
    .replace(/[^a-z\d]/g, "");
  return Object.hasOwn(VALUES, word) ? VALUES[word] : undefined;
}
