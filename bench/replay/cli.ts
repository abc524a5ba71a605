import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { compareInterests } from "./compareInterests";
import { embedItems } from "./embedItems";
import { readOnlineRetail } from "./readOnlineRetail";
import { replay, testCustomers } from "./replay";
import { splitAt } from "./splitAt";
import { tune, validationCustomers } from "./tune";

export interface ReplayOptions {
  readonly root: string;
  readonly shared: string;
  readonly arguments: readonly string[];
}

const TEST_SPLIT = Date.UTC(2011, 9, 1);
const VALIDATION_SPLIT = Date.UTC(2011, 8, 1);

export async function runReplay({ root, shared, arguments: args }: ReplayOptions): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      encoder: { type: "string", default: join(root, "public/aisle/encoder") },
      /** Prints the tables the default weights were chosen by, instead of the test. */
      tune: { type: "boolean", default: false },
      /** Compares ways to keep several interests apart, instead of the test. */
      interests: { type: "boolean", default: false },
    },
  });
  const lines = readOnlineRetail(shared);
  const test = splitAt(lines, TEST_SPLIT);
  const split = values.tune || values.interests ? splitAt(lines, VALIDATION_SPLIT) : test;
  const vectors = await embedItems(split.catalog.items, resolve(values.encoder));
  if (split === test) {
    console.log(replay(test, vectors));
    return;
  }
  const customers = validationCustomers(split, testCustomers(test));
  if (values.tune) console.log(tune(split, customers, vectors));
  if (values.interests) console.log(compareInterests(split, customers, vectors));
}
