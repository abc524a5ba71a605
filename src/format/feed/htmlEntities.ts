/** Decodes HTML entities where there is no DOM. */

/** U+00A0 to U+00FF in order (HTML 4, section 24.2.1). */
const LATIN1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/** The others that shop texts use: markup, typography, currency. */
const OTHERS =
  "amp& lt< gt> quot\" apos' OElig\u0152 oelig\u0153 Scaron\u0160 scaron\u0161 ensp\u2002 emsp\u2003 thinsp\u2009 zwnj\u200c zwj\u200d lrm\u200e rlm\u200f ndash\u2013 mdash\u2014 lsquo\u2018 rsquo\u2019 sbquo\u201a ldquo\u201c rdquo\u201d bdquo\u201e bull\u2022 hellip\u2026 prime\u2032 Prime\u2033 euro\u20ac trade\u2122 le\u2264 ge\u2265";

/** A decoder with its table, built once per reader rather than at import. */
export function createEntityDecoder(): (text: string) => string {
  const named = new Map(LATIN1.split(" ").map((name, at) => [name, String.fromCharCode(0xa0 + at)]));
  for (const entry of OTHERS.split(" ")) named.set(entry.slice(0, -1), entry.slice(-1));
  return (text) =>
    text.includes("&")
      ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,8}));/gi, (whole, decimal, hex, name) => {
          if (name) return named.get(name) ?? whole;
          const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
        })
      : text;
}
