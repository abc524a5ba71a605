/** The sources of events that need no tagging, each its own file; the client says which are on. */
import type { CaptureSource } from "../../types";
import type { CaptureHost, SourceOptions, StartSource } from "./captureHost";
import { dataLayer } from "./dataLayer";
import { dwell } from "./dwell";
import { jsonLd } from "./jsonLd";
import { searchBox } from "./searchBox";

/** Listeners to tracked events first: what the data layer replays must reach them. */
const SOURCES: Readonly<Record<CaptureSource, StartSource>> = { dwell, jsonLd, searchBox, dataLayer };

/** @returns the end of all of them */
export function startCapture(
  sources: readonly CaptureSource[],
  host: CaptureHost,
  options: SourceOptions = {},
): () => void {
  const known = Object.keys(SOURCES) as CaptureSource[];
  const ends = known.filter((name) => sources.includes(name)).map((name) => SOURCES[name](host, options));
  return () => {
    for (const end of ends) end();
  };
}
