import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readItem } from "../feed/readItem";
import { readAssets, readCatalogAsset, writeAssets } from "./assetParts";
import { readAvailability, writeAvailability } from "./availability";
import { readCatalogFile, writeCatalogFile } from "./catalogFile";
import { bytesOf, codeOf, damaged, hostile, TYPED } from "./hostile";
import { readItemIds, writeItemIds } from "./itemIds";
import { MAX_CHUNK_BYTES, readAssetManifest, writeAssetManifest } from "./manifest";
import { sampleCatalog, sampleOptions, sampleParts } from "./testing";
import { readVectorFile, writeVectorFile } from "./vectorFile";

const digest = new Uint8Array(16).map((_, i) => 16 - i);
const vectors = { ...sampleParts().vectors!, catalogDigest: digest };

/** Sets what a path of names and places leads to. */
function withValue(root: object, path: string, value: unknown): object {
  const names = path.split(".");
  const last = names.pop() as string;
  const parent = names.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], root);
  (parent as Record<string, unknown>)[last] = value;
  return root;
}

/** Whether all that `b` holds is in `a` too; megabytes of numbers take a matcher seconds. */
function sameNumbers(a: unknown, b: unknown): boolean {
  if (typeof b !== "object" || b === null) return a === b;
  return Object.entries(b).every(([key, value]) => sameNumbers((a as Record<string, unknown>)[key], value));
}

describe("asset folder", () => {
  it("reads back what was written, cut in chunks", async () => {
    const parts = sampleParts({ items: 4_000, dimensions: 384, perRow: 50 });
    const written = await writeAssets(parts, { ...sampleOptions, catalog: sampleCatalog(4_000) });
    expect(written.manifest.files.some((file) => file.chunks.length > 1)).toBe(true);
    for (const bytes of written.files.values()) expect(bytes.length).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
    const read = readAssets(readAssetManifest(JSON.parse(JSON.stringify(written.manifest))), bytesOf(written));
    expect(sameNumbers(read, parts)).toBe(true);
    expect(read.blend).toEqual(parts.blend);
    expect(readCatalogAsset(written.manifest, bytesOf(written))).toHaveLength(4_000);
  });

  it("is the same bytes for the same parts, and another build id for others", async () => {
    const [once, again] = await Promise.all([1, 2].map(() => writeAssets(sampleParts(), sampleOptions)));
    expect(again).toEqual(once);
    const other = await writeAssets({ ...sampleParts(), blend: {} }, sampleOptions);
    expect(other.manifest.buildId).not.toBe(once.manifest.buildId);
    const off = await writeAssets(sampleParts(), { ...sampleOptions, enabled: false });
    expect(off.manifest.buildId).toBe(once.manifest.buildId);
  });

  it("may hold nothing but a catalogue, or nothing at all", async () => {
    const empty = await writeAssets({ ids: [] }, { ...sampleOptions, encoder: undefined });
    expect(readAssets(empty.manifest, bytesOf(empty)).ids).toEqual([]);
    const items = sampleCatalog(3);
    const only = await writeAssets({ ids: items.map(({ id }) => id) }, { ...sampleOptions, catalog: items });
    expect(readCatalogAsset(only.manifest, bytesOf(only))).toEqual(items);
  });

  it("refuses files of another catalogue, and parts of other lengths", async () => {
    const [one, other] = await Promise.all([
      writeAssets(sampleParts(), sampleOptions),
      writeAssets({ ...sampleParts(), ids: ["a", "b", "c", "d", "e", "f"] }, sampleOptions),
    ]);
    const ids = other.manifest.files.find((file) => file.role === "ids")!;
    const mixed = {
      manifest: { ...one.manifest, files: one.manifest.files.map((file) => (file.role === "ids" ? ids : file)) },
      files: new Map([...one.files, ...other.files]),
    };
    expect(codeOf(() => readAssets(mixed.manifest, bytesOf(mixed)))).toBe("ASSET_CORRUPT");
    expect(codeOf(() => readAssets({ ...one.manifest, items: 5 }, bytesOf(one)))).toBe("ASSET_CORRUPT");
    await expect(writeAssets({ ...sampleParts(), ids: ["a"] }, sampleOptions)).rejects.toThrow(
      /do not belong together/,
    );
  });
});

describe("manifest", async () => {
  const { manifest } = await writeAssets(sampleParts(), sampleOptions);

  it("reads back", () => {
    const bytes = writeAssetManifest({ ...manifest, availability: { maxAgeSeconds: 60 } });
    const value = JSON.parse(new TextDecoder().decode(bytes));
    expect(readAssetManifest(value)).toEqual({ ...manifest, availability: { maxAgeSeconds: 60 } });
  });

  it("leaves roles it does not know alone", () => {
    const [first] = manifest.files;
    const later = { ...manifest, files: [...manifest.files, { ...first, role: "sprite" }] };
    expect(readAssetManifest(later).files).toHaveLength(manifest.files.length + 1);
  });

  it.each<[string, string, unknown, string]>([
    ["a newer schema", "schemaVersion", 2, "ASSET_SCHEMA_NEWER"],
    ["another kind", "kind", "aisle-encoder", "ASSET_CORRUPT"],
    ["a path out of the folder", "files.0.chunks.0.file", "../secret.bin", "ASSET_CORRUPT"],
    ["a path from the root", "files.0.chunks.0.file", "/etc/passwd", "ASSET_CORRUPT"],
    ["another site", "files.0.chunks.0.file", "https://evil.example", "ASSET_CORRUPT"],
    ["a hidden file", "files.0.chunks.0.file", ".htpasswd", "ASSET_CORRUPT"],
    ["an encoder outside", "encoder.folder", "../encoder/", "ASSET_CORRUPT"],
    ["an encoder on another site", "encoder.folder", "//evil.example/", "ASSET_CORRUPT"],
    ["an encoder above, further down", "encoder.folder", "a/../../b/", "ASSET_CORRUPT"],
    ["a hash that is none", "files.0.chunks.0.sha256", "0", "ASSET_CORRUPT"],
    ["a length that is not the sum", "files.0.bytes", 1, "ASSET_CORRUPT"],
    ["a chunk of two megabytes", "files.0.chunks.0.bytes", 2 ** 21, "ASSET_CORRUPT"],
    ["no chunks", "files.0.chunks", [], "ASSET_CORRUPT"],
    ["a role of two files with one name", "files.1.role", "blend", "ASSET_CORRUPT"],
    ["a kill switch as text", "enabled", "false", "ASSET_CORRUPT"],
    ["fractions of items", "items", 1.5, "ASSET_CORRUPT"],
    ["a build id that is markup", "buildId", "<img src=x>", "ASSET_CORRUPT"],
  ])("refuses %s", (_name, path, value, code) => {
    expect(codeOf(() => readAssetManifest(withValue(structuredClone(manifest), path, value)))).toBe(code);
  });

  it("refuses one name for two contents", () => {
    const { file } = manifest.files[0].chunks[0];
    const turned = withValue(structuredClone(manifest), "files.1.chunks.0.file", file);
    expect(codeOf(() => readAssetManifest(turned))).toBe("ASSET_CORRUPT");
  });

  it("answers any JSON with a manifest or a typed error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(TYPED).toContain(codeOf(() => readAssetManifest(value)));
      }),
    );
  });
});

describe("item vectors", () => {
  it("reads back as it was written, aligned or not", () => {
    const bytes = writeVectorFile(vectors);
    expect(readVectorFile(bytes)).toEqual(vectors);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(readVectorFile(shifted.subarray(1))).toEqual(vectors);
  });

  it.each([
    ["another file", 0, [0], "ASSET_CORRUPT"],
    ["a newer schema", 4, [9], "ASSET_SCHEMA_NEWER"],
    ["four billion rows", 8, [255, 255, 255, 255], "ASSET_CORRUPT"],
    ["no dimensions", 12, [0], "ASSET_CORRUPT"],
    ["four billion dimensions", 12, [255, 255, 255, 255], "ASSET_CORRUPT"],
    ["an id longer than the file", 32, [200], "ASSET_CORRUPT"],
    ["no bits", 36, [0], "ASSET_CORRUPT"],
    ["nine bits", 36, [9], "ASSET_CORRUPT"],
    ["an id that is not UTF-8", 40, [255], "ASSET_CORRUPT"],
    ["a negative scale", 56 + 48, [0, 0, 128, 191], "ASSET_CORRUPT"],
    ["a value of -32 in six bits", 56 + 48 + 24, [32], "ASSET_CORRUPT"],
  ])("refuses %s", (_name, at, values, code) => {
    expect(codeOf(() => readVectorFile(damaged(writeVectorFile(vectors), at, ...values)))).toBe(code);
  });

  it("takes as few bits a value as there is need for", () => {
    const sizes = [7, 15, 31, 63, 127].map((limit) => {
      const values = vectors.values.map((value) => Math.round((value / 127) * limit));
      const reduced = { ...vectors, values: values.with(0, limit) };
      const bytes = writeVectorFile(reduced);
      expect(readVectorFile(bytes)).toEqual(reduced);
      return bytes.length;
    });
    expect(sizes.map((size) => size - sizes[0])).toEqual([0, 6, 6, 12, 12]);
  });

  it("answers hostile bytes with vectors that hold, or a typed error", () => {
    fc.assert(
      fc.property(hostile(writeVectorFile(vectors)), (bytes) => {
        expect(TYPED).toContain(codeOf(() => readVectorFile(bytes)));
        if (codeOf(() => readVectorFile(bytes)) !== "read") return;
        const { scales, dimensions, values } = readVectorFile(bytes);
        expect(values).toHaveLength(scales.length * dimensions);
        expect(scales.every((scale) => scale >= 0 && Number.isFinite(scale))).toBe(true);
      }),
    );
  });

  it("refuses to write what cannot be read", () => {
    const { values } = vectors;
    for (const wrong of [{ modelId: "" }, { dimensions: 3 }, { scales: vectors.scales.map(() => -1) }]) {
      expect(codeOf(() => writeVectorFile({ ...vectors, ...wrong }))).toBe("OPTIONS_INVALID");
    }
    expect(codeOf(() => writeVectorFile({ ...vectors, values: values.map(() => -128) }))).toBe("OPTIONS_INVALID");
  });
});

describe("item ids", () => {
  it("reads back", () => {
    const id = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(fc.uniqueArray(id), (ids) => {
        expect(readItemIds(writeItemIds(ids))).toEqual(ids);
      }),
    );
  });

  it("refuses empty, repeated and broken ids", () => {
    for (const ids of [[""], ["a", "a"], ["a\nb"], ["\ud800"], ["x".repeat(501)]]) {
      expect(codeOf(() => writeItemIds(ids))).toBe("OPTIONS_INVALID");
    }
    for (const text of ["a\n", "a\n\nb", "a\na", "\u0000"]) {
      expect(codeOf(() => readItemIds(new TextEncoder().encode(text)))).toBe("ASSET_CORRUPT");
    }
  });

  it("answers any bytes with ids or a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(TYPED).toContain(codeOf(() => readItemIds(bytes)));
      }),
    );
  });
});

describe("catalogue", () => {
  it("reads back through the reader of feeds as it was", () => {
    const [first, ...rest] = sampleCatalog(5);
    const items = [{ ...first, itemGroupId: "g", attributes: { size: "L", color: "red" }, salePrice: 3 }, ...rest];
    const rows = readCatalogFile(writeCatalogFile(items));
    expect(rows.map((row) => readItem(row).item)).toEqual(items);
  });

  it("never writes what is not public", () => {
    const secret = { ...sampleCatalog(1)[0], cost_of_goods_sold: 2, margin: 0.4, picture: { shape: "x" } };
    const text = new TextDecoder().decode(writeCatalogFile([secret]));
    expect(text).not.toMatch(/cost_of_goods_sold|margin|picture/);
  });

  it("answers hostile bytes with rows or a typed error", () => {
    fc.assert(
      fc.property(hostile(writeCatalogFile(sampleCatalog(2))), (bytes) => {
        expect(TYPED).toContain(codeOf(() => readCatalogFile(bytes)));
      }),
    );
    const newer = '{"kind":"aisle-catalog","schemaVersion":2,"items":[]}';
    expect(codeOf(() => readCatalogFile(new TextEncoder().encode(newer)))).toBe("ASSET_SCHEMA_NEWER");
  });
});

describe("availability", () => {
  it("reads back, sorted by id", () => {
    const changes = [
      { id: "b", price: 3 },
      { id: "a", availability: "out_of_stock" as const },
    ];
    expect(readAvailability(JSON.parse(new TextDecoder().decode(writeAvailability(changes))))).toEqual([
      changes[1],
      changes[0],
    ]);
  });

  it("answers any JSON with rows or a typed error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(TYPED).toContain(codeOf(() => readAvailability(value)));
      }),
    );
  });
});
