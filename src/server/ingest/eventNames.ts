/** What exports call an event, by what it is here. */
import { EVENT_KINDS, type EventKind } from "./dataset";

export type EventMeaning = EventKind | "refund" | "ignored";

/** Names in lower case without `_`, `-` and spaces: GA4, Vertex AI Retail, Algolia Insights, common research sets. */
const MEANINGS: Readonly<Record<EventMeaning, readonly string[]>> = {
  purchase: [
    "purchase",
    "purchased",
    "buy",
    "bought",
    "order",
    "ordered",
    "transaction",
    "sale",
    "sold",
    "purchasecomplete",
    "ecommercepurchase",
    "purchasedobjectids",
    "conversion",
    "checkoutcomplete",
    "ordercompleted",
    "购买",
  ],
  add_to_cart: [
    "addtocart",
    "cart",
    "addcart",
    "addedtocart",
    "addtobasket",
    "basket",
    "addtobag",
    "addedtocartobjectids",
    "conversionaddtocart",
    "productadded",
    "加购",
  ],
  add_to_wishlist: ["addtowishlist", "wishlist", "fav", "favorite", "favourite", "like", "save", "bookmark", "收藏"],
  view_item: [
    "viewitem",
    "view",
    "viewed",
    "pv",
    "detailpageview",
    "productview",
    "productviewed",
    "itemview",
    "viewproduct",
    "viewedobjectids",
    "pageviewitem",
    "浏览",
  ],
  select_item: [
    "selectitem",
    "click",
    "clicked",
    "productclick",
    "productclicked",
    "selectcontent",
    "clickedobjectids",
    "clickedobjectidsaftersearch",
    "点击",
  ],
  rate_item: ["rateitem", "rate", "rated", "rating", "review", "reviewed"],
  remove_from_cart: ["removefromcart", "remove", "removed", "productremoved", "removefrombasket", "removedfromcart"],
  not_interested: ["notinterested", "dislike", "hide"],
  refund: ["refund", "refunded", "return", "returned", "cancel", "cancelled", "canceled", "cancellation", "chargeback"],
  ignored: [
    "viewitemlist",
    "viewpromotion",
    "selectpromotion",
    "viewcart",
    "shoppingcartpageview",
    "begincheckout",
    "checkout",
    "addpaymentinfo",
    "addshippinginfo",
    "search",
    "viewsearchresults",
    "pageview",
    "homepageview",
    "categorypageview",
    "sessionstart",
    "firstvisit",
    "userengagement",
    "scroll",
    "impression",
    "impressions",
    "productimpression",
    "login",
    "signup",
    "dwell",
    "editinterest",
    "formstart",
    "formsubmit",
    "filedownload",
    "videostart",
    "videoprogress",
    "videocomplete",
    "share",
  ],
};

/** SQL: the kind's index into `EVENT_KINDS`, -1 for a refund, -2 for what is ignored, NULL for an unknown name. */
export function eventKindSql(name: string): string {
  const squashed = `regexp_replace(lower(trim(${name})), '[\\s_.:/-]+', '', 'g')`;
  const cases = (Object.keys(MEANINGS) as EventMeaning[]).map((meaning) => {
    const names = MEANINGS[meaning].map((known) => `'${known}'`).join(", ");
    return `WHEN ${squashed} IN (${names}) THEN ${codeOf(meaning)}`;
  });
  return `CASE ${cases.join(" ")} END`;
}

export const REFUND = -1;
export const IGNORED = -2;

function codeOf(meaning: EventMeaning): number {
  if (meaning === "refund") return REFUND;
  return meaning === "ignored" ? IGNORED : EVENT_KINDS.indexOf(meaning);
}

export function isEventKind(name: string): name is EventKind {
  return (EVENT_KINDS as readonly string[]).includes(name);
}
