/** The scheme allow-list for addresses out of feeds. */

const MAX_LINK_CHARACTERS = 2_000;
const MAX_DATA_CHARACTERS = 200_000;

/**
 * http, https and relative addresses pass; with `allow: "picture"` also `data:image/…`, which browsers run no script
 * of. Control characters are removed first, as browsers do before they look at the scheme.
 *
 * @returns undefined for anything else
 */
export function readUrl(raw: string, { allow }: { readonly allow: "link" | "picture" }): string | undefined {
  if (raw.length > MAX_DATA_CHARACTERS) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const url = raw.replace(/[\u0000-\u001f\u007f]/g, "").trim();
  if (url === "") return undefined;
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1].toLowerCase();
  if (scheme === "data" && allow === "picture" && /^data:image\/[a-z+.-]+[;,]/i.test(url)) return url;
  if (url.length > MAX_LINK_CHARACTERS) return undefined;
  return scheme === undefined || scheme === "http" || scheme === "https" ? url : undefined;
}
