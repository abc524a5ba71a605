/** Bytes to text, whatever the shop's export program made of them. */
import type { ReportProblem } from "./problems";

export interface DecodeOptions {
  /** Character set named by the transport (`Content-Type`), if any. */
  readonly charset?: string;
  readonly onProblem: ReportProblem;
}

const HEAD_BYTES = 1024;

/** Labels under which real feeds are often UTF-8 all the same; UTF-8 is tried first, line by line. */
const WESTERN = /^(utf-?8|us-ascii|ascii|latin-?1|iso-?8859-?1|iso-?8859-?15|windows-?1252|cp-?1252)$/i;

/**
 * Byte order marks first, then zero bytes of unmarked UTF-16, then a declared non-western character set, else UTF-8
 * line by line, where a line that is not UTF-8 is read as Windows-1252: one wrongly pasted row does not turn every
 * other row's accents to rubbish.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  { charset, onProblem }: DecodeOptions,
): AsyncGenerator<string> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    const pieces: Uint8Array[] = [];
    let headBytes = 0;
    while (headBytes < HEAD_BYTES) {
      const next = await source.next();
      if (next.done) break;
      pieces.push(next.value);
      headBytes += next.value.length;
    }
    const head = join(pieces);
    const label = detectLabel(head, charset, onProblem);
    const decode = label === "utf-8" ? lineWiseDecoder(onProblem) : streamingDecoder(label);
    const text = decode(head, false);
    if (text) yield text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const more = decode(next.value, false);
      if (more) yield more;
    }
    const rest = decode(new Uint8Array(0), true);
    if (rest) yield rest;
  } finally {
    await source.return?.();
  }
}

/** Windows-1252 at 0x80 to 0x9f, where Latin-1 has control characters. */
const C1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

type Decode = (bytes: Uint8Array, last: boolean) => string;

function streamingDecoder(label: string): Decode {
  const decoder = new TextDecoder(label);
  return (bytes, last) => decoder.decode(bytes, { stream: !last });
}

function lineWiseDecoder(onProblem: ReportProblem): Decode {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const western = new TextDecoder("windows-1252");
  let held: Uint8Array = new Uint8Array(0);
  const decodeLine = (line: Uint8Array): string => {
    try {
      return utf8.decode(line);
    } catch {
      // Node 20 decodes Windows-1252 as Latin-1, which leaves control characters here (nodejs/node#56542).
      const text = western.decode(line).replace(/[\u0080-\u009f]/g, (character) => C1[character.charCodeAt(0) - 0x80]);
      onProblem("not_utf8", text.trim());
      return text;
    }
  };
  return (bytes, last) => {
    let all = held.length > 0 ? join([held, bytes]) : bytes;
    const tail = last ? 0 : unfinishedTail(all);
    held = all.slice(all.length - tail);
    all = all.subarray(0, all.length - tail);
    try {
      return utf8.decode(all);
    } catch {
      let text = "";
      for (let start = 0; start < all.length; ) {
        const end = all.indexOf(10, start);
        const stop = end === -1 ? all.length : end + 1;
        text += decodeLine(all.subarray(start, stop));
        start = stop;
      }
      return text;
    }
  };
}

/** Bytes at the end that may be the start of a character whose rest has not arrived, 0 to 3. */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

function detectLabel(head: Uint8Array, charset: string | undefined, onProblem: ReportProblem): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head.length >= 4) {
    if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return "utf-16le";
    if (head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0) return "utf-16be";
  }
  const ascii = new TextDecoder("windows-1252").decode(head.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]{0,150}encoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(ascii)?.[1] ?? charset;
  if (!declared || WESTERN.test(declared)) return "utf-8";
  try {
    const { encoding } = new TextDecoder(declared);
    // Declared UTF-16 without its zero bytes is a false declaration.
    return encoding.startsWith("utf-16") ? "utf-8" : encoding;
  } catch {
    onProblem("unknown_charset", declared);
    return "utf-8";
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
