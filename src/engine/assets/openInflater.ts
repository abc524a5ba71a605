import type { Inflate } from "../../format/encoder/inflate/createInflater";

/** Our own inflater, its code fetched; undefined where WebAssembly is forbidden: the browser's has to do. */
export function openInflater(): Promise<Inflate | undefined> {
  return import("../../format/encoder/inflate/createInflater").then(
    ({ createInflater }) => createInflater(),
    () => undefined,
  );
}
