import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AssetParts, readAssets, writeAssets } from "./assetParts";
import { bytesOf, codeOf, hostile, TYPED } from "./hostile";
import { readAssetManifest } from "./manifest";
import { sampleOptions, sampleParts } from "./testing";

/** A shop with vectors of pictures, of which one item has none, and of sounds. */
function partsWithSpaces(): AssetParts {
  const parts = sampleParts();
  const space = (dimensions: number) => ({
    modelId: "custom",
    dimensions,
    scales: Float32Array.from(parts.ids, (_, row) => row / 64),
    values: Int8Array.from({ length: parts.ids.length * dimensions }, (_, i) => ((i * 13) % 63) - 31),
  });
  return { ...parts, spaces: { sounds: space(2), images: space(3) } };
}

describe("spaces of the shop's own", () => {
  it("are read back beside the encoder's vectors, each a file of its own", async () => {
    const parts = partsWithSpaces();
    const written = await writeAssets(parts, sampleOptions);
    const { manifest } = written;
    expect(manifest.files.filter(({ role }) => role === "vectors").map(({ name }) => name)).toEqual([
      "default",
      "images",
      "sounds",
    ]);
    const read = readAssets(readAssetManifest(JSON.parse(JSON.stringify(manifest))), bytesOf(written));
    expect(read.vectors?.values).toEqual(parts.vectors?.values);
    expect(Object.keys(read.spaces ?? {})).toEqual(["images", "sounds"]);
    for (const name of ["images", "sounds"]) expect(read.spaces?.[name]).toMatchObject(parts.spaces?.[name] ?? {});
    expect(await writeAssets(partsWithSpaces(), sampleOptions)).toEqual(written);
  });

  it("do not change a folder that has none", async () => {
    expect(await writeAssets({ ...sampleParts(), spaces: {} }, sampleOptions)).toEqual(
      await writeAssets(sampleParts(), sampleOptions),
    );
  });

  it("are refused where their rows are others, or belong to another catalogue", async () => {
    const parts = partsWithSpaces();
    const { images } = parts.spaces ?? {};
    const short = { ...images, scales: images.scales.subarray(1), values: images.values.subarray(3) };
    await expect(writeAssets({ ...parts, spaces: { images: short } }, sampleOptions)).rejects.toThrow(
      /the vectors images have 5 rows for 6 items/,
    );
    const [one, other] = await Promise.all([
      writeAssets(parts, sampleOptions),
      writeAssets({ ...parts, ids: parts.ids.toReversed() }, sampleOptions),
    ]);
    const isImages = ({ role, name }: { role: string; name: string }) => role === "vectors" && name === "images";
    const strange = other.manifest.files.find(isImages)!;
    const manifest = { ...one.manifest, files: one.manifest.files.map((file) => (isImages(file) ? strange : file)) };
    const files = new Map([...one.files, ...other.files]);
    expect(codeOf(() => readAssets(manifest, bytesOf({ manifest, files })))).toBe("ASSET_CORRUPT");
  });

  it.each(["Images", "../x", "", "a b", "x".repeat(41)])("have no name such as %j", async (name) => {
    const spaces = Object.fromEntries([[name, partsWithSpaces().spaces?.images as never]]);
    await expect(writeAssets({ ...sampleParts(), spaces }, sampleOptions)).rejects.toMatchObject({
      code: "ASSET_CORRUPT",
    });
  });

  it("answer hostile bytes with vectors that hold, or a typed error", async () => {
    const written = await writeAssets(partsWithSpaces(), sampleOptions);
    const good = bytesOf(written);
    const file = written.manifest.files.find(({ name }) => name === "images")!;
    fc.assert(
      fc.property(hostile(good(file)), (bytes) => {
        const read = () => readAssets(written.manifest, (one) => (one === file ? bytes : good(one)));
        const code = codeOf(read);
        expect(TYPED).toContain(code);
        if (code !== "read") return;
        const { scales, values, dimensions } = read().spaces!.images;
        expect(values).toHaveLength(scales.length * dimensions);
        expect(scales.every((scale) => scale >= 0 && Number.isFinite(scale))).toBe(true);
      }),
    );
  });
});
