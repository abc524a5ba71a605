/** A file that the shop gives whole or by its URL: fetched once, when first asked for. */
import { AisleError } from "../../errors";
import { fetchShopFile } from "../fetchShopFile";

/** No such file of a real shop comes near it. */
const MAX_BYTES = 1_000_000;

export interface ShopFileOptions<T> {
  /** Absent: the shop has none. */
  readonly source: object | string | undefined;
  /** Throws for what it cannot use. */
  readonly read: (value: unknown) => T;
  /** What happens without it, for `status()`. */
  readonly instead: string;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

/** @returns what asks for it: undefined where the shop has none, or one that cannot be used, which is told once */
export function shopFile<T>({ source, read, instead, onDegraded }: ShopFileOptions<T>): () => Promise<T | undefined> {
  let reading: Promise<T | undefined> | undefined;
  const load = async () => {
    try {
      if (source === undefined) return undefined;
      return read(typeof source === "string" ? parsed(await fetchShopFile(source), source) : source);
    } catch (cause) {
      const failure =
        cause instanceof AisleError
          ? cause
          : new AisleError("ASSET_UNREACHABLE", `${String(source)} could not be fetched.`, { cause });
      onDegraded(failure, instead);
      return undefined;
    }
  };
  return () => {
    reading ??= load();
    return reading;
  };
}

function parsed(bytes: Uint8Array, url: string): unknown {
  try {
    if (bytes.length <= MAX_BYTES) return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Said below.
  }
  throw new AisleError("ASSET_CORRUPT", `${url} is no JSON, or too large.`, { fix: "Check the file." });
}
