/** Prices as feeds write them. */
import type { ProblemCode } from "./problems";

export interface Price {
  /** In the currency's major unit. */
  readonly amount: number;
  /** ISO 4217, when the text names one. */
  readonly currency?: string;
  /** What had to be assumed. */
  readonly problem?: Extract<ProblemCode, "ambiguous_price" | "decimal_comma" | "price_range">;
}

/** Signs that mean one currency; `¥` and `kr` mean several and name none. */
const SIGNS: readonly (readonly [string, string])[] = [
  ["US$", "USD"],
  ["CA$", "CAD"],
  ["A$", "AUD"],
  ["R$", "BRL"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["$", "USD"],
  ["₹", "INR"],
  ["₩", "KRW"],
  ["₽", "RUB"],
  ["₺", "TRY"],
  ["₫", "VND"],
  ["₪", "ILS"],
  ["฿", "THB"],
  ["₴", "UAH"],
  ["zł", "PLN"],
  ["Kč", "CZK"],
  ["元", "CNY"],
  ["円", "JPY"],
];

/** Currencies with three decimals: `1.250 KWD` is no thousand (ISO 4217). */
const THREE_DECIMALS = /^(BHD|IQD|JOD|KWD|LYD|OMR|TND)$/;

const MAX_AMOUNT = 1e9;

/**
 * Reads `15.00 USD`, `USD 15`, `12,00 EUR`, `1.299,00 €`, `1,299.00`, `1 299,00 zł`, `1'299.00 CHF`, `5-8 USD`.
 * Merchant Center's decimal separator is the point; a single separator before exactly three digits groups thousands.
 *
 * @returns undefined when no number of 0 to 10⁹ can be read
 */
export function readPrice(raw: unknown): Price | undefined {
  // Minus nought is nought, as it is once it has been through JSON.
  if (typeof raw === "number") return inRange(raw) ? { amount: raw + 0 } : undefined;
  if (typeof raw !== "string" || raw.length > 200) return undefined;
  const text = raw.normalize("NFKC").trim();
  const currency = readCurrency(text);
  const numbers: readonly string[] = text.match(/\d(?:[.,'’]?\d|\s(?=\d{3}(?!\d)))*/g) ?? [];
  if (numbers.length === 0 || numbers.length > 2) return undefined;
  if (/^[^\d]*[-−]\s*\D?\d/.test(text)) return undefined;
  const first = readNumber(numbers[0], currency);
  if (numbers.length === 1) return first && inRange(first.amount) ? { ...first, currency } : undefined;
  // Two numbers are a range or, as in "3 for 2", no price.
  const second = readNumber(numbers[1], currency);
  if (!first || !second || !/[-–—~]|\bto\b|\bbis\b/.test(text) || !(first.amount <= second.amount)) return undefined;
  return inRange(first.amount) ? { currency, amount: first.amount, problem: "price_range" } : undefined;
}

/** An ISO 4217 code or a sign anywhere in the text. */
export function readCurrency(text: string): string | undefined {
  const code = /(?<![A-Za-z])(?:[A-Z]{3}|eur|usd|gbp|cad|aud|chf|jpy|cny|inr)(?![A-Za-z])/.exec(text)?.[0];
  if (code) return code.toUpperCase();
  return SIGNS.find(([sign]) => text.includes(sign))?.[1];
}

function readNumber(digits: string, currency: string | undefined): Omit<Price, "currency"> | undefined {
  const text = digits.replace(/[\s'’]/g, "");
  const point = text.lastIndexOf(".");
  const comma = text.lastIndexOf(",");
  if (point === -1 && comma === -1) return finite(text);
  const decimal = point > comma ? "." : ",";
  const at = Math.max(point, comma);
  const behind = text.length - at - 1;
  const ahead = text.slice(0, at);
  if (point !== -1 && comma !== -1) {
    // The last separator is the decimal one and stands once; the other groups.
    if (ahead.includes(decimal)) return undefined;
    return finite(`${ahead.replace(/[.,]/g, "")}.${text.slice(at + 1)}`);
  }
  if (ahead.includes(decimal))
    return /^\d{1,3}([.,]\d{3})+$/.test(text) ? finite(text.replace(/[.,]/g, "")) : undefined;
  const threeDecimals = currency !== undefined && THREE_DECIMALS.test(currency);
  if (behind === 3 && /^[1-9]\d{0,2}$/.test(ahead) && !threeDecimals) {
    const grouped = finite(ahead + text.slice(at + 1));
    return grouped && { ...grouped, problem: "ambiguous_price" };
  }
  const value = finite(`${ahead}.${text.slice(at + 1)}`);
  return value && (decimal === "," ? { ...value, problem: "decimal_comma" } : value);
}

function finite(text: string): { readonly amount: number } | undefined {
  const amount = Number(text);
  return Number.isFinite(amount) ? { amount } : undefined;
}

function inRange(amount: number): boolean {
  return amount >= 0 && amount <= MAX_AMOUNT;
}
