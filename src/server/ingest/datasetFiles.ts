/** A data set on disk, for the next run: columns as they lie in memory, items as JSON Lines. */
import { createReadStream, createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Item } from "../../types";
import type { Dataset, EventColumns, FilledAttribute } from "./dataset";

type Column = Exclude<keyof EventColumns, "length">;

const TYPES: Readonly<Record<Column, ArrayType<Uint32Array | Uint8Array | Float64Array | Float32Array>>> = {
  user: Uint32Array,
  item: Uint32Array,
  kind: Uint8Array,
  at: Float64Array,
  quantity: Float32Array,
  price: Float32Array,
  order: Uint32Array,
  rating: Float32Array,
};

const COLUMNS = Object.keys(TYPES) as Column[];

interface DatasetHead {
  readonly length: number;
  readonly users: number;
  readonly knownUsers: number;
  readonly orders: number;
  readonly rated: boolean;
  readonly filled: readonly (readonly [number, readonly FilledAttribute[]])[];
  readonly otherTexts: readonly (readonly [number, string])[];
  readonly groups: readonly { readonly name: string; readonly labels: readonly string[] }[];
}

/** @param folder exists and is empty */
export async function writeDataset(folder: string, dataset: Dataset): Promise<void> {
  const { events, filled, groups, items, knownUsers, orders, otherTexts, users, userStarts, variants } = dataset;
  for (const name of COLUMNS) {
    const column = events[name];
    if (column) await writeArray(join(folder, `${name}.bin`), column);
  }
  await writeArray(join(folder, "userStarts.bin"), userStarts);
  for (const [i, { of }] of groups.entries()) await writeArray(join(folder, `group${i}.bin`), of);
  for (const [name, list] of Object.entries({ items, variants })) {
    await pipeline(Readable.from(lines(list)), createWriteStream(join(folder, `${name}.jsonl`)));
  }
  const head: DatasetHead = {
    length: events.length,
    users,
    knownUsers,
    orders,
    rated: events.rating !== undefined,
    filled: [...filled],
    otherTexts: [...otherTexts],
    groups: groups.map(({ name, labels }) => ({ name, labels })),
  };
  writeFileSync(join(folder, "dataset.json"), JSON.stringify(head));
}

export async function readDataset(folder: string): Promise<Dataset> {
  const head = JSON.parse(readFileSync(join(folder, "dataset.json"), "utf8")) as DatasetHead;
  const columns = COLUMNS.filter((name) => name !== "rating" || head.rated);
  const read = await Promise.all(
    columns.map(
      async (name) => [name, await readArray(join(folder, `${name}.bin`), TYPES[name], head.length)] as const,
    ),
  );
  const groups = await Promise.all(
    head.groups.map(async ({ name, labels }, i) => ({
      name,
      labels,
      of: await readArray(join(folder, `group${i}.bin`), Uint16Array, head.users),
    })),
  );
  return {
    items: await readItems(join(folder, "items.jsonl")),
    variants: await readItems(join(folder, "variants.jsonl")),
    filled: new Map(head.filled),
    otherTexts: new Map(head.otherTexts),
    events: { length: head.length, ...Object.fromEntries(read) } as EventColumns,
    users: head.users,
    knownUsers: head.knownUsers,
    userStarts: await readArray(join(folder, "userStarts.bin"), Uint32Array, head.users + 1),
    orders: head.orders,
    groups,
  };
}

async function readItems(path: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) items.push(JSON.parse(line) as Item);
  return items;
}

function* lines(items: readonly Item[]): Generator<string> {
  const batch = 1_000;
  for (let at = 0; at < items.length; at += batch) {
    yield items
      .slice(at, at + batch)
      .map((item) => `${JSON.stringify(item)}\n`)
      .join("");
  }
}

const PIECE_BYTES = 16 * 1024 * 1024;

async function writeArray(path: string, { buffer, byteOffset, byteLength }: ArrayBufferView): Promise<void> {
  const pieces = function* () {
    for (let at = 0; at < byteLength; at += PIECE_BYTES) {
      yield Buffer.from(buffer as ArrayBuffer, byteOffset + at, Math.min(PIECE_BYTES, byteLength - at));
    }
  };
  await pipeline(Readable.from(pieces()), createWriteStream(path));
}

interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): T;
}

async function readArray<T>(path: string, type: ArrayType<T>, length: number): Promise<T> {
  const bytes = new Uint8Array(length * type.BYTES_PER_ELEMENT);
  let at = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    if (at + chunk.length > bytes.length) throw new Error(`${path} is longer than expected`);
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at !== bytes.length) throw new Error(`${path} is shorter than expected`);
  return new type(bytes.buffer);
}
