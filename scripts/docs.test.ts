import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorOf, PAGES, renderPage } from "./docs/renderPage.mjs";

const docs = resolve("docs");
const read = (file: string) => readFileSync(file, "utf8");

/** Links of a markdown file that leave neither the project nor the page's own words. */
function linksOf(markdown: string): string[] {
  const words = markdown.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
  return [...words.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, href]) => href)
    .filter((href) => !/^(https?|mailto):/.test(href));
}

function anchorsOf(file: string): Set<string> {
  return new Set([...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading)));
}

describe("the documentation", () => {
  it("has every page of docs/ in its navigation, and no other", () => {
    const files = readdirSync(docs).filter((name) => name.endsWith(".md"));
    expect(PAGES.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.each(["README.md", "demo/examples/README.md", ...PAGES.map(({ file }) => `docs/${file}`)])(
    "%s links to what is there",
    (file) => {
      for (const link of linksOf(read(file))) {
        const [path, anchor] = link.split("#");
        const target = path === "" ? file : join(dirname(file), path);
        expect(existsSync(target), link).toBe(true);
        if (anchor) expect([...anchorsOf(target)], link).toContain(anchor);
      }
    },
  );

  it("becomes pages that link to one another", () => {
    const markdown =
      '# Hi & "bye"\n\n[Errors](errors.md#disposed) and [code](../src/index.ts)\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    const html = renderPage({ file: "start.md", markdown, version: "1.2.3" });
    expect(html).toContain('<a href="errors.html#disposed">Errors</a>');
    expect(html).toContain('<h1 id="hi--bye">');
    expect(html).toContain('aria-current="page"');
    expect(html).toContain('<div class="table"');
    expect(html).not.toMatch(/<script/);
  });

  it("advertises the sizes that the budgets hold", () => {
    const source = read("scripts/size.mjs");
    const budget = (row: RegExp) => Number(row.exec(source)?.[1].replace("_", "")) / 1000;
    const loader = budget(/"script loader \(aisle\.js\)", \["aisle\.js"\], ([\d_]+)/);
    const shelf = budget(/with lit", shelf, ([\d_]+)/) + budget(/once there are items"[\s\S]*?\n {4}([\d_]+),/);
    const readme = read("README.md").replaceAll(/\s+/g, " ");
    expect(readme).toContain(`The script is under ${loader} kB, a shelf of products under ${shelf} kB more`);
  });

  it("names every option of the script tag and every option of createAisle", () => {
    const start = read("docs/start.md");
    const attributes = [...read("src/script.ts").matchAll(/data(?:set)?\.(\w+)/g)].map(
      ([, name]) => `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    for (const attribute of new Set(attributes)) expect(start, attribute).toContain(attribute);
  });
});
