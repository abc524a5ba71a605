/** Reads a visitor's feed off the main thread, with the reader that the engine itself uses. */
import { createProblemTally } from "../../src/format/feed/problems";
import { readFeed } from "../../src/format/feed/readFeed";
import { createItemReader } from "../../src/format/feed/readItem";
import type { Item } from "../../src/index";
import type { FeedWorkerMessage } from "./ownFeed";

/** The most a browser's catalogue holds. */
const MAX_ITEMS = 50_000;

function send(message: FeedWorkerMessage): void {
  self.postMessage(message);
}

async function read(file: File): Promise<void> {
  const problems = createProblemTally();
  const readItem = createItemReader({ now: Date.now() });
  const ids = new Set<string>();
  const onProblem = problems.add;
  for await (const rows of readFeed(file.stream(), { name: file.name, contentType: file.type, onProblem })) {
    const items: Item[] = [];
    for (const row of rows) {
      const { item, problems: found } = readItem(row);
      for (const { code, example } of found) problems.add(code, example);
      if (!item) continue;
      if (ids.has(item.id)) problems.add("duplicate_id", item.id);
      else if (ids.size >= MAX_ITEMS) problems.add("too_many_items", item.id);
      else {
        ids.add(item.id);
        items.push(item);
      }
    }
    if (items.length > 0) send({ type: "items", items });
  }
  send({ type: "done", rejected: problems.list("rejected"), repaired: problems.list("repaired") });
}

self.onmessage = ({ data }: MessageEvent<File>) => {
  read(data).catch((error: unknown) => {
    send({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  });
};
