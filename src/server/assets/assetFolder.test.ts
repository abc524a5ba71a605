import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { writeAssets } from "../../format/assets/assetParts";
import { sampleCatalog, sampleOptions, sampleParts } from "../../format/assets/testing";
import { sha256 } from "../encoder/sha256";
import { brotli, readAssetFolder, writeAssetFolder } from "./assetFolder";

const folders: string[] = [];
const options = { ...sampleOptions, sha256 };

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "aisle-assets-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function codeOf(read: Promise<unknown>): Promise<string> {
  const error = await read.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof AisleError ? error.code : String(error);
}

describe("asset folder", () => {
  it("reads back what it wrote, with compressed files beside", async () => {
    const folder = newFolder();
    const written = await writeAssets(sampleParts(), { ...options, catalog: sampleCatalog() });
    writeAssetFolder(folder, written);
    const read = await readAssetFolder(folder);
    expect(read.manifest).toEqual(written.manifest);
    expect(read.parts.ids).toEqual(sampleParts().ids);
    expect(read.catalog).toEqual(sampleCatalog());
    for (const [name, bytes] of written.files) {
      expect(new Uint8Array(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))))).toEqual(bytes);
      expect(new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.gz`))))).toEqual(bytes);
    }
  });

  it("is the same bytes, compressed files too, when written again", async () => {
    const [one, other] = [newFolder(), newFolder()];
    for (const folder of [one, other]) writeAssetFolder(folder, await writeAssets(sampleParts(), options));
    const names = readdirSync(one).sort();
    expect(readdirSync(other).sort()).toEqual(names);
    for (const name of names) {
      expect(readFileSync(join(other, name)).equals(readFileSync(join(one, name))), name).toBe(true);
    }
  });

  it("keeps files of the builds it is told to keep, and no others", async () => {
    const folder = newFolder();
    const builds = await Promise.all(
      [1, 2, 3].map((weight) =>
        writeAssets({ ...sampleParts(), blend: { home: { terms: [{ signal: "head", weight }] } } }, options),
      ),
    );
    writeAssetFolder(folder, builds[0]);
    writeAssetFolder(folder, builds[1]);
    writeAssetFolder(folder, builds[2], [builds[1].manifest]);
    const blends = readdirSync(folder).filter((name) => /^blend.*json$/.test(name));
    const kept = builds.slice(1).map(({ manifest }) => manifest.files[0].chunks[0].file);
    expect(blends.sort()).toEqual(kept.sort());
  });

  it("tells a changed file, a missing one and a folder that is none", async () => {
    const folder = newFolder();
    const { manifest, files } = await writeAssets(sampleParts(), options);
    writeAssetFolder(folder, { manifest, files });
    const { file } = manifest.files[1].chunks[0];
    const good = readFileSync(join(folder, file));
    writeFileSync(
      join(folder, file),
      good.map((byte, i) => (i === 3 ? byte ^ 1 : byte)),
    );
    expect(await codeOf(readAssetFolder(folder))).toBe("ASSET_CORRUPT");
    rmSync(join(folder, file));
    expect(await codeOf(readAssetFolder(folder))).toBe("ASSET_UNREACHABLE");
    expect(await codeOf(readAssetFolder(newFolder()))).toBe("ASSET_UNREACHABLE");
  });
});

describe("budgets at 4,000 items of 384 dimensions", () => {
  it("holds item-item weights to 0.7 MB, vectors to 1.6 MB, and all but the encoder to 2.5 MB", async () => {
    const parts = sampleParts({ items: 4_000, dimensions: 384, perRow: 50 });
    const catalog = sampleCatalog(4_000);
    const { manifest, files } = await writeAssets(parts, { ...options, catalog });
    const bytesOf = (role: string) =>
      manifest.files.filter((file) => file.role === role).reduce((sum, file) => sum + file.bytes, 0);
    expect(bytesOf("item-item")).toBeLessThanOrEqual(700_000);
    expect(bytesOf("vectors")).toBeLessThanOrEqual(1_600_000);
    // Text travels compressed from any host; binary files may not.
    const transferred = [...files].map(([name, bytes]) => (name.endsWith(".bin") ? bytes : brotli(bytes)).length);
    expect(transferred.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(2_500_000);
  });
});
