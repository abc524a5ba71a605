/**
 * What a link carries from one device to another. It stands in the fragment, which no browser sends to any server, and in a
 * code on the screen that a phone's own camera reads.
 */
import { AisleError } from "../../errors";
import { deflate, inflate } from "./sealed";
import { readTasteCard, type TasteCard } from "./tasteCard";

/** A code of more is too fine for a phone's camera (version 25 of 40, 117 modules a side). */
export const MAX_CODE_BYTES = 1_200;
const MAX_LINK_CHARACTERS = 8_000;

export type TransferLink =
  | { readonly kind: "profile"; readonly sealed: Uint8Array }
  | { readonly kind: "taste"; readonly card: TasteCard };

/** @param page URL of the shop's page that opens such links; a fragment of its own is replaced */
export function profileLink(page: string, sealed: Uint8Array): string {
  return `${withoutFragment(page)}#aisle-profile=${toBase64Url(sealed)}`;
}

export async function tasteLink(page: string, card: TasteCard): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(card));
  const packed = await deflate(plain);
  const bytes = new Uint8Array(1 + (packed ?? plain).length);
  bytes[0] = packed ? 1 : 0;
  bytes.set(packed ?? plain, 1);
  return `${withoutFragment(page)}#aisle-taste=${toBase64Url(bytes)}`;
}

/**
 * @param fragment `location.hash`
 * @returns undefined when it is none of Aisle's
 * @throws AisleError `PROFILE_UNREADABLE` when it is one, and broken
 */
export async function readTransferLink(fragment: string): Promise<TransferLink | undefined> {
  const match = /^#?aisle-(profile|taste)=(.*)$/s.exec(fragment);
  if (!match) return undefined;
  const [, kind, text] = match;
  const bytes = text.length <= MAX_LINK_CHARACTERS ? fromBase64Url(text) : undefined;
  if (!bytes || bytes.length < 2) throw broken();
  if (kind === "profile") return { kind, sealed: bytes };
  let card: unknown;
  try {
    const plain = bytes[0] === 1 ? await inflate(bytes.subarray(1)) : bytes.subarray(1);
    card = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  } catch {
    throw broken();
  }
  return { kind: "taste", card: readTasteCard(card) };
}

function withoutFragment(page: string): string {
  const at = page.indexOf("#");
  return at < 0 ? page : page.slice(0, at);
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

function broken(): AisleError {
  return new AisleError("PROFILE_UNREADABLE", "The link is cut or was changed on its way.", {
    fix: "Open it again, whole, or make a new one.",
  });
}
