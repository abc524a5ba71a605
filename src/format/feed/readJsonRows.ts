/** Rows of a JSON document, one parse a row: neither memory nor the damage of a broken row grows with the feed. */
import { MAX_RESTARTS, MAX_ROW_CHARACTERS, type RawRow } from "./feedRow";
import type { ReportProblem } from "./problems";

/** Keys under which exports wrap their list. */
const ROW_KEYS =
  "items|products|data|results|entries|entry|rows|records|feed|catalog|catalogue|hits|nodes|edges|item|product|goods|@graph|itemListElement|hasVariant";

/** @returns where the rows start, behind the opening bracket of `{"products": [{`; undefined without such a key. */
export function findRowArray(head: string): number | undefined {
  const found = new RegExp(`(?<!\\\\)"(?:${ROW_KEYS})"\\s*:\\s*\\[(?=\\s*[{\\]])`, "i").exec(head);
  return found ? found.index + found[0].length : undefined;
}

/**
 * Reads `[{…}, …]`, `{"items": [{…}, …]}` (the key within the first piece), a single `{…}` and `{…}{…}`.
 * A value that does not parse is repaired if it is only untidy (line breaks in strings, trailing commas), else skipped;
 * where a missing quote glued rows together, reading goes on at the next thing that looks like the start of a row.
 */
export async function* readJsonRows(chunks: AsyncIterable<string>, onProblem: ReportProblem): AsyncGenerator<RawRow[]> {
  const splitter = createSplitter();
  let opened = false;
  let restarts = 0;
  let rows: RawRow[] = [];

  const accept = (text: string, code: "bad_json" | "row_too_long" | "feed_cut"): void => {
    const row = text.startsWith("{") && code !== "row_too_long" ? parseRow(text, onProblem) : undefined;
    if (row) {
      rows.push(row);
      return;
    }
    const boundary = nextRowLike(text);
    const goesOn = boundary !== undefined;
    const reason = goesOn && code === "feed_cut" ? "bad_json" : code;
    onProblem(text.startsWith("{") ? reason : "row_not_object", text.slice(0, 200));
    if (!goesOn) return;
    if (++restarts > MAX_RESTARTS) {
      onProblem("too_broken", text.slice(0, 200));
      splitter.close();
    } else {
      splitter.unread(text.slice(boundary));
    }
  };
  const drain = (): void => {
    for (let value = splitter.next(); value !== undefined; value = splitter.next()) accept(value, "bad_json");
  };

  for await (const chunk of chunks) {
    let text = chunk;
    if (!opened) {
      opened = true;
      text = text.trimStart();
      const inside = text.startsWith("[") ? 1 : findRowArray(text);
      if (inside !== undefined) {
        splitter.enterArray();
        text = text.slice(inside);
      }
    }
    splitter.push(text);
    drain();
    const long = splitter.giveUpLongerThan(MAX_ROW_CHARACTERS);
    if (long !== undefined) {
      accept(long, "row_too_long");
      drain();
    }
    if (rows.length > 0) yield rows;
    rows = [];
    if (splitter.closed) return;
  }
  for (let rest = splitter.takeRest(); rest !== undefined; rest = splitter.takeRest()) {
    accept(rest, "feed_cut");
    drain();
  }
  if (rows.length > 0) yield rows;
}

/**
 * Where, inside a broken row, something starts like the row did: with the same first key, behind another object.
 * The key keeps objects nested in the broken row from passing as rows.
 */
function nextRowLike(text: string): number | undefined {
  const key = /^\{\s*("[^"\\]{1,80}")\s*:/.exec(text.slice(0, 200))?.[1];
  if (!key) return undefined;
  for (let at = text.indexOf(key, key.length + 1); at !== -1; at = text.indexOf(key, at + 1)) {
    const before = /\}\s*,?\s*\{\s*$/.exec(text.slice(Math.max(0, at - 100), at));
    if (
      before &&
      text
        .slice(at + key.length, at + key.length + 10)
        .trimStart()
        .startsWith(":")
    ) {
      return text.lastIndexOf("{", at);
    }
  }
  return undefined;
}

interface Splitter {
  /** The values are elements of an array: its closing bracket ends them. */
  enterArray(): void;
  push(text: string): void;
  /** Puts text back in front of what is still unread. */
  unread(text: string): void;
  /** The next complete value's text; undefined when more text is needed. */
  next(): string | undefined;
  /** The unfinished value when it is longer than `characters`; what follows of it will be passed over. */
  giveUpLongerThan(characters: number): string | undefined;
  /** The unfinished value at the end of the feed. */
  takeRest(): string | undefined;
  close(): void;
  readonly closed: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

function createSplitter(): Splitter {
  let buffer = "";
  let at = 0;
  /** Where the current value starts; -1 between values. */
  let start = -1;
  let depth = 0;
  let inString = false;
  let inArray = false;
  let closed = false;
  let discarding = false;

  const take = (end: number): string => {
    const text = buffer.slice(start, end);
    start = -1;
    depth = 0;
    inString = false;
    discarding = false;
    at = end;
    return text;
  };

  return {
    enterArray() {
      inArray = true;
    },
    push(text) {
      const keep = start === -1 || discarding ? Math.min(at, buffer.length) : start;
      buffer = buffer.slice(keep) + text;
      at -= keep;
      if (start !== -1) start = 0;
    },
    unread(text) {
      buffer = text + buffer.slice(at);
      at = 0;
      start = -1;
      depth = 0;
      inString = false;
      discarding = false;
    },
    next() {
      for (; at < buffer.length && !closed; at++) {
        const code = buffer.charCodeAt(at);
        if (inString) {
          if (code === BACKSLASH) at++;
          else if (code === QUOTE) inString = false;
          continue;
        }
        if (start === -1) {
          if (code <= SPACE || code === COMMA) continue;
          if (code === CLOSE_BRACKET && inArray) {
            closed = true;
            break;
          }
          start = at;
        } else if (depth === 0 && (code <= SPACE || code === COMMA || code === CLOSE_BRACKET || code === OPEN_BRACE)) {
          // The end of a number, word or string that stands where an item should.
          return take(at);
        }
        if (code === QUOTE) inString = true;
        else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
        else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && depth > 0 && --depth === 0) {
          if (!discarding) return take(at + 1);
          take(at + 1);
          at--;
        }
      }
      return undefined;
    },
    giveUpLongerThan(characters) {
      if (start === -1 || discarding || closed || buffer.length - start <= characters) return undefined;
      const text = buffer.slice(start);
      discarding = true;
      return text;
    },
    takeRest: () => (start !== -1 && !discarding && !closed ? take(buffer.length) : undefined),
    close() {
      closed = true;
    },
    get closed() {
      return closed;
    },
  };
}

/** Rows of JSON Lines: one object a line; a broken line costs itself only. */
export async function* readJsonLines(
  chunks: AsyncIterable<string>,
  onProblem: ReportProblem,
): AsyncGenerator<RawRow[]> {
  let held = "";
  let skipping = false;
  for await (const chunk of chunks) {
    const lines = (held + chunk).split("\n");
    held = lines.pop() ?? "";
    const rows: RawRow[] = [];
    for (const line of lines) {
      if (skipping) skipping = false;
      else readLine(line, rows, onProblem);
    }
    if (held.length > MAX_ROW_CHARACTERS) {
      if (!skipping) onProblem("row_too_long", held.slice(0, 200));
      skipping = true;
      held = "";
    }
    if (rows.length > 0) yield rows;
  }
  const rows: RawRow[] = [];
  if (!skipping) readLine(held, rows, onProblem);
  if (rows.length > 0) yield rows;
}

function readLine(line: string, rows: RawRow[], onProblem: ReportProblem): void {
  const text = line.trim().replace(/,$/, "");
  if (text === "") return;
  const row = text.startsWith("{") ? parseRow(text, onProblem) : undefined;
  if (row) rows.push(row);
  else onProblem(text.startsWith("{") ? "bad_json" : "row_not_object", text.slice(0, 200));
}

/** @returns the object; undefined when it is none, even after the usual untidiness has been put right. */
function parseRow(text: string, onProblem: ReportProblem): RawRow | undefined {
  const row = parseObject(text);
  if (row) return row;
  // Only after a failed parse, and outside strings both replacements mean nothing else.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: raw control characters are what is being repaired
  const tidied = parseObject(text.replace(/[\u0000-\u001f]/g, " ").replace(/,\s*(?=[}\]])/g, ""));
  if (tidied) onProblem("json_repaired", text.slice(0, 200));
  return tidied;
}

function parseObject(text: string): RawRow | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RawRow) : undefined;
  } catch {
    return undefined;
  }
}
