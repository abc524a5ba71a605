#!/usr/bin/env node
/**
 * `npm run bench:search [-- --items 5000]`: from keystroke to results in `<aisle-search>`, typed letter by letter on a page with
 * the built library. Milliseconds from the `input` event until the suggestions for that very text are in the document; once
 * by words alone (before an encoder is there) and once by words and meaning, after warm-up.
 */
import { existsSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureChromium, root } from "../../scripts/ensure.mjs";
import { launch, machine } from "../peers/browser.mjs";
import { serve } from "../peers/serve.mjs";
import { median, quantile } from "../peers/statistics.mjs";
import { manyItems } from "./manyItems.mjs";

const { values: flags } = parseArgs({ options: { items: { type: "string", default: "5000" } } });
const count = Number(flags.items);
const TEXTS = [
  "oak shelf",
  "something warm for the winter",
  "linnen tablecloth",
  "gift for a gardener",
  "steel kettle 2 litres",
  "toys for a rainy day",
];

if (!existsSync(join(root, "dist/elements.js"))) {
  console.error("dist/ is missing: npm run build first.");
  process.exit(1);
}
const server = await serve({ "/dist/": join(root, "dist"), "/aisle/": join(root, "public/aisle") });
const browser = await launch(ensureChromium());
try {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(`${server.origin}/blank`);
  console.log(JSON.stringify(machine(os)));
  const rows = [];
  for (const [label, encoder] of [
    ["by words", "none"],
    ["by words and meaning", "auto"],
  ]) {
    const embedded = await page.evaluate(open, { items: manyItems(count), encoder });
    await page.evaluate(type, { texts: TEXTS });
    const times = await page.evaluate(type, { texts: TEXTS });
    rows.push([label, embedded, times]);
  }
  console.log(`${count} items, keystroke to suggestions in the document, ms`);
  for (const [label, embedded, times] of rows) {
    console.log(
      `${label.padEnd(22)} ${embedded.padEnd(24)} median ${median(times).toFixed(1)}  p95 ${quantile(times, 0.95).toFixed(1)}  max ${Math.max(...times).toFixed(1)}  (${times.length} keystrokes)`,
    );
  }
} finally {
  await browser.close();
  server.close();
}

/** In the page: a client of the catalogue, a search box, and the wait until every item has its vector. */
async function open({ items, encoder }) {
  const { createAisle } = await import("/dist/index.js");
  const { setDefaultClient } = await import("/dist/elements.js");
  await import("/dist/search.js");
  await globalThis.client?.dispose();
  const options = { catalog: items, assets: "/aisle/", consent: "off", capture: "off", encoder };
  const client = createAisle({ ...options, namespace: `bench-${encoder}` });
  globalThis.client = client;
  setDefaultClient(client);
  document.querySelector("aisle-search")?.remove();
  document.body.append(document.createElement("aisle-search"));
  for (;;) {
    const { catalog, encoder: state } = await client.status();
    if (catalog.state === "ready" && (encoder === "none" || catalog.embedded.done === items.length)) {
      return `(${state.tier}, ${catalog.embedded.done} vectors)`;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** In the page: types the texts, a letter each time the one before has been answered. */
async function type({ texts }) {
  const search = document.querySelector("aisle-search");
  const input = search.shadowRoot.querySelector("input");
  const times = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      if (text[end - 1] === " ") continue;
      const started = performance.now();
      const before = search.shelf?.id;
      input.value = text.slice(0, end);
      input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      for (;;) {
        if (search.shelf && search.shelf.id !== before) break;
        await new Promise((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = resolve;
          channel.port2.postMessage(0);
        });
      }
      await search.updateComplete;
      times.push(performance.now() - started);
      // People do not type faster than this.
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }
  return times;
}
