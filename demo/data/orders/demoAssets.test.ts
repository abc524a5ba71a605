/** The demo's assets are what `aisle build` makes of the demo's catalogue and simulated orders, to the last byte. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { main } from "../../../src/server/cli";
import { DEMO_BUILD_FLAGS, demoFiles } from "./demoFiles";

const PUBLISHED = join(import.meta.dirname, "../../../public/aisle");
let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "aisle-demo-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(work, { recursive: true, force: true });
});

async function build(name: string): Promise<string> {
  const out = join(work, name, "aisle");
  const paths: string[] = [];
  for (const [file, text] of Object.entries(await demoFiles())) {
    paths.push(join(work, file));
    writeFileSync(join(work, file), text);
  }
  const [feed, events] = paths;
  const cache = join(work, name, "cache");
  const argv = ["build", feed, "--events", events, "--out", out, "--cache", cache, "--report", "none"];
  expect(await main([...argv, ...DEMO_BUILD_FLAGS])).toBe(0);
  return out;
}

/** Names of what is published; compressed copies are the host's affair, the encoder is `aisle encoder`'s. */
function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== "encoder" && !/\.(br|gz)$/.test(name))
    .sort();
}

it("is reproduced byte for byte", { timeout: 600_000 }, async () => {
  const built = await build("one");
  const reference = existsSync(join(PUBLISHED, "manifest.json")) ? PUBLISHED : await build("another");
  expect(filesOf(built)).toEqual(filesOf(reference));
  for (const name of filesOf(built)) {
    expect(readFileSync(join(built, name)).equals(readFileSync(join(reference, name))), name).toBe(true);
  }
});
