import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readEncoder } from "../../format/encoder/readEncoder";
import { sampleEncoder } from "../../format/encoder/sampleEncoder";
import { type EncoderFiles, withTable, writeEncoder } from "../../format/encoder/writeEncoder";
import type { AssetCache } from "./assetCache";
import { type DownloadOptions, type EncoderDownload, openEncoder } from "./downloadEncoder";
import { sha256 } from "./fetchChunk";
import { memoryCache } from "./testing";

const FOLDER = "https://shop.example/aisle/encoder/";
/** Any bytes: who downloads does not read them. */
const TABLE = Uint8Array.from({ length: 2_000 }, (_, at) => at % 251);
let files: EncoderFiles;
let pieces: readonly string[];

beforeAll(async () => {
  const { weights, card } = sampleEncoder({ layers: 1, hidden: 32, heads: 2, intermediate: 64 });
  pieces = card.vocabulary;
  const options = { sha256, deflate: (bytes: Uint8Array) => new Uint8Array(deflateRawSync(bytes)) };
  files = await withTable(await writeEncoder(weights, card, options), TABLE, options);
});

type Answer = (name: string, original: Uint8Array | undefined) => Response | Promise<Response>;

/** The folder as a server: `answer` may spoil what it sends. */
function serve(answer: Answer = (_, original) => respond(original)) {
  const asked: string[] = [];
  const fetch = (async (input: string) => {
    const name = input.slice(FOLDER.length);
    asked.push(name);
    const manifest = new TextEncoder().encode(JSON.stringify(files.manifest));
    return answer(name, name === "manifest.json" ? manifest : files.files.get(name));
  }) as unknown as typeof globalThis.fetch;
  return { fetch, asked };
}

function respond(bytes: Uint8Array | undefined): Response {
  return bytes ? new Response(bytes.slice()) : new Response("", { status: 404 });
}

const quick = { backoffMs: () => 0, tries: 2, keepAfterMs: 0 };

/** The weights' stream in one piece. */
const whole = ({ manifest, weights }: EncoderDownload) => weights()(0, manifest.weights.bytes);

/** Everything the folder holds. */
async function downloadEncoder(folder: string, options: DownloadOptions) {
  const download = await openEncoder(folder, options);
  const { vocabulary } = await download.first();
  return { manifest: download.manifest, vocabulary, weights: await whole(download) };
}

/** As `downloadEncoder`, and a moment more: files are kept once those who wait for them have them. */
async function downloadAndKeep(options: DownloadOptions & { cache: ReturnType<typeof memoryCache> }) {
  await downloadEncoder(FOLDER, options);
  await expect.poll(() => options.cache.entries.has(`manifest:${FOLDER}`)).toBe(true);
  await expect.poll(() => options.cache.entries.size).toBe(1 + files.files.size);
}

describe("downloadEncoder", () => {
  it("brings manifest, weights and vocabulary, with progress to the last byte", async () => {
    const seen: number[] = [];
    const { fetch } = serve();
    const got = await downloadEncoder(FOLDER, {
      ...quick,
      fetch,
      cache: memoryCache(),
      onProgress: (n) => seen.push(n),
    });
    expect(got.vocabulary).toEqual(pieces);
    expect(readEncoder(got.manifest, got.weights).config.layers).toBe(1);
    const { weights, vocabulary, table } = files.manifest;
    const chunks = [...weights.chunks, ...vocabulary.chunks, ...table!.chunks];
    expect(seen.at(-1)).toBe(chunks.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it("is there before a slow disk has kept it", async () => {
    const cache = memoryCache();
    let go = () => {};
    const disk = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = { ...cache, write: (key: string, bytes: Uint8Array) => disk.then(() => cache.write(key, bytes)) };
    const got = await downloadEncoder(FOLDER, { ...quick, fetch: serve().fetch, cache: slow });
    expect(got.vocabulary).toEqual(pieces);
    expect(cache.entries.size).toBe(0);
    go();
    await expect.poll(() => cache.entries.has(`manifest:${FOLDER}`)).toBe(true);
    const again = serve();
    await downloadEncoder(FOLDER, { ...quick, fetch: again.fetch, cache });
    expect(again.asked).toEqual(["manifest.json"]);
  });

  it("holds no weights: a second call takes them from the cache", async () => {
    const { fetch, asked } = serve();
    const download = await openEncoder(FOLDER, { ...quick, fetch, cache: memoryCache() });
    const first = (await whole(download)).slice();
    const before = asked.length;
    const second = await whole(download);
    expect(second).toEqual(first);
    expect(asked.length).toBe(before);
  });

  it("asks only for the manifest when the chunks are cached, and for nothing good when offline", async () => {
    const cache = memoryCache();
    await downloadAndKeep({ ...quick, fetch: serve().fetch, cache });
    const again = serve();
    await downloadEncoder(FOLDER, { ...quick, fetch: again.fetch, cache });
    expect(again.asked).toEqual(["manifest.json"]);

    const offline = serve(() => Promise.reject(new TypeError("Failed to fetch")));
    const fallbacks: string[] = [];
    const got = await downloadEncoder(FOLDER, {
      ...quick,
      fetch: offline.fetch,
      cache,
      onFallback: (error) => fallbacks.push(error.code),
    });
    expect(got.vocabulary).toEqual(pieces);
    expect(fallbacks).toEqual(["ASSET_UNREACHABLE"]);
  });

  it("downloads again what a disk has changed", async () => {
    const cache = memoryCache();
    await downloadAndKeep({ ...quick, fetch: serve().fetch, cache });
    const spoilt = files.manifest.weights.chunks[0];
    cache.entries.get(spoilt.sha256)![5] ^= 1;
    const again = serve();
    await downloadEncoder(FOLDER, { ...quick, fetch: again.fetch, cache });
    expect(again.asked).toEqual(["manifest.json", spoilt.file]);
  });

  it("refuses a newer schema, and keeps the last good one in use", async () => {
    const newer = serve((name, original) =>
      name === "manifest.json" ? Response.json({ ...files.manifest, schemaVersion: 99 }) : respond(original),
    );
    const cache = memoryCache();
    await expect(downloadEncoder(FOLDER, { ...quick, fetch: newer.fetch, cache })).rejects.toMatchObject({
      code: "ENCODER_SCHEMA_NEWER",
    });
    await downloadAndKeep({ ...quick, fetch: serve().fetch, cache });
    const fallbacks: string[] = [];
    await downloadEncoder(FOLDER, { ...quick, fetch: newer.fetch, cache, onFallback: (e) => fallbacks.push(e.code) });
    expect(fallbacks).toEqual(["ENCODER_SCHEMA_NEWER"]);
  });

  it.each([
    ["a folder that is not there", () => respond(undefined), "ASSET_UNREACHABLE"],
    ["a page instead of a manifest", () => new Response("<!doctype html>"), "ENCODER_UNREADABLE"],
    ["a server that is down", () => new Response("", { status: 503 }), "ASSET_UNREACHABLE"],
  ])("says what is wrong with %s", async (_, answer, code) => {
    const { fetch } = serve(answer);
    await expect(downloadEncoder(FOLDER, { ...quick, fetch, cache: memoryCache() })).rejects.toMatchObject({ code });
  });

  it("never takes a byte that the manifest did not announce", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, at, flip) => {
        const { fetch } = serve((name, original) => {
          const chunks = [...files.manifest.weights.chunks, ...files.manifest.vocabulary.chunks];
          if (!original || name !== chunks[which % chunks.length].file) return respond(original);
          const spoilt = original.slice();
          spoilt[at % spoilt.length] ^= flip;
          return respond(spoilt);
        });
        await expect(downloadEncoder(FOLDER, { ...quick, fetch, cache: memoryCache() })).rejects.toMatchObject({
          code: "ASSET_CORRUPT",
        });
      }),
      { numRuns: 25 },
    );
  });

  it("brings the table with the first files, and no weights before they are asked for", async () => {
    const { fetch, asked } = serve();
    const cache = memoryCache();
    const { table } = files.manifest;
    const download = await openEncoder(FOLDER, { ...quick, fetch, cache });
    const first = await download.first();
    expect(first.table).toEqual(TABLE);
    expect(asked.sort()).toEqual(
      ["manifest.json", table!.chunks[0].file, files.manifest.vocabulary.chunks[0].file].sort(),
    );
    expect(await download.first()).toBe(first);
    await whole(download);
    expect(asked.length).toBe(3 + files.manifest.weights.chunks.length);
  });

  it("answers offline with what came first, where the weights never did", async () => {
    const cache = memoryCache();
    const online = await openEncoder(FOLDER, { ...quick, fetch: serve().fetch, cache });
    await online.first();
    await expect.poll(() => cache.entries.has(`manifest:${FOLDER}`)).toBe(true);
    await expect.poll(() => cache.entries.size).toBe(3);
    const offline = serve(() => Promise.reject(new TypeError("Failed to fetch")));
    const download = await openEncoder(FOLDER, { ...quick, fetch: offline.fetch, cache });
    expect((await download.first()).table).toEqual(TABLE);
    await expect(whole(download)).rejects.toMatchObject({ code: "ASSET_UNREACHABLE" });
  });

  it("goes on without a table that cannot be had, and says why", async () => {
    const name = files.manifest.table!.chunks[0].file;
    const { fetch } = serve((asked, original) => respond(asked === name ? undefined : original));
    const download = await openEncoder(FOLDER, { ...quick, fetch, cache: memoryCache() });
    const { vocabulary, table, tableFailure } = await download.first();
    expect([vocabulary, table]).toEqual([pieces, undefined]);
    expect(tableFailure).toMatchObject({ code: "ASSET_UNREACHABLE" });
    expect((await whole(download)).length).toBe(files.manifest.weights.bytes);
  });

  it("tries again what failed, and keeps what is here when storage is allowed later", async () => {
    let down = true;
    const weights = files.manifest.weights.chunks[0].file;
    const { fetch, asked } = serve((name, original) => respond(down && name === weights ? undefined : original));
    const cache = memoryCache();
    let allowed = false;
    const asking: AssetCache = {
      ...cache,
      read: async (key) => (allowed ? cache.read(key) : undefined),
      write: async (key, bytes) => (allowed ? cache.write(key, bytes) : undefined),
    };
    const download = await openEncoder(FOLDER, { ...quick, fetch, cache: asking, holdsFiles: () => !allowed });
    await expect(whole(download)).rejects.toMatchObject({ code: "ASSET_UNREACHABLE" });
    down = false;
    await whole(download);
    const before = asked.length;
    // Without storage, a second tier is served from memory.
    await whole(download);
    expect(asked.length).toBe(before);
    await download.keep();
    expect(cache.entries.size).toBe(0);
    allowed = true;
    await download.keep();
    const again = serve();
    await downloadEncoder(FOLDER, { ...quick, fetch: again.fetch, cache });
    expect(again.asked).toEqual(["manifest.json"]);
  });

  it("stops when aborted", async () => {
    const abort = new AbortController();
    const { fetch } = serve(() => {
      abort.abort();
      return Promise.reject(new DOMException("aborted", "AbortError"));
    });
    await expect(
      downloadEncoder(FOLDER, { ...quick, fetch, cache: memoryCache(), signal: abort.signal }),
    ).rejects.toMatchObject({ code: "ABORTED" });
  });
});
