import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../cli";

const folder = mkdtempSync(join(tmpdir(), "aisle-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let output = "";
let errors = "";
beforeEach(() => {
  output = "";
  errors = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const rules = (list: readonly object[]) =>
  write("rules.json", JSON.stringify({ kind: "aisle-rules", schemaVersion: 1, version: "w48", rules: list }));
const feed = () => write("feed.csv", "id,title,brand\nmug-1,Red mug,Hearth\nmug-2,Blue mug,Hearth\n");

describe("aisle rules", () => {
  it("is content with rules that agree", async () => {
    const path = rules([{ id: "a", kind: "boost", strength: 0.2, where: { brand: "hearth" } }]);
    expect(await main(["rules", path, "--catalog", feed()])).toBe(0);
    expect(output).toBe("1 rules of version w48, 2 items\n");
  });

  it("names what contradicts", async () => {
    const path = rules([
      { id: "up", kind: "boost", strength: 0.2, where: { brand: "Hearth" } },
      { id: "down", kind: "bury", strength: 0.2, where: { ids: ["mug-2"] } },
      { id: "typo", kind: "pin", position: 0, where: { brand: "Heart" } },
    ]);
    expect(await main(["rules", path, "--catalog", feed()])).toBe(1);
    expect(output).toContain("typo: matches no item of the catalogue");
    expect(output).toContain("up, down: boost and bury the same items (mug-2)");
  });

  it("says of items nothing without a catalogue", async () => {
    const path = rules([{ id: "typo", kind: "boost", strength: 0.2, where: { brand: "Heart" } }]);
    expect(await main(["rules", path])).toBe(0);
    expect(output).toContain("no catalogue named");
  });

  it("explains a broken file and a missing one", async () => {
    expect(await main(["rules", rules([{ id: "a", kind: "boost", strength: 9, where: { brand: "A" } }])])).toBe(1);
    expect(errors).toContain("RULES_INVALID");
    expect(errors).toContain("rule a");
    expect(await main(["rules", join(folder, "nothing.json")])).toBe(2);
    expect(await main(["rules"])).toBe(2);
  });
});
