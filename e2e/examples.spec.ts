/** The examples, built and run from the packed tarball as a shop would install it. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, type Page, test } from "@playwright/test";

const ROOT = process.cwd();
const EXAMPLES = join(ROOT, "demo/examples");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
};

let folder: string;
let installed: string;

function run(command: string, args: readonly string[], cwd: string): void {
  const done = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, NODE_ENV: "production" } });
  expect(done.status, `${command} ${args.join(" ")}\n${done.stdout}\n${done.stderr}`).toBe(0);
}

test.describe.configure({ mode: "serial" });

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aisle-examples-"));
  run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], ROOT);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
  const shop = join(folder, "shop");
  cpSync(EXAMPLES, shop, { recursive: true });
  installed = join(shop, "node_modules/aisle");
  mkdirSync(installed, { recursive: true });
  run("tar", ["xzf", join(folder, tarball), "--strip-components=1", "-C", installed], folder);
  // What the shop has anyway.
  for (const name of ["react", "react-dom", "scheduler", "vite", "esbuild"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(shop, "node_modules", name));
  }
});

let server: Server | undefined;
test.afterEach(() => void server?.close());
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Serves folders by prefix, the first that has the file; `render` answers for pages. */
async function serve(
  folders: readonly (readonly [prefix: string, folder: string])[],
  render?: (url: string) => string,
) {
  const listening = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (render && pathname === "/") {
      response.writeHead(200, { "content-type": TYPES[".html"] }).end(render(request.url ?? "/"));
      return;
    }
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const file = folders
      .filter(([prefix]) => path.startsWith(prefix))
      .map(([prefix, from]) => join(from, path.slice(prefix.length)))
      .find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
    if (!file) response.writeHead(404).end();
    else
      response
        .writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" })
        .end(readFileSync(file));
  });
  server = listening;
  await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

/** Lines of the shop's own files that name Aisle. */
function linesOf(example: string): number {
  return readdirSync(join(EXAMPLES, example))
    .flatMap((name) => readFileSync(join(EXAMPLES, example, name), "utf8").split("\n"))
    .filter((line) => /aisle|Shelf/i.test(line) && !/^\s*(\/\*|\*|\/\/)/.test(line)).length;
}

const HOSTED = () =>
  [
    ["/vendor/aisle/", join(installed, "dist")],
    ["/aisle/", join(installed, "dist")],
    ["/aisle/", join(installed, "public/aisle")],
    ["/", EXAMPLES],
  ] as const;

test("plain HTML: a style sheet, a script and two elements", async ({ page }) => {
  expect(linesOf("script-tag")).toBe(4);
  const complaints = complaintsOf(page);
  const url = await serve([...HOSTED(), ["/", join(EXAMPLES, "script-tag")]]);
  for (const item of ["garden-0", "garden-3", "garden-4"]) {
    await page.goto(`${url}/?item=${item}`);
    await expect(page.locator("#product h2")).toBeVisible();
    await page.getByRole("button", { name: "Add to cart" }).click();
    await expect(page.locator("aisle-shelf [part=card]").first()).toBeVisible();
    // The tag manager's events are read when the page has nothing better to do.
    await expect
      .poll(() =>
        page.evaluate(() => window.aisle("recentEvents", 9).then((all) => (all as { name: string }[]).length)),
      )
      .toBeGreaterThanOrEqual(2);
  }
  await page.goto(url);
  await expect(page.locator("aisle-shelf [part~=reason]").first()).toHaveText(/Because you|Garden/);
  await page.locator("aisle-search input").fill("tulp bulbs");
  await expect(page.locator("aisle-search [role=option]").first()).toContainText("Tulip bulbs");
  expect(complaints).toEqual([]);
});

test("React, built by Vite", async ({ page }) => {
  test.setTimeout(180_000);
  expect(linesOf("react-vite")).toBeLessThanOrEqual(5);
  const shop = join(folder, "shop/react-vite");
  const out = join(folder, "vite");
  run(
    process.execPath,
    [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--outDir", out, "--logLevel", "warn"],
    shop,
  );
  const complaints = complaintsOf(page);
  await page.goto(await serve([["/", out], ...HOSTED()]));
  const shelf = page.getByRole("list", { name: "For you" });
  await expect(shelf.getByRole("listitem")).toHaveCount(8);
  expect(page.workers()).toHaveLength(1);
  const all = page.getByRole("list", { name: "All products" });
  for (const title of ["Cordless drill", "Spirit level", "Claw hammer"]) {
    await all.getByRole("link", { name: title }).click();
    await expect(page.locator("h2")).toContainText(title);
    await page.waitForTimeout(500);
  }
  await expect(shelf).toContainText("Socket wrench");
  await shelf.getByRole("link").first().click();
  expect(complaints).toEqual([]);
});

test("React, rendered on a server and hydrated", async ({ page, request }) => {
  expect(linesOf("server-rendered")).toBeLessThanOrEqual(5);
  const shop = join(folder, "shop/server-rendered");
  const out = join(folder, "shop/server-rendered/dist");
  run(process.execPath, ["build.mjs", out], shop);
  const { render } = (await import(pathToFileURL(resolve(out, "server.mjs")).href)) as { render(url: string): string };
  const url = await serve([["/", join(out, "public")], ...HOSTED()], render);
  // Bestsellers with links are in the HTML, for those who read no script.
  const html = await (await request.get(url)).text();
  expect(html).toContain("Bestsellers");
  expect(html.match(/<a href="\?item=/g)).toHaveLength(8);
  const complaints = complaintsOf(page);
  for (const item of ["nursery-0", "nursery-1", "nursery-4"]) {
    await page.goto(`${url}/?item=${item}`);
    await expect(page.getByRole("list", { name: "Bestsellers" })).toHaveCount(0);
    await expect(page.getByRole("listitem")).toHaveCount(8);
    // The page's JSON-LD is read once its own tagging has had its say.
    await page.waitForTimeout(3_500);
  }
  await page.goto(url);
  await expect(page.locator("ul.row[role=list]")).toContainText(/Rabbit rattle|Bottle steriliser|Nappy/);
  expect(page.workers()).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test("the tarball holds what it should, and nothing else", () => {
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(installed, name)).isFile(),
  );
  const folders = new Set(files.map((name) => name.split("/")[0]));
  expect([...folders].sort()).toEqual(
    ["CHANGELOG.md", "LICENSE", "NOTICE", "README.md", "dist", "package.json", "public"].sort(),
  );
  expect(files.filter((name) => /\.(test|map)\.|\.ts$/.test(name) && !name.endsWith(".d.ts"))).toEqual([]);
});
