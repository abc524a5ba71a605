/** Rows of RSS 2.0, Atom and plain product lists. Each element is cut out and parsed alone: a broken one costs itself only. */
import type { SaxesParser } from "saxes";
import { AisleError } from "../../errors";
import { MAX_ROW_CHARACTERS, type RawRow } from "./feedRow";
import type { ReportProblem } from "./problems";

type Saxes = typeof SaxesParser;

/** RSS, Atom, plain exports, Yandex and Heureka. */
const ROW_START = /<((?:\w+:)?(?:item|entry|product|offer|shopitem|record|row))(?=[\s>])/i;

/** A tag's name may be cut at the end of a piece; this much is kept for the next. */
const TAIL_CHARACTERS = 64;

/**
 * @throws AisleError `FEED_UNREADABLE` when a DOCTYPE declares anything (entity bombs start so; feeds need none), or
 * when no element known to hold an item is found.
 */
export async function* readXmlRows(chunks: AsyncIterable<string>, onProblem: ReportProblem): AsyncGenerator<RawRow[]> {
  const Parser = await loadSaxes();
  let buffer = "";
  let name: string | undefined;
  let retryAt = 0;
  let inProlog = true;
  let found = false;

  function take(last: boolean): RawRow[] {
    const rows: RawRow[] = [];
    for (;;) {
      if (inProlog) refuseDeclarations(buffer);
      const start = name ? indexOfTag(buffer, name, 0) : (ROW_START.exec(buffer)?.index ?? -1);
      if (start === -1) {
        buffer = buffer.slice(-TAIL_CHARACTERS);
        return rows;
      }
      inProlog = false;
      found = true;
      name ??= ROW_START.exec(buffer)?.[1] ?? "item";
      const { end, next } = findEnd(buffer, start, name);
      if (end === -1 && !last && buffer.length - start <= MAX_ROW_CHARACTERS) {
        buffer = buffer.slice(start);
        return rows;
      }
      const element = end === -1 ? buffer.slice(start) : buffer.slice(start, end);
      if (element.length > MAX_ROW_CHARACTERS) onProblem("row_too_long", element.slice(0, 200));
      else accept(element, end === -1 ? "feed_cut" : undefined, rows);
      buffer = end === -1 ? "" : buffer.slice(next);
    }
  }

  function accept(element: string, problem: "feed_cut" | undefined, rows: RawRow[]): void {
    const { row, broken } = parseElement(Parser, element);
    if (problem) onProblem(problem, element.slice(0, 200));
    else if (Object.keys(row).length === 0) onProblem("bad_xml", element.slice(0, 200));
    else if (broken) onProblem("xml_repaired", element.slice(0, 200));
    if (Object.keys(row).length > 0 && !problem) rows.push(row);
  }

  for await (const chunk of chunks) {
    buffer += chunk;
    if (buffer.length < retryAt) continue;
    const rows = take(false);
    retryAt = found ? buffer.length + Math.min(buffer.length, MAX_ROW_CHARACTERS) : 0;
    if (rows.length > 0) yield rows;
  }
  const rows = take(true);
  if (rows.length > 0) yield rows;
  if (!found) {
    throw new AisleError("FEED_UNREADABLE", "The XML holds no item, entry, product or offer element.", {
      fix: "Give an RSS 2.0 or Atom feed as Merchant Center describes it.",
    });
  }
}

/** Bundlers disagree on whether a CommonJS module's names, or only its `default`, come out of `import()`. */
async function loadSaxes(): Promise<Saxes> {
  const module: { readonly SaxesParser?: Saxes; readonly default?: { readonly SaxesParser: Saxes } } = await import(
    "saxes"
  );
  const Parser = module.SaxesParser ?? module.default?.SaxesParser;
  if (!Parser) throw new AisleError("FEED_UNREADABLE", "The XML parser did not load.");
  return Parser;
}

function refuseDeclarations(prolog: string): void {
  if (/<!DOCTYPE[^<>[]*\[|<!ENTITY/i.test(prolog)) {
    throw new AisleError("FEED_UNREADABLE", "The XML declares its own entities, which Aisle refuses to expand.", {
      fix: "Remove the DOCTYPE; a product feed needs none.",
    });
  }
}

/** Index of `<name` followed by a space, `>` or `/`; -1 when there is none. */
function indexOfTag(text: string, name: string, from: number): number {
  for (let at = text.indexOf(`<${name}`, from); at !== -1; at = text.indexOf(`<${name}`, at + 1)) {
    if (/[\s>/]/.test(text[at + name.length + 1] ?? "")) return at;
  }
  return -1;
}

/**
 * Where the element that starts at `start` ends (exclusive) and where to go on. An element that is not closed ends where
 * the next one opens. -1 when its end has not arrived. CDATA sections may hold anything, closing tags included.
 */
function findEnd(text: string, start: number, name: string): { readonly end: number; readonly next: number } {
  const close = `</${name}`;
  let from = start + 1;
  let cdata = text.indexOf("<![CDATA[", from);
  let closing = -2;
  let opening = -2;
  for (;;) {
    // Searched again only once passed: many CDATA sections must not cost a pass over the text each.
    if (closing !== -1 && closing < from) closing = text.indexOf(close, from);
    if (opening !== -1 && opening < from) opening = indexOfTag(text, name, from);
    const first = Math.min(closing === -1 ? Infinity : closing, opening === -1 ? Infinity : opening);
    if (cdata !== -1 && cdata < first) {
      from = text.indexOf("]]>", cdata);
      if (from === -1) return { end: -1, next: -1 };
      cdata = text.indexOf("<![CDATA[", from);
      continue;
    }
    if (first === Infinity) return { end: -1, next: -1 };
    if (first === opening) return { end: opening, next: opening };
    const end = text.indexOf(">", closing);
    return end === -1 ? { end: -1, next: -1 } : { end: end + 1, next: end + 1 };
  }
}

/** Child elements as fields without their prefixes, `g:` ones before native ones; repeated ones as arrays. */
function parseElement(Saxes: Saxes, element: string): { readonly row: RawRow; readonly broken: boolean } {
  const fields = new Map<string, { readonly values: string[]; readonly prefixed: boolean }>();
  const open: string[] = [];
  let text = "";
  let broken = false;

  const put = (tag: string, value: string): void => {
    if (value === "") return;
    const colon = tag.indexOf(":");
    const field = tag.slice(colon + 1);
    const known = fields.get(field);
    if (!known || (colon !== -1 && !known.prefixed)) fields.set(field, { values: [value], prefixed: colon !== -1 });
    else if (colon !== -1 || !known.prefixed) known.values.push(value);
  };

  const parser = new Saxes({ xmlns: false, position: false, fragment: false });
  parser.on("error", () => {
    broken = true;
  });
  parser.on("text", (piece) => {
    text += piece;
  });
  parser.on("cdata", (piece) => {
    text += piece;
  });
  parser.on("opentag", ({ name, attributes }) => {
    open.push(name);
    // Blocks nested in a field (shipping, tax) are not the item's own.
    if (open.length <= 2) text = "";
    // Yandex and others carry the id, Atom the link, as an attribute.
    if (open.length === 1) for (const [key, value] of Object.entries(attributes)) put(key, value);
    else if (open.length === 2 && attributes.rel !== "self") put(name, attributes.href ?? attributes.term ?? "");
  });
  parser.on("closetag", ({ name }) => {
    if (open.length === 2) put(name, text.trim());
    if (open.length === 3) text = "";
    open.pop();
  });
  parser.write(escapeStrayMarkup(element)).close();

  const row: Record<string, string | readonly string[]> = Object.create(null);
  for (const [field, { values }] of fields) row[field] = values.length === 1 ? values[0] : values;
  return { row, broken };
}

/**
 * `&` and `<` that start nothing, outside CDATA: the parser would run on to the next `;` or tag and swallow both.
 * HTML's named entities are unknown to XML; they stay as text, for `cleanText` to decode.
 */
function escapeStrayMarkup(element: string): string {
  let escaped = "";
  for (let from = 0; from < element.length; ) {
    const cdata = element.indexOf("<![CDATA[", from);
    const stop = cdata === -1 ? element.length : cdata;
    escaped += element
      .slice(from, stop)
      .replace(/&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);)/gi, "&amp;")
      .replace(/<(?![a-z_/!?])/gi, "&lt;");
    if (cdata === -1) break;
    const end = element.indexOf("]]>", cdata);
    from = end === -1 ? element.length : end + 3;
    escaped += element.slice(cdata, from);
  }
  return escaped;
}
