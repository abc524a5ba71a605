import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { precacheList } from "./serviceWorkerPlugin";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "halden-"));
  await mkdir(join(folder, "assets"));
  await mkdir(join(folder, "aisle"));
  for (const path of ["index.html", "sw.js", "assets/a-1.js", "assets/a-1.js.map", "aisle/manifest.json"]) {
    await writeFile(join(folder, path), path);
  }
});
afterEach(() => rm(folder, { recursive: true }));

describe("precacheList", () => {
  it("lists the page and the build's files, not the maps, not Aisle's assets", async () => {
    expect((await precacheList(folder)).files).toEqual(["./", "assets/a-1.js"]);
  });

  it("is another build when the page changes, and the same when only what is left out does", async () => {
    const { build } = await precacheList(folder);
    await writeFile(join(folder, "sw.js"), "changed");
    expect((await precacheList(folder)).build).toBe(build);
    await writeFile(join(folder, "index.html"), "changed");
    expect((await precacheList(folder)).build).not.toBe(build);
  });
});
