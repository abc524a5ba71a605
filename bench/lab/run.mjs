#!/usr/bin/env node
/**
 * `npm run lab [-- --runs 15] [-- --write]`: the same shop page with and without Aisle in one Chromium whose processor is slowed
 * down four times, runs interleaved, each in a fresh context. Medians, and a bootstrap interval of the difference of the medians;
 * `--write` puts them into bench/results/lab.md. Run it on a quiet machine: it says how loaded it found it.
 */
import { existsSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureChromium, root } from "../../scripts/ensure.mjs";
import { launch, machine } from "../peers/browser.mjs";
import { median } from "../peers/statistics.mjs";
import { seededRandom } from "../peers/texts.mjs";
import { manyItems } from "../search/manyItems.mjs";
import { differenceOfMedians } from "./differenceOfMedians.mjs";
import { collect, observe } from "./inPage.mjs";
import { serveShop } from "./shop.mjs";

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    items: { type: "string", default: "300" },
    write: { type: "boolean", default: false },
  },
});
const runs = Number(flags.runs);
const SLOWDOWN = 4;
const SETTLE_MS = 5_000;
const INTERACTIONS = 6;
/** A phone's trip to the server and back. */
const TRIP_MS = 80;

if (!existsSync(join(root, "dist/elements.js"))) {
  console.error("dist/ is missing: npm run build first.");
  process.exit(1);
}
const shop = await serveShop(manyItems(Number(flags.items)));
const browser = await launch(ensureChromium());
const found = machine(os);
try {
  const measured = { with: [], without: [] };
  for (let run = 0; run < runs; run++) {
    // Which goes first alternates, so that what loads the machine for a while loads both.
    for (const variant of run % 2 ? ["with", "without"] : ["without", "with"]) {
      measured[variant].push(await visit(`${shop.origin}/${variant}`, { slowdown: SLOWDOWN }));
    }
    process.stderr.write(`${run + 1}/${runs} `);
  }
  const warm = { full: [], slowed: [] };
  for (let run = 0; run < runs; run++) {
    warm.full.push(await warmShelf(1));
    warm.slowed.push(await warmShelf(SLOWDOWN));
  }
  const far = [];
  for (let run = 0; run < runs; run++) far.push(await firstShelfFarAway());
  const report = write({ measured, warm, far });
  console.log(`\n${report}`);
  if (flags.write) writeFileSync(join(root, "bench/results/lab.md"), report);
} finally {
  await browser.close();
  shop.close();
}

async function slowedPage(context, slowdown) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  return page;
}

/** One visit: load, settle, a few clicks on the shop's own button. */
async function visit(url, { slowdown }) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await slowedPage(context, slowdown);
    await page.addInitScript(observe);
    await page.goto(url);
    await page.waitForTimeout(SETTLE_MS);
    for (let click = 0; click < INTERACTIONS; click++) {
      await page.click("#filter");
      await page.waitForTimeout(250);
    }
    return await page.evaluate(collect);
  } finally {
    await context.close();
  }
}

/** Milliseconds from navigation to the first filled shelf on a second visit: catalogue, encoder and vectors are kept. */
async function warmShelf(slowdown) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await slowedPage(context, slowdown);
    await page.goto(`${shop.origin}/with`);
    await page.waitForFunction(
      async () => {
        const { catalog } = (await globalThis.aisle?.("status")) ?? {};
        return catalog?.state === "ready" && catalog.embedded.done === catalog.items;
      },
      undefined,
      { timeout: 120_000, polling: 500 },
    );
    await page.addInitScript(observe);
    await page.reload();
    await page.waitForFunction(() => globalThis.lab.firstShelfMs !== undefined, undefined, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.lab.firstShelfMs);
  } finally {
    await context.close();
  }
}

/** The same on a first visit, every answer `TRIP_MS` late; six at a time, as browsers ask over HTTP/1.1. */
async function firstShelfFarAway() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  shop.tripMs = TRIP_MS;
  try {
    const page = await context.newPage();
    await page.addInitScript(observe);
    await page.goto(`${shop.origin}/with`);
    await page.waitForFunction(() => globalThis.lab.firstShelfMs !== undefined, undefined, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.lab.firstShelfMs);
  } finally {
    shop.tripMs = 0;
    await context.close();
  }
}

function write({ measured, warm, far }) {
  const random = seededRandom(20_261_125);
  const rows = [
    ["LCP, ms", "lcp"],
    ["INP (longest of six clicks), ms", "inp"],
    ["CLS", "cls"],
    ["CLS from Aisle's elements", "ownCls"],
    ["long tasks", "longTasks"],
    ["longest task, ms", "longestTask"],
    ["longest script of Aisle's in a long frame, ms", "ownScript"],
  ].map(([name, key]) => {
    const [a, b] = ["without", "with"].map((variant) => measured[variant].map((visit) => visit[key]));
    const { difference, low, high } = differenceOfMedians(a, b, random);
    return `| ${name} | ${show(median(a))} | ${show(median(b))} | ${show(difference)} (${show(low)} to ${show(high)}) |`;
  });
  return `# With and without Aisle

Written by \`npm run lab -- --write\`: one shop page of ${flags.items} items at 390 × 844, processor slowed ${SLOWDOWN} times (the page's thread; workers are
not slowed), ${runs} visits each with an empty browser, interleaved. \`with\`: the script tag, two shelves, a search box, capture, consent
\`persistent\`, encoder from the same server. Medians; in brackets the 95 % bootstrap interval of the difference of medians.

${found.cpu}, ${found.cores} cores, load before ${found.loadBefore.join(", ")}.

| | without | with | difference |
| --- | ---: | ---: | ---: |
${rows.join("\n")}

First shelf filled on a second visit, from navigation: ${show(median(warm.full))} ms; with the slowed processor ${show(median(warm.slowed))} ms.
On a first visit, every answer ${TRIP_MS} ms late: ${show(median(far))} ms.
`;
}

function show(value) {
  return Math.abs(value) < 1 && value !== 0 ? value.toFixed(3) : String(Math.round(value * 10) / 10);
}
