/** The shop's files: found, recognised by their first bytes, hashed, and their text checked, in one pass over each. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { AisleError } from "../../errors";
import { sniffFormat } from "../../format/feed/sniffFormat";

export type SourceFormat = "delimited" | "jsonl" | "json" | "xml" | "parquet";

export interface SourceFile {
  readonly path: string;
  readonly format: SourceFormat;
  readonly gzip: boolean;
  readonly bytes: number;
  /** Of the file as it lies there, compressed or not. */
  readonly sha256: string;
  /** False: some of the text has to be decoded line by line before DuckDB can read it. */
  readonly utf8: boolean;
  /** The first characters of the text; empty for Parquet. */
  readonly head: string;
}

/** Enough for a header and some hundred rows. */
const HEAD_BYTES = 64 * 1024;

/**
 * Files behind paths, folders and patterns (`*` and `?` in the last part, `events/2024-*.csv.gz`), sorted by path.
 * @throws AisleError `DATA_UNREADABLE` for a path or pattern without any file
 */
export function findFiles(patterns: readonly string[]): string[] {
  const found = patterns.flatMap((pattern) => {
    const paths = matches(pattern);
    if (paths.length === 0) {
      throw new AisleError("DATA_UNREADABLE", `There is no file ${JSON.stringify(pattern)}.`, {
        seen: pattern,
        fix: "Check the path; quote patterns so that the shell leaves them alone.",
      });
    }
    return paths;
  });
  return [...new Set(found.map((path) => resolve(path)))].sort();
}

function matches(pattern: string): string[] {
  if (existsSync(pattern)) return statSync(pattern).isDirectory() ? filesIn(pattern, /^[^._]/) : [pattern];
  const folder = dirname(pattern);
  const name = basename(pattern);
  if (!/[*?]/.test(name) || !existsSync(folder)) return [];
  const expression = name
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return filesIn(folder, new RegExp(`^${expression}$`));
}

function filesIn(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && name.test(entry.name))
    .map((entry) => join(folder, entry.name));
}

/** @throws AisleError `DATA_UNREADABLE` for a file that cannot be read or is of no known format */
export async function inspectFile(path: string, signal?: AbortSignal): Promise<SourceFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  let first: Buffer | undefined;
  const text = createTextCheck();
  let gunzip: ReturnType<typeof createGunzip> | undefined;
  let unpacked: Promise<void> | undefined;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal }) as AsyncIterable<Buffer>) {
      if (!first) {
        first = chunk;
        if (isGzip(chunk)) {
          gunzip = createGunzip();
          unpacked = drain(gunzip, text.push);
          // Waited for below; a failure before that must not end the process.
          unpacked.catch(() => undefined);
        }
      }
      hash.update(chunk);
      bytes += chunk.length;
      if (gunzip) {
        if (!gunzip.write(chunk)) await Promise.race([new Promise((done) => gunzip?.once("drain", done)), unpacked]);
      } else if (!isParquet(first)) text.push(chunk);
    }
    gunzip?.end();
    await unpacked;
  } catch (cause) {
    if (signal?.aborted) throw new AisleError("ABORTED", "Reading was stopped.", { cause });
    throw unreadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const common = { path, bytes, sha256: hash.digest("hex"), gzip: gunzip !== undefined };
  if (first && isParquet(first)) return { ...common, format: "parquet", utf8: true, head: "" };
  const { head, utf8 } = text.end();
  try {
    return { ...common, format: isObjectLines(head) ? "jsonl" : sniffFormat(head), utf8, head };
  } catch (cause) {
    throw unreadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

async function drain(stream: AsyncIterable<Buffer>, push: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of stream) push(chunk);
}

/** Whether text is UTF-8 as a whole, chunk by chunk, and what it starts with. */
function createTextCheck() {
  const head: Buffer[] = [];
  let headBytes = 0;
  let held: Buffer = Buffer.alloc(0);
  let utf8 = true;
  return {
    push(chunk: Buffer): void {
      if (headBytes < HEAD_BYTES) {
        head.push(chunk.subarray(0, HEAD_BYTES - headBytes));
        headBytes += chunk.length;
      }
      if (!utf8) return;
      const all = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
      const end = wholeCharacters(all);
      utf8 = isUtf8(all.subarray(0, end)) && !all.includes(0);
      held = all.subarray(end);
    },
    end() {
      const bytes = Buffer.concat(head);
      // UTF-16 and the like: readable to a person that looks for the format, decoded properly later.
      const bare = bytes.includes(0) ? bytes.filter((byte) => byte !== 0 && byte < 0x80) : bytes;
      return { head: bare.toString("utf8").replace(/^\ufeff/, ""), utf8: utf8 && held.length === 0 };
    },
  };
}

/** Where the last character that has wholly arrived ends. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/**
 * Objects a line each, whatever they hold: an event of GA4 has a list of items, which a feed wraps its rows in. A lone line
 * is an event where it says so.
 */
function isObjectLines(head: string): boolean {
  if (!head.trimStart().startsWith("{")) return false;
  const [first, second] = head.split("\n", 3).filter((line) => line.trim() !== "");
  try {
    const object: unknown = JSON.parse(first);
    if (second !== undefined) return typeof JSON.parse(second) === "object";
    return typeof object === "object" && object !== null && "event_name" in object;
  } catch {
    return false;
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isParquet(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString("latin1") === "PAR1";
}

function unreadable(path: string, message: string, cause: unknown): AisleError {
  return new AisleError("DATA_UNREADABLE", `${path}: ${message}`, { seen: path, cause });
}
