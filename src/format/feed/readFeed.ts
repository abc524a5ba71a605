/** A product feed of any common format, read row by row while it arrives. */
import { AisleError } from "../../errors";
import { decodeText } from "./decodeText";
import type { RawRow } from "./feedRow";
import { createPacer, type PaceOptions } from "./pacer";
import type { ReportProblem } from "./problems";
import { type ByteSource, readBytes } from "./readBytes";
import { readDelimitedRows } from "./readDelimitedRows";
import { readJsonLines, readJsonRows } from "./readJsonRows";
import { readXmlRows } from "./readXmlRows";
import { type FeedFormat, sniffFormat } from "./sniffFormat";

export interface ReadFeedOptions extends PaceOptions {
  /** File name or URL, for messages. */
  readonly name?: string;
  /** The transport's `Content-Type`; only its `charset` is believed. */
  readonly contentType?: string;
  /** Rows after which reading stops; default 250,000. */
  readonly limit?: number;
  /** Decompressed bytes beyond which the feed is refused; default `MAX_FEED_BYTES`. */
  readonly maxBytes?: number;
  /** Called for every row that cannot be read or had to be repaired. */
  readonly onProblem?: ReportProblem;
  /** Called once, before the first rows. */
  readonly onFormat?: (format: FeedFormat) => void;
}

/** Variants included: a catalogue of 50,000 items with a few sizes each. */
const DEFAULT_ROW_LIMIT = 250_000;

/** Enough text to tell the format and to find the key of a wrapped list. */
const HEAD_CHARACTERS = 16 * 1024;

/**
 * Reads JSON (array, wrapped array, JSON Lines), CSV, TSV and RSS, Atom or plain XML, gzip or not, in UTF-8, UTF-16,
 * Windows-1252 or the declared character set. The parsers of CSV and XML load when such a feed comes.
 *
 * @returns batches of rows as the feed spells them; `createItemReader` makes items of them
 * @throws AisleError `FEED_UNREADABLE` when this is no feed, `FEED_TOO_LARGE`; errors of the source pass unchanged.
 */
export async function* readFeed(source: ByteSource, options: ReadFeedOptions = {}): AsyncGenerator<RawRow[]> {
  const { name, contentType = "", limit = DEFAULT_ROW_LIMIT, maxBytes, onFormat } = options;
  const onProblem = options.onProblem ?? (() => undefined);
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1];
  const pause = createPacer(options);
  const text = decodeText(readBytes(source, maxBytes), { charset, onProblem });

  let head = "";
  while (head.length < HEAD_CHARACTERS) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  try {
    const format = sniffFormat(head);
    onFormat?.(format);
    let left = limit;
    for await (const rows of READERS[format](startingWith(head, text, pause), onProblem)) {
      yield rows.length > left ? rows.slice(0, left) : rows;
      left -= rows.length;
      if (left < 0) onProblem("too_many_items", `more than ${limit} rows`);
      if (left <= 0) return;
    }
  } catch (error) {
    if (!(error instanceof AisleError) || !name) throw error;
    throw new AisleError(error.code, `${name}: ${error.message}`, { seen: error.seen, cause: error });
  } finally {
    await text.return(undefined);
  }
}

const READERS = { json: readJsonRows, jsonl: readJsonLines, xml: readXmlRows, delimited: readDelimitedRows };

async function* startingWith(
  head: string,
  rest: AsyncGenerator<string>,
  pause: () => Promise<void> | undefined,
): AsyncGenerator<string> {
  yield head;
  await pause();
  for await (const piece of rest) {
    yield piece;
    await pause();
  }
}
