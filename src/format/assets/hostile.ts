/** Damaged content, and what a reader makes of it: for tests. */
import * as fc from "fast-check";
import { AisleError } from "../../errors";
import type { AssetFiles } from "./assetParts";
import type { AssetFile } from "./manifest";

/** Of the error that reading ends in; `read` where it does not. */
export function codeOf(read: () => unknown): string {
  try {
    read();
    return "read";
  } catch (error) {
    if (error instanceof AisleError) return error.code;
    throw error;
  }
}

export const TYPED = ["read", "ASSET_CORRUPT", "ASSET_SCHEMA_NEWER"];

export function damaged(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

export const hostile = (good: Uint8Array) =>
  fc.oneof(
    fc.uint8Array({ maxLength: good.length + 8 }),
    fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, value]) => damaged(good, at, value)),
    fc.nat(good.length).map((length) => good.slice(0, length)),
  );

/** Content of a listed file, put together from its chunks. */
export function bytesOf({ files }: AssetFiles): (file: AssetFile) => Uint8Array {
  return (file) => {
    const whole = new Uint8Array(file.bytes);
    let at = 0;
    for (const chunk of file.chunks) {
      whole.set(files.get(chunk.file)!, at);
      at += chunk.bytes;
    }
    return whole;
  };
}
