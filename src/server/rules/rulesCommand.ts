/** `aisle rules FILE [--catalog FEED]`: is the file right, and do its rules contradict each other? */
import { createReadStream, readFileSync } from "node:fs";
import { AisleError } from "../../errors";
import { readFeed } from "../../format/feed/readFeed";
import { createItemReader } from "../../format/feed/readItem";
import { readRules } from "../../format/rules/rulesFile";
import { type ContradictionKind, contradictions } from "../../ranking/rerank/rules/contradictions";
import type { Item } from "../../types";

const SENTENCES: Readonly<Record<ContradictionKind, string>> = {
  pins_share_a_place: "pin the same place of the same shelf; the first has it",
  pin_is_filtered: "one pins what the other hides; it stays hidden",
  boosted_and_buried: "boost and bury the same items",
  nothing_left: "leave nothing together; the last gives way",
  matches_nothing: "matches no item of the catalogue",
  is_over: "is over",
};

export interface RulesFlags {
  readonly catalog?: string;
}

/** @returns the exit status: 1 where anything was found */
export async function rulesCommand(path: string, { catalog }: RulesFlags): Promise<number> {
  const file = readRules(new Uint8Array(read(path)));
  const items = catalog === undefined ? undefined : await readItems(catalog);
  const found = contradictions(file, { items: items ?? [], now: Date.now() }).filter(
    // Without a catalogue nothing can be said of items.
    ({ kind }) => items !== undefined || kind === "pins_share_a_place" || kind === "is_over",
  );
  const over = items === undefined ? "no catalogue named" : `${items.length} items`;
  process.stdout.write(`${file.rules.length} rules of version ${file.version}, ${over}\n`);
  for (const { kind, rules, items: ids } of found) {
    process.stdout.write(`${rules.join(", ")}: ${SENTENCES[kind]}${ids.length > 0 ? ` (${ids.join(", ")})` : ""}\n`);
  }
  return found.length > 0 ? 1 : 0;
}

async function readItems(path: string): Promise<Item[]> {
  const items: Item[] = [];
  const readRow = createItemReader();
  try {
    for await (const rows of readFeed(createReadStream(path), { name: path })) {
      for (const row of rows) {
        const { item } = readRow(row);
        if (item) items.push(item);
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw missing(path);
    throw error;
  }
  return items;
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw missing(path);
  }
}

function missing(path: string): AisleError {
  return new AisleError("OPTIONS_INVALID", `There is no file ${JSON.stringify(path)}.`, {
    fix: "Name a file that exists.",
  });
}
