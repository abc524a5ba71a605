/** Feed text to one line of plain text. */
import { createEntityDecoder } from "./htmlEntities";

/** Markup beyond this is not read: descriptions with embedded pictures run to megabytes. */
const MAX_RAW_CHARACTERS = 100_000;

/** Tags inside a word or sentence; all others separate words. */
const INLINE = new Set(["a", "b", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"]);

export interface CleanText {
  readonly text: string;
  readonly hadHtml: boolean;
}

/**
 * Takes tags out (escaped ones too), decodes entities once, drops control characters, lone surrogates and
 * direction overrides, and joins white space. Emoji, combining marks and right-to-left letters stay.
 */
export function createTextCleaner(): (raw: string) => CleanText {
  const decode = createEntityDecoder();
  return (raw) => {
    const cut = raw.length > MAX_RAW_CHARACTERS ? raw.slice(0, MAX_RAW_CHARACTERS) : raw;
    const bare = stripTags(cut);
    // Twice-escaped exports show their tags only after decoding.
    const decoded = decode(bare);
    const text = stripTags(decoded);
    return { text: tidy(text), hadHtml: bare !== cut || text !== decoded };
  };
}

function tidy(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
      .replace(/\p{Surrogate}/gu, "\ufffd")
      .replace(/\s+/g, " ")
      .trim()
  );
}

/** One pass, linear also in text that only opens tags. */
export function stripTags(text: string): string {
  let open = text.indexOf("<");
  if (open === -1) return text;
  let plain = "";
  let from = 0;
  let commentsEnd = true;
  while (open !== -1) {
    let end = -1;
    let separator = " ";
    const tag = /^<\/?([a-z][a-z\d]*)[^<>]*>/i.exec(text.slice(open, open + 2_000));
    if (tag) {
      const name = tag[1].toLowerCase();
      end = open + tag[0].length;
      if (INLINE.has(name)) separator = "";
      if ((name === "script" || name === "style") && tag[0][1] !== "/") {
        const close = text.toLowerCase().indexOf(`</${name}`, end);
        if (close !== -1) end = close;
      }
    } else if (commentsEnd && text.startsWith("<!--", open)) {
      const close = text.indexOf("-->", open);
      commentsEnd = close !== -1;
      if (commentsEnd) end = close + 3;
    }
    if (end === -1) {
      open = text.indexOf("<", open + 1);
      continue;
    }
    plain += text.slice(from, open) + separator;
    from = end;
    open = text.indexOf("<", end);
  }
  return plain + text.slice(from);
}

/** At most `limit` UTF-16 units, never half a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = /[\ud800-\udbff]/.test(text[limit - 1]);
  return text.slice(0, half ? limit - 1 : limit).trimEnd();
}
