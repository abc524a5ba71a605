/** Which storage failures there are, and how a shop developer is told of them. */

export function isQuotaError(error: unknown): boolean {
  return nameOf(error) === "QuotaExceededError";
}

/**
 * The connection is of no use any more, but a new one may be. Safari drops all connections at once ("Connection to
 * Indexed Database server lost", an UnknownError) and retrying on the old handle never helps; a handle that was closed
 * for another tab's upgrade throws InvalidStateError; its open transactions end in AbortError.
 */
export function isConnectionLost(error: unknown): boolean {
  return ["InvalidStateError", "UnknownError", "AbortError", "TimeoutError", "TransactionInactiveError"].includes(
    nameOf(error),
  );
}

/** One sentence for `status().storage.reason`. */
export function storageReason(error: unknown): string {
  switch (nameOf(error)) {
    case "QuotaExceededError":
      return "The device has no room left for this site.";
    case "VersionError":
      return "The stored data belongs to a newer version of this shop's page.";
    case "TimeoutError":
      return "The browser's database did not answer in time; another tab may hold an older version open.";
    case "ReferenceError":
    case "TypeError":
    case "SecurityError":
    case "NotAllowedError":
      return "This browser does not allow storage here.";
    default:
      return `The browser's database failed (${nameOf(error)}).`;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "Error";
}
