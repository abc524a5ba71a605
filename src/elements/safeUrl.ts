/** Feeds are not trusted: an address from one is used only when its scheme can do no more than fetch or navigate. */

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const PICTURE_DATA = /^data:image\/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,]/i;

/** The address when it is http(s) or relative; undefined otherwise. Browsers drop tabs and newlines in schemes, so does this. */
export function safeLink(url: string | undefined): string | undefined {
  const cleaned = clean(url);
  if (!cleaned) return undefined;
  return !SCHEME.test(cleaned) || /^https?:/i.test(cleaned) ? cleaned : undefined;
}

/** As `safeLink`, and pictures made in the page: `blob:` and image `data:` addresses (inert inside `<img>`). */
export function safePicture(url: string | undefined): string | undefined {
  const cleaned = clean(url);
  if (!cleaned) return undefined;
  return /^blob:/i.test(cleaned) || PICTURE_DATA.test(cleaned) ? cleaned : safeLink(cleaned);
}

function clean(url: string | undefined): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the characters URL parsers strip from the front.
  return typeof url === "string" ? url.replace(/^[\u0000-\u0020]+|[\t\n\r]/g, "") : undefined;
}
