/** Flags that say where the shop's data are and how they are to be read; `build` and `evaluate` share them. */
import { dirname, join, resolve } from "node:path";
import { AisleError } from "../../errors";
import type { CleanOptions } from "../clean/cleanOptions";
import { parseMapping } from "../ingest/columnMapping";
import { EVENT_KINDS } from "../ingest/dataset";
import type { PrepareOptions } from "../ingest/prepareDataset";
import { readBytesFlag, readChoiceFlag } from "./readFlags";

export const DATA_FLAGS = {
  catalog: { type: "string", multiple: true },
  events: { type: "string", multiple: true },
  map: { type: "string", multiple: true },
  event: { type: "string" },
  dates: { type: "string" },
  timezone: { type: "string" },
  memory: { type: "string" },
  cache: { type: "string" },
  vectors: { type: "string", multiple: true },
  "vectors-model": { type: "string" },
  space: { type: "string", multiple: true },
  encoder: { type: "string" },
} as const;

export interface DataFlags {
  readonly catalog?: readonly string[];
  readonly events?: readonly string[];
  readonly map?: readonly string[];
  readonly event?: string;
  readonly dates?: string;
  readonly timezone?: string;
  readonly memory?: string;
  readonly cache?: string;
  readonly vectors?: readonly string[];
  readonly "vectors-model"?: string;
  readonly space?: readonly string[];
  readonly encoder?: string;
}

export const DATA_HELP = `  --events PATH       Orders and events: CSV, TSV, JSON Lines, Parquet, also gzip, or a GA4 export of BigQuery;
                      a file, a folder, or a quoted pattern such as 'events-*.csv'. May be repeated.
  --map FIELD=COLUMN,…
                      Where columns have other names: user, item, event, time, quantity, price, order, rating, title,
                      details, category, brand, currency, group. #3 is the third column. Without it, known names are
                      looked for; when they are not found, a --map to try is printed.
  --event NAME        What a row without an event's name is; default purchase.
  --dates dmy|mdy     Order of dates such as 3/4/2024 where the data do not tell.
  --timezone ZONE     Of times that name none, such as Europe/London; default UTC.
  --memory SIZE       For DuckDB, which spills to disk beyond it; default 2GB.
  --cache DIR         Where finished steps are kept, so that a run after Ctrl-C goes on.
  --encoder DIR|none  The encoder's folder; default: the one that comes with Aisle.
  --vectors FILE      Item vectors of your own, Parquet or JSON Lines with id and vector, in place of the encoder's.
  --vectors-model ID  Their model's id; default custom.
  --space NAME=FILE   Vectors of another space, of pictures say, beside the encoder's: a part of the score where validation
                      shows that it helps, left out where not. May be repeated.
`;

/**
 * @param positionals the feed's files
 * @param place folder or file that the command writes, which the cache lies beside
 */
export function prepareOptions(
  flags: DataFlags,
  positionals: readonly string[],
  { place, now }: { readonly place: string; readonly now: number },
): PrepareOptions {
  const catalog = [...positionals, ...(flags.catalog ?? [])];
  const clean: { -readonly [Name in keyof CleanOptions]?: CleanOptions[Name] } = {};
  const kind = readChoiceFlag("--event", flags.event, EVENT_KINDS);
  if (kind) clean.defaultKind = kind;
  const dates = readChoiceFlag("--dates", flags.dates, ["dmy", "mdy"]);
  if (dates) clean.dates = dates;
  if (catalog.length === 0 && !flags.events?.length) {
    throw new AisleError("OPTIONS_INVALID", "There is neither a feed nor events.", {
      fix: "Name the feed's file, --events, or both.",
    });
  }
  return {
    catalog,
    events: flags.events ?? [],
    mapping: parseMapping((flags.map ?? []).join(",")),
    cacheFolder: cacheFolder(flags, place),
    memoryBytes: readBytesFlag("--memory", flags.memory),
    timeZone: flags.timezone,
    clean,
    now,
  };
}

/** Beside what is written, never in it: the asset folder is public. */
export function cacheFolder({ cache }: DataFlags, place: string): string {
  const full = resolve(place);
  return cache ?? join(dirname(full), ".aisle-cache");
}
