/** The arrows of docs/architecture.md, and that importing an entry does nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const src = import.meta.dirname;
const shared = ["format", "encoder", "profile", "ranking"];
const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|as|d)\.tsx?$/.test(name) && !/generated/.test(name))
  .map((name) => ({ name: name.split(sep).join("/"), code: readFileSync(join(src, name), "utf8") }));

/** Rooms a file imports from, types included. */
function roomsOf(file: { name: string; code: string }): string[] {
  const imports = [...file.code.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']*)["']/g)];
  return imports.map(([, path]) => relative(src, resolve(src, dirname(file.name), path)).split(sep)[0]);
}

function breaches(from: readonly string[], forbidden: readonly string[]): string[] {
  return sources
    .filter(({ name }) => from.includes(name.split("/")[0]))
    .flatMap((file) =>
      roomsOf(file)
        .filter((room) => forbidden.includes(room))
        .map((room) => `${file.name} → ${room}`),
    );
}

describe("rooms", () => {
  it("has them all, with real content", () => {
    const rooms = new Set(sources.map(({ name }) => name.split("/")[0]));
    for (const room of [...shared, "page", "engine", "elements", "react", "server"]) expect(rooms).toContain(room);
  });

  it("keeps shared rooms below page, engine and server", () => {
    expect(breaches(shared, ["page", "engine", "server", "elements", "react"])).toEqual([]);
  });

  it("keeps page and server apart", () => {
    expect(breaches(["page", "engine", "elements", "react"], ["server"])).toEqual([]);
    expect(breaches(["server"], ["page", "engine", "elements", "react"])).toEqual([]);
  });

  it("gives shared rooms no clock and no randomness of their own", () => {
    const own =
      /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|localStorage|sessionStorage|document\.|window\.)/;
    const found = sources.filter(
      ({ name, code }) => shared.includes(name.split("/")[0]) && own.test(withoutComments(code)),
    );
    expect(found.map(({ name }) => name)).toEqual([]);
  });
});

describe("entries", () => {
  it.each(["index", "react/index", "elements/index", "engine/engine"])(
    "%s does nothing when imported on a server",
    async (entry) => {
      const before = Object.getOwnPropertyNames(globalThis).sort();
      const entryModule = (await import(`./${entry}`)) as object;
      expect(Object.keys(entryModule).length).toBeGreaterThan(0);
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
      // lit counts its copies on globalThis, to warn of two.
      expect(added.filter((name) => !/^(lit|reactive)\w*Versions$/.test(name))).toEqual([]);
    },
  );
});

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}
