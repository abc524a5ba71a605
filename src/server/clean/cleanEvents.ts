/** All rules of cleaning, in order, over the table `raw_events`. */

import type { Item } from "../../types";
import { capOutliers } from "./capOutliers";
import { type Cleaning, dropRows } from "./cleaning";
import { dropDuplicates } from "./dropDuplicates";
import { dropShoppers } from "./dropShoppers";
import { encodeEvents } from "./encodeEvents";
import { itemsFromEvents } from "./itemsFromEvents";
import { matchCancellations } from "./matchCancellations";
import { type KnownIds, matchAmongThemselves, matchCatalog } from "./matchItems";
import { parseEvents } from "./parseEvents";

export interface CleanEventsInput {
  /** Absent: the events themselves say what the items are. */
  readonly known?: KnownIds;
  /** Rows of the catalogue. */
  readonly items?: number;
  readonly onStep?: (step: string) => void;
}

export interface CleanedEvents {
  /** Items seen, without a catalogue. */
  readonly seen?: readonly Item[];
  /** Number of each item of `seen` in the table `events`; with a catalogue, numbers are its rows. */
  readonly numbers?: readonly number[];
}

/** Leaves the table `events`. @throws AisleError `DATA_UNUSABLE` */
export async function cleanEvents(
  cleaning: Cleaning,
  { known, items, onStep }: CleanEventsInput,
): Promise<CleanedEvents> {
  onStep?.("reading values");
  const { currency } = await parseEvents(cleaning);
  onStep?.("matching items");
  const ids = known ? undefined : await matchAmongThemselves(cleaning);
  if (known) await matchCatalog(cleaning, known);
  await encodeEvents(cleaning);
  onStep?.("duplicates");
  await dropDuplicates(cleaning);
  onStep?.("cancellations");
  await matchCancellations(cleaning);
  onStep?.("bots and resellers");
  await dropShoppers(cleaning, items ?? ids?.length ?? 0);
  onStep?.("outliers");
  await capOutliers(cleaning);
  if (!ids) return {};
  onStep?.("items");
  const { items: seen, numbers } = await itemsFromEvents(cleaning, ids, currency);
  await cleaning.db.run("CREATE OR REPLACE TEMP TABLE titled (item DOUBLE)");
  await cleaning.db.append(
    "titled",
    numbers.map((number) => [number]),
  );
  await dropRows(
    cleaning,
    "SELECT pos, 'item_without_title' AS code FROM events WHERE item NOT IN (SELECT item FROM titled)",
  );
  return { seen, numbers };
}
