import { AisleError } from "../../errors";

/** A failed write as the error that says what to do. */
export function storageError(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new AisleError("DISK_FULL", `There is no room left in ${folder}.`, {
      seen: code,
      fix: "Free some space, or name another folder.",
      cause: error,
    });
  }
  if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOTDIR") {
    return new AisleError("OUTPUT_REFUSED", `${folder} cannot be written (${code}).`, {
      seen: code,
      fix: "Name a folder that this user may write.",
      cause: error,
    });
  }
  return error;
}
