import { problemTexts } from "../../format/feed/problemTexts";

/** What cleaning found, for readers who were not there. */
const TEXTS: Readonly<Record<string, string>> = {
  event_without_use: "Kinds of events that say nothing of interest in one item",
  unknown_event: "Kinds of events that are not known",
  missing_item: "No item",
  missing_item_id: "No item",
  missing_shopper: "Neither a shopper nor an order",
  unknown_item: "Items that the catalogue does not have",
  item_without_title: "Items without a title anywhere",
  service_line: "Postage, fees, vouchers and the like: not goods",
  impossible_date: "Times that cannot be read, or lie outside what is possible",
  impossible_quantity: "Quantities of nothing, or beyond reason",
  impossible_price: "Prices below zero",
  unreadable_quantity: "Quantities that cannot be read; one was assumed",
  unreadable_price: "Prices that cannot be read; taken as unknown",
  unknown_currency: "Currencies that do not exist; the price was taken as unknown",
  other_currency: "Prices in another currency than most; taken as unknown",
  id_with_fraction: "Ids that a spreadsheet had turned into numbers with a fraction",
  id_spelled_otherwise: "Ids spelled otherwise than in the catalogue: case, or leading zeros",
  test_order: "Test orders",
  nothing_paid: "Lines for which nothing was paid",
  stock_adjustment: "Adjustments of stock, no orders",
  exact_duplicate: "The same row again",
  near_duplicate: "The same act again, a moment later",
  order_reported_again: "Orders reported again",
  cancelled: "Purchases that were cancelled or sent back",
  cancelled_in_part: "Purchases of which a part was sent back; the rest counts",
  cancellation: "The cancellations themselves, taken off the orders they undo",
  unmatched_cancellation: "Cancellations of orders that are not in the data",
  refund_of_order: "Refunds of whole orders",
  bot_rate: "Machines: more acts a minute than a person can do",
  bot_breadth: "Machines: they look at everything",
  reseller_rate: "Resellers: orders of a size no household has",
  reseller_breadth: "Resellers: they buy nearly everything there is",
  flood: "Beyond the newest events of one shopper that are kept",
  outlier_quantity: "Quantities far beyond the item's usual ones; cut to its largest usual one",
  outlier_price: "Prices far from the item's usual ones; taken as unknown",
  variant: "Variants, folded into the item that is shown for them",
  encoding_damage: "Letters broken by a wrong encoding, put right",
  near_duplicate_items: "Items with the same words, brand and price",
  filled_category: "Category, from items with the nearest texts",
  filled_brand: "Brand, from items with the nearest texts",
  filled_title: "Title, from the orders",
  filled_price: "Price, from the orders",
  ambiguous_dates: "Dates that can be read in two ways",
};

/** A code in words; codes of the catalogue's reader have their own sentences. */
export function findingText(code: string, about: "events" | "items"): string {
  const own = Object.hasOwn(TEXTS, code) ? TEXTS[code] : undefined;
  if (own) return own;
  const feed: Readonly<Record<string, string>> = problemTexts;
  if (about === "items" && Object.hasOwn(feed, code)) return feed[code].replace(/\.$/, "");
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
