/** Every reason of cleaning in words, for the report; those of the feed's readers are in `format/feed/problemTexts.ts`. */
import { problemTexts } from "../../format/feed/problemTexts";

const TEXTS: Readonly<Record<string, string>> = {
  // Events, dropped.
  event_without_use: "An event that says nothing of one item: a search, an impression, a page of the checkout.",
  unknown_event: "The event has a name that is not known.",
  missing_item: "The row names no item.",
  missing_shopper: "The row names neither a shopper nor an order.",
  impossible_date: "The time cannot be read, lies before 1995 or in the future.",
  impossible_quantity: "A quantity of nought, or of more than a million.",
  impossible_price: "A negative price.",
  nothing_paid: "A line with a price of nought, where others have prices: a sample, a replacement, a note.",
  stock_adjustment: "A negative quantity without a price: stock that was counted or written off.",
  test_order: "An order of the shop's own people, by the name of shopper, order or item.",
  unknown_item: "The item is not in the catalogue.",
  service_line: "A line that sells no product: postage, a fee, a discount, a voucher.",
  item_without_title: "No row of the item has a title, and other items have one.",
  exact_duplicate: "The same row once more.",
  near_duplicate: "The same act of the same shopper within two seconds.",
  order_reported_again: "The same line of the same order, reported at another time.",
  cancelled: "A line that was cancelled or refunded later.",
  cancellation: "The cancellation or refund of such a line.",
  unmatched_cancellation: "A cancellation of which the order is not in the data.",
  bot_rate: "More than 60 acts in a minute: all of the visitor's events.",
  bot_breadth: "A visitor who looked at a quarter of the catalogue and bought nothing.",
  reseller_rate: "Ten orders a day and more on every active day: all of the account's events.",
  reseller_breadth: "An account that bought most of the catalogue.",
  flood: "Beyond the latest 10,000 events of one shopper.",
  // Events, repaired.
  id_with_fraction: "An id that a program had taken for a fraction: 17850.0 is 17850.",
  id_spelled_otherwise: "An id that differs from the item's in case, or in zeros before it.",
  unreadable_quantity: "The quantity is no number; one was assumed.",
  unreadable_price: "The price is no number; it is not known.",
  unknown_currency: "The currency is none; the price is not known.",
  other_currency: "Another currency than most rows have; the price is not known.",
  cancelled_in_part: "Units that were sent back were taken off.",
  outlier_quantity: "Far more than the item sells in; capped.",
  outlier_price: "Far from what the item sells for; the price is not known.",
  ambiguous_dates: "Day and month of the dates could be either.",
  // Items.
  variant: "A variant, folded into the item that is shown for its group.",
  encoding_damage: "Text that had been read in the wrong encoding was put right.",
  filled_category: "The category is that of items with much the same text.",
  filled_brand: "The brand is the one that the title begins with.",
  near_duplicate_items: "Only the ids tell these items apart.",
};

/** @param code of a `QualityFinding` */
export function qualityText(code: string): string {
  return TEXTS[code] ?? (problemTexts as Readonly<Record<string, string>>)[code] ?? code.replaceAll("_", " ");
}

export function hasQualityText(code: string): boolean {
  return Object.hasOwn(TEXTS, code) || Object.hasOwn(problemTexts, code);
}
