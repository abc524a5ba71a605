/** Which of the feed formats a text is in, by looking at it; names and content types are often wrong. */
import { AisleError } from "../../errors";
import { findRowArray } from "./readJsonRows";

export type FeedFormat = "json" | "jsonl" | "xml" | "delimited";

/**
 * @param head the first kilobytes of the text
 * @throws AisleError `FEED_UNREADABLE` for what is certainly no feed: a web page, a spreadsheet, a picture, nothing.
 */
export function sniffFormat(head: string): FeedFormat {
  const start = head.trimStart();
  if (start === "") throw unreadable("is empty", "Check that the export ran.");
  if (start.startsWith("PK\u0003\u0004")) throw unreadable("is a zip or Excel file", "Export it as CSV.");
  if (start[0] === "<") {
    if (/^<(!doctype\s+html|html[\s>]|head[\s>]|body[\s>])/i.test(start)) {
      throw unreadable("is a web page", "The address probably answers with a login or error page.");
    }
    return "xml";
  }
  if (start[0] === "[") return "json";
  if (start[0] === "{") return isJsonLines(start) ? "jsonl" : "json";
  if (isBinary(start)) throw unreadable("is a binary file", "Give a JSON, CSV, TSV or XML feed.");
  return "delimited";
}

function isJsonLines(start: string): boolean {
  const lines = start.split(/\r?\n/, 4).filter((line) => line.trim() !== "");
  const [first, ...others] = lines.map(isObject);
  if (first) return lines.length > 1 && findRowArray(lines[0]) === undefined;
  // The first line may be the broken one; a line that ends no object opens a wrapper instead.
  return /\}\s*$/.test(lines[0]) && others.some(Boolean);
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A stray control character is dirt; one in ten is no text. */
function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  return (text.match(/[\u0000-\u0008\u000e-\u001f]/g)?.length ?? 0) > text.length / 10;
}

function unreadable(what: string, fix: string): AisleError {
  return new AisleError("FEED_UNREADABLE", `The feed ${what}.`, { fix });
}
