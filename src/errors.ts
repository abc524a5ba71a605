/**
 * Every failure Aisle reports has a code. Wrong *use* throws an `AisleError`; a failing *environment* never throws
 * through the public API: it steps down a ladder and is told in `status()` and in one `degraded` notice.
 */

const DOCS = "docs/errors.md#";

/** Message tables are filled in by the room that raises the error; codes are stable and documented. */
export type AisleErrorCode =
  | "OPTIONS_INVALID"
  | "EVENT_INVALID"
  | "QUERY_INVALID"
  | "CONSENT_INVALID"
  | "PROFILE_UNREADABLE"
  | "PASSPHRASE_WEAK"
  | "PASSPHRASE_WRONG"
  | "RULES_INVALID"
  | "EXPERIMENTS_INVALID"
  | "REPORTS_INVALID"
  | "LOG_UNREADABLE"
  | "CATALOG_UNREADABLE"
  | "FEED_UNREADABLE"
  | "FEED_TOO_LARGE"
  | "ENCODER_UNREADABLE"
  | "ENCODER_UNSUPPORTED"
  | "ENCODER_SCHEMA_NEWER"
  | "CHECKPOINT_UNREADABLE"
  | "CHECKPOINT_UNSUPPORTED"
  | "DUCKDB_MISSING"
  | "DATA_UNREADABLE"
  | "COLUMNS_UNKNOWN"
  | "DATA_UNUSABLE"
  | "MEMORY_EXCEEDED"
  | "DISK_FULL"
  | "OUTPUT_REFUSED"
  | "GATE_REFUSED"
  | "TRAINING_FAILED"
  | "ASSET_UNREACHABLE"
  | "ASSET_CORRUPT"
  | "ASSET_SCHEMA_NEWER"
  | "ASSET_MISMATCH"
  | "REPORT_UNREADABLE"
  | "BACKEND_UNAVAILABLE"
  | "BACKEND_WRONG"
  | "DEVICE_LOST"
  | "STORAGE_FAILED"
  | "ENGINE_TIMEOUT"
  | "ENGINE_CRASHED"
  | "ABORTED"
  | "DISPOSED";

export interface AisleErrorOptions {
  /** The value that was seen, shortened for display. */
  readonly seen?: unknown;
  /** What to do about it, one sentence. */
  readonly fix?: string;
  readonly cause?: unknown;
}

export class AisleError extends Error {
  override readonly name = "AisleError";
  readonly code: AisleErrorCode;
  readonly seen?: unknown;
  readonly fix?: string;
  /** Where this code is explained, relative to the documentation's root. */
  readonly docs: string;

  constructor(code: AisleErrorCode, message: string, options: AisleErrorOptions = {}) {
    super(options.fix ? `${message} ${options.fix}` : message, { cause: options.cause });
    this.code = code;
    this.seen = options.seen;
    this.fix = options.fix;
    this.docs = `${DOCS}${code.toLowerCase().replaceAll("_", "-")}`;
  }
}

/** The error as plain data and back: structured clone drops custom fields of errors on the way out of a worker. */
export interface ErrorData {
  readonly code: AisleErrorCode;
  readonly message: string;
  readonly fix?: string;
}

export function toErrorData(error: unknown, fallback: AisleErrorCode): ErrorData {
  if (error instanceof AisleError) return { code: error.code, message: error.message, fix: error.fix };
  if (error instanceof DOMException && error.name === "AbortError") return { code: "ABORTED", message: error.message };
  return { code: fallback, message: error instanceof Error ? error.message : String(error) };
}

/** Throws `ABORTED` when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AisleError("ABORTED", "The call was aborted.", { cause: signal.reason });
}

/** A value as an error message shows it: short, and never throwing itself. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  return typeof value === "function" ? "a function" : String(value);
}
