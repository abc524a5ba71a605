/** Where the engine runs: four ways in, and what happens when the worker dies, hangs or was never there. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { faults, list, observe } from "./harness/faults";
import { MORTAL } from "./harness/preludes";
import { call, embedded, expect, live, open, ready, status, test, until, view, viewed } from "./harness/shopTest";

const { fault, end } = faults("The engine's worker");
const PERSISTENT = { consent: "persistent" } as const;

test("same origin: the worker beside the script", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  expect((await embedded(page)).engine).toEqual({ where: "worker", restarts: 0 });
  expect((await status(page)).degraded).toEqual([]);
});

test("the worker's entry names all that its start needs, however deep it lies: one trip for all of it", () => {
  const entry = "dist/worker.js";
  const importsOf = (file: string): string[] =>
    [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g)].map(([, path]) =>
      join(dirname(file), path),
    );
  const needed = new Set(importsOf(entry));
  for (const file of needed) for (const next of importsOf(file)) needed.add(next);
  expect(needed.size).toBeGreaterThan(5);
  expect([...needed].sort()).toEqual(importsOf(entry).sort());
});

test("a worker that the tag names", async ({ page, shop }) => {
  const worker = shop.worker("globalThis.named = true;");
  await open(page, shop.page("/shop", { from: "cdn", script: { ...PERSISTENT, worker } }));
  expect((await ready(page)).engine.where).toBe("worker");
  expect(await page.workers()[0].evaluate(() => (globalThis as unknown as { named: boolean }).named)).toBe(true);
});

test("the script from a CDN: a blob worker that imports it from there", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { from: "cdn", script: PERSISTENT }));
  expect((await embedded(page)).engine).toEqual({ where: "blob-worker", restarts: 0 });
  expect((await status(page)).encoder.tier).toBe("wasm");
  const [fromShop, fromCdn] = ["shop", "cdn"].map((origin) =>
    shop.log.filter((entry) => entry.origin === origin && entry.url.startsWith("/dist/")),
  );
  expect(fromShop).toEqual([]);
  expect(fromCdn.map(({ url }) => url)).toContain("/dist/worker.js");
});

test("the npm entry finds its worker", async ({ page, shop }) => {
  const url = shop.modulePage(
    "/module",
    `import { createAisle } from "/dist/index.js";
     const client = createAisle({ catalog: "/catalog.json", assets: "/assets/", consent: "persistent" });
     window.aisle = Object.assign((name, ...args) => name.split(".").reduce((at, key) => at[key], client)(...args),
       { version: client.version, client });`,
  );
  await open(page, url);
  expect((await embedded(page)).engine).toEqual({ where: "worker", restarts: 0 });
});

test("a strict policy, without eval and without inline script, is enough", async ({ page, shop, pageErrors }) => {
  shop.csp =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types aisle";
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  const { engine, encoder, degraded } = await embedded(page);
  expect({ where: engine.where, tier: encoder.tier, degraded }).toEqual({
    where: "worker",
    tier: "wasm",
    degraded: [],
  });
  expect(pageErrors).toEqual([]);
});

fault("the policy forbids workers", async ({ page, shop }) => {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
  shop.csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'none'";
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  expect((await embedded(page, 60_000)).engine).toEqual({ where: "main-thread", restarts: 0 });
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
  test
    .info()
    .annotations.push({ type: "long tasks", description: `main thread: ${tasks.map(Math.round).join(", ")} ms` });
  return observe(page);
});

fault("the worker's file is not there", async ({ page, shop }) => {
  shop.status("/dist/worker.js", 404);
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  expect((await embedded(page, 60_000)).engine.where).toBe("main-thread");
  return observe(page);
});

fault("the worker's file is a web page", async ({ page, shop }) => {
  shop.body("/dist/worker.js", "<!doctype html><h1>Sign in</h1>", "text/html");
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  expect((await embedded(page, 60_000)).engine.where).toBe("main-thread");
  return observe(page);
});

fault("the worker and the engine's module are both gone", async ({ page, shop }) => {
  shop.status("/dist/worker.js", 404);
  shop.status("/dist/engine.js", 404);
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  const shelf = await call<{ items: unknown[]; reason: string }>(page, "recommend", { placement: "home" });
  expect(shelf).toMatchObject({ items: [], reason: "engine_failed" });
  expect(await view(page, "garden-0")).toMatchObject({ accepted: 0 });
  return observe(page);
});

/** A page whose workers the test can reach as \`window.workers\`. */
const MORTALS = (worker: string) => `
  import { createAisle } from "/dist/index.js";
  window.workers = [];
  const createWorker = () => {
    const worker = new Worker("${worker}", { type: "module" });
    window.workers.push(worker);
    return worker;
  };
  const client = createAisle({ catalog: "/catalog.json", assets: "/assets/", consent: "persistent", createWorker });
  window.aisle = Object.assign((name, ...args) => name.split(".").reduce((at, key) => at[key], client)(...args),
    { version: client.version, client });`;

declare global {
  interface Window {
    workers: Worker[];
  }
}

/** Calls of every kind are in flight when the worker dies. */
const dieInMidCall = (how: "throws" | "silent") => {
  const worker = window.workers[window.workers.length - 1];
  const calls = Promise.all([
    window.aisle("track", "view_item", { items: [{ item_id: "tools-1" }] }),
    window.aisle("recommend", { placement: "home" }),
    window.aisle("search", "a cup of coffee"),
    window.aisle("status"),
  ]);
  if (how === "throws") worker.postMessage("die");
  else worker.terminate();
  return calls.then(() => "settled");
};

fault("the worker dies while calls are in flight", async ({ page, shop }) => {
  await open(page, shop.modulePage("/module", MORTALS(shop.worker(MORTAL))));
  await ready(page);
  await view(page, "tools-0");
  expect(await page.evaluate(dieInMidCall, "throws" as const)).toBe("settled");
  expect((await ready(page)).engine).toEqual({ where: "worker", restarts: 1 });
  expect(await viewed(page)).toEqual(["tools-1", "tools-0"]);
  await embedded(page);
  return observe(page);
});

fault("the worker dies a second time", async ({ page, shop }) => {
  await open(page, shop.modulePage("/module", MORTALS(shop.worker(MORTAL))));
  await ready(page);
  await view(page, "tools-0");
  for (const restarts of [1, 2]) {
    await page.evaluate(dieInMidCall, "throws" as const);
    expect((await ready(page)).engine.restarts).toBe(restarts);
    // The same act sooner would count as a double.
    await page.waitForTimeout(500);
  }
  expect((await status(page)).engine.where).toBe("main-thread");
  // Both tries of the same event, each sent again after its worker's death, are two acts of the shopper.
  expect(await viewed(page)).toEqual(["tools-1", "tools-1", "tools-0"]);
  await embedded(page, 60_000);
  return observe(page);
});

fault("the worker falls silent while calls are in flight", async ({ page, shop }) => {
  await page.clock.install();
  await open(page, shop.modulePage("/module", MORTALS(shop.worker(MORTAL))));
  await ready(page);
  await view(page, "tools-0");
  const settled = page.evaluate(dieInMidCall, "silent" as const);
  // A call is doubted after 15 s, and the engine given up after 8 s without a pong.
  await page.clock.fastForward(15_500);
  await page.clock.fastForward(8_500);
  expect(await settled).toBe("settled");
  expect((await ready(page)).engine).toEqual({ where: "worker", restarts: 1 });
  expect(await viewed(page)).toEqual(["tools-1", "tools-0"]);
  await embedded(page);
  return observe(page);
});

fault("a listener of the shop throws", async ({ page, shop, context }) => {
  const heard: string[] = [];
  context.removeAllListeners("weberror");
  page.on("pageerror", (error) => heard.push(error.message));
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await page.evaluate(() => {
    window.aisle.client?.subscribe(() => {
      throw new Error("the shop's own error");
    });
  });
  await view(page, "garden-1");
  await embedded(page);
  expect(new Set(heard)).toEqual(new Set(["the shop's own error"]));
  return { ...(await observe(page)), told: list(["the shop's own error, where the page reports errors"]) };
});

fault("two copies of the page's script run, one of each origin", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await page.addScriptTag({ url: `${shop.cdnUrl}/dist/aisle.js` });
  await live(page);
  await until(page, ({ catalog }) => catalog.state === "ready");
  await embedded(page);
  expect(page.workers()).toHaveLength(1);
  return observe(page);
});

end();
