/**
 * `npm run docs`: build/docs/, the documentation as a site: every page of docs/ through marked with our own frame and style, and
 * the API reference by TypeDoc from the public types. Open build/docs/index.html; any static host serves it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { PAGES, renderPage } from "./docs/renderPage.mjs";
import { root } from "./ensure.mjs";

const out = resolve(root, "build/docs");

export function buildPages() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const { file } of PAGES) {
    const markdown = readFileSync(join(root, "docs", file), "utf8");
    writeFileSync(join(out, file.replace(/\.md$/, ".html")), renderPage({ file, markdown, version }));
  }
  cpSync(join(root, "scripts/docs/site.css"), join(out, "site.css"));
  const pictures = join(root, "docs/pictures");
  if (existsSync(pictures)) cpSync(pictures, join(out, "pictures"), { recursive: true });
}

async function buildApi() {
  const { Application } = await import("typedoc");
  const entries = ["index.ts", "react/index.ts", "elements/index.ts", "elements/search.ts", "elements/privacy.ts"];
  const app = await Application.bootstrap({
    name: "Aisle API",
    entryPoints: [...entries, "elements/inspector.ts"].map((path) => join(root, "src", path)),
    tsconfig: join(root, "tsconfig.json"),
    readme: "none",
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    hideGenerator: true,
    skipErrorChecking: true,
    logLevel: "Error",
    navigationLinks: { Documentation: "../index.html" },
  });
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc could not read the types.");
  await app.generateDocs(project, join(out, "api"));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  buildPages();
  await buildApi();
  console.log(
    `${PAGES.length} pages and ${readdirSync(join(out, "api")).length} entries of the API: ${out}/index.html`,
  );
}
