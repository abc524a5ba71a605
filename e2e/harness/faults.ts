/**
 * `docs/faults.md` is written by the tests that cause the faults. Each test below `faults("Section")` breaks one thing,
 * looks at what the page says of itself, and expects exactly that line in the document; the last test of a section
 * expects no line there that nobody caused. After a change: run the specs, then `node scripts/writeFaults.mjs`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import type { Shelf, Status } from "../../src/types";
import type { ShopServer } from "./shopServer";
import { call, expect, test } from "./shopTest";

export interface Outcome {
  /** Error codes, as `status().degraded` or a rejection tells them. */
  readonly told: string;
  /** What Aisle does instead, in its own words. */
  readonly instead: string;
  /** The home shelf afterwards. */
  readonly shelf: string;
  /** Where the next event is kept. */
  readonly memory: string;
}

interface Surroundings {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly shop: ShopServer;
}

const DOCUMENT = join(process.cwd(), "docs/faults.md");
const RESULTS = join(process.cwd(), "test-results/faults");

export interface FaultSection {
  /** @param body causes the fault and returns what `observe` saw, or more */
  fault(name: string, body: (surroundings: Surroundings) => Promise<Outcome>): void;
  /** Call once, after the section's faults. */
  end(): void;
}

export function faults(section: string): FaultSection {
  const names: string[] = [];
  return {
    fault(name, body) {
      names.push(name);
      test(`${section}: ${name}`, async ({ page, context, shop, pageErrors }) => {
        const outcome = await body({ page, context, shop });
        expect(pageErrors, "nothing is thrown at the shop's page").toEqual([]);
        const line = lineOf(name, outcome);
        mkdirSync(join(RESULTS, section), { recursive: true });
        writeFileSync(join(RESULTS, section, `${name.replaceAll(/\W+/g, "-")}.md`), `${line}\n`);
        expect(documented(section)).toContain(line);
      });
    },
    end() {
      test(`${section}: docs/faults.md tells these faults and no others`, () => {
        const told = documented(section).map((line) => line.split(" | ")[0]);
        expect([...told].sort()).toEqual(names.map((name) => `| ${name}`).sort());
      });
    },
  };
}

/** Looks at the page as its shop and its shopper do: status, home shelf, and whether an event is still kept. */
export async function observe(page: Page): Promise<Outcome> {
  const shelf = await call<Shelf>(page, "recommend", { placement: "home", limit: 8 });
  const tracked = await call<{ accepted: number }>(page, "track", "view_item", { items: [{ item_id: "garden-0" }] });
  const { degraded, storage } = await call<Status>(page, "status");
  return {
    told: list(degraded.map(({ code }) => `\`${code}\``)),
    instead: list(degraded.map(({ instead }) => instead.replace(/\.$/, ""))),
    shelf: shelf.items.length > 0 ? `${shelf.items.length} items, ${shelf.rung}` : `empty: ${shelf.reason}`,
    memory: tracked.accepted > 0 ? storage.kind : `${storage.kind}; not kept`,
  };
}

/** Sorted, each once, in one cell. */
export function list(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join("; ") || "–";
}

function lineOf(name: string, { told, instead, shelf, memory }: Outcome): string {
  return `| ${[name, told, instead, shelf, memory].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function documented(section: string): readonly string[] {
  const [, after = ""] = readFileSync(DOCUMENT, "utf8").split(`## ${section}\n`);
  const [own] = after.split("\n## ");
  // The first two are the table's head and its rule.
  return own
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2);
}
