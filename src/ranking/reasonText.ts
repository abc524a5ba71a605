/** A reason in a sentence of the shopper's language: English, or Chinese for `zh` locales. */
import type { EventName, Evidence, Reason } from "../types";

interface Sentences {
  readonly event: Readonly<Partial<Record<EventName, (title: string) => string>>>;
  readonly anyEvent: (title: string) => string;
  /** Shelves of the shopper's own past speak of the item itself. */
  readonly again: (day: string) => string;
  readonly recent: (day: string) => string;
  readonly due: (days: number) => string;
  /** What the shop's orders say, whatever the shopper did with the item. */
  readonly together: (title: string) => string;
  /** A category or a brand. */
  readonly taste: (name: string) => string;
  readonly price: (low: string, high: string) => string;
  readonly query: (text: string) => string;
  readonly item: (title: string) => string;
  readonly basket: (title: string) => string;
  readonly friend: (name: string, title: string) => string;
  readonly popularity: string;
  readonly freshness: string;
  readonly feed: string;
  readonly rule: string;
}

const ENGLISH: Sentences = {
  event: {
    dwell: (title) => `Because you spent time on “${title}”`,
    add_to_wishlist: (title) => `Because “${title}” is on your wish list`,
    add_to_cart: (title) => `Because you put “${title}” in your cart`,
    purchase: (title) => `Because you bought “${title}”`,
    rate_item: (title) => `Because you rated “${title}”`,
  },
  anyEvent: (title) => `Because you looked at “${title}”`,
  again: (day) => `You bought this on ${day}`,
  recent: (day) => `You looked at this on ${day}`,
  due: (days) => (days === 1 ? "You buy this about every day" : `You buy this about every ${days} days`),
  together: (title) => `Often bought with “${title}”`,
  taste: (name) => `You often look at ${name}`,
  price: (low, high) => `In your usual price range, ${low} to ${high}`,
  query: (text) => `Matches “${text}”`,
  item: (title) => `Similar to “${title}”`,
  basket: (title) => `Goes with “${title}”`,
  friend: (name, title) => `${name} likes “${title}”`,
  popularity: "Popular in this shop",
  freshness: "New in this shop",
  rule: "Recommended by this shop",
  feed: "From this shop’s selection",
};

const CHINESE: Sentences = {
  event: {
    dwell: (title) => `因为您仔细看过“${title}”`,
    add_to_wishlist: (title) => `因为您收藏了“${title}”`,
    add_to_cart: (title) => `因为您把“${title}”加入了购物车`,
    purchase: (title) => `因为您买过“${title}”`,
    rate_item: (title) => `因为您评价过“${title}”`,
  },
  anyEvent: (title) => `因为您看过“${title}”`,
  again: (day) => `您在${day}买过`,
  recent: (day) => `您在${day}看过`,
  due: (days) => `您大约每 ${days} 天买一次`,
  together: (title) => `常与“${title}”一起购买`,
  taste: (name) => `您常看${name}`,
  price: (low, high) => `符合您常看的价位：${low} 至 ${high}`,
  query: (text) => `与“${text}”相符`,
  item: (title) => `与“${title}”相似`,
  basket: (title) => `与“${title}”搭配`,
  friend: (name, title) => `${name}喜欢“${title}”`,
  popularity: "本店热销",
  freshness: "本店新品",
  rule: "本店推荐",
  feed: "本店精选",
};

const MAX_TITLE = 60;

/** @param locale BCP 47; dates and prices follow it too. Default English. */
export function reasonText(reason: Reason, locale = "en"): string {
  const language = supportedLocale(locale);
  const sentences = language.toLowerCase().startsWith("zh") ? CHINESE : ENGLISH;
  const { evidence } = reason;
  switch (evidence.kind) {
    case "event":
      return eventText(reason, evidence, { sentences, language });
    case "category":
    case "brand":
      return sentences.taste(evidence.value);
    case "price":
      return sentences.price(
        priceText(evidence.low, evidence.currency, language),
        priceText(evidence.high, evidence.currency, language),
      );
    case "query":
      return sentences.query(shorten(evidence.text));
    case "item":
    case "basket":
      return sentences[reason.signal === "behaviour" ? "together" : evidence.kind](shorten(evidence.title));
    case "friend":
      return sentences.friend(evidence.name, shorten(evidence.title));
    case "due":
      return sentences.due(Math.max(1, Math.round(evidence.everyDays)));
    default:
      return sentences[evidence.kind];
  }
}

function eventText(
  reason: Reason,
  evidence: Extract<Evidence, { kind: "event" }>,
  { sentences, language }: { readonly sentences: Sentences; readonly language: string },
): string {
  if (reason.signal === "recency") return sentences.recent(dayText(evidence.at, language));
  if (reason.signal === "behaviour") return sentences.together(shorten(evidence.title));
  if (reason.signal === "habit") return sentences.again(dayText(evidence.at, language));
  return (sentences.event[evidence.event === "begin_checkout" ? "add_to_cart" : evidence.event] ?? sentences.anyEvent)(
    shorten(evidence.title),
  );
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_TITLE
    ? text
    : `${characters
        .slice(0, MAX_TITLE - 1)
        .join("")
        .trimEnd()}…`;
}

function dayText(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(at);
}

function priceText(price: number, currency: string | undefined, language: string): string {
  const digits = { maximumFractionDigits: price < 10 ? 2 : 0 };
  try {
    const style = currency ? ({ style: "currency", currency } as const) : {};
    return new Intl.NumberFormat(language, { ...style, minimumFractionDigits: 0, ...digits }).format(price);
  } catch {
    // A feed's currency may be no ISO 4217 code.
    return `${new Intl.NumberFormat(language, digits).format(price)} ${currency}`;
  }
}

function supportedLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? "en";
  } catch {
    return "en";
  }
}
