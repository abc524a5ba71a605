/** A small but believable shop page, with and without Aisle: hero picture, forty products, a filter that does some work. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "../../scripts/ensure.mjs";

const TYPES = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};
const FOLDERS = { "/dist/": join(root, "dist"), "/aisle/": join(root, "public/aisle") };

const SHOP_JS = `
window.dataLayer = [{ event: "view_item_list", ecommerce: { items: [{ item_id: "item-0" }] } }];
const button = document.getElementById("filter");
button.addEventListener("click", () => {
  const until = performance.now() + 8;
  while (performance.now() < until);
  const list = document.getElementById("all");
  list.append(list.firstElementChild);
});`;

const TAG = `<link rel="stylesheet" href="/dist/aisle.css"><script async src="/dist/aisle.js" data-catalog="/products.json" data-assets="/aisle/" data-consent="persistent"></script>`;

/** @returns {Promise<{ origin: string, tripMs: number, close: () => void }>} every answer comes `tripMs` late, 0 until it is set */
export async function serveShop(items) {
  const page = (aisle) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Shop</title><link rel="icon" href="data:,">
<style>body{margin:0 auto;max-width:1080px;padding:16px;font:16px/1.5 system-ui}ul.all{display:grid;grid-template-columns:1fr 1fr;gap:16px;padding:0;list-style:none}img{max-width:100%;height:auto}</style>
${aisle ? TAG : ""}</head><body>${aisle ? '<aisle-search action="/with"></aisle-search>' : ""}
<h1>Everything for the house</h1><img src="/hero.svg" width="1080" height="480" alt="A table"><button id="filter">Change the order</button>
${aisle ? '<aisle-shelf placement="home" limit="8"></aisle-shelf><aisle-shelf placement="trending" limit="8"></aisle-shelf>' : ""}
<ul class="all" id="all">${items
    .slice(0, 40)
    .map(
      ({ title, price }) =>
        `<li><img src="/product.svg" width="300" height="300" alt="" loading="lazy"><b>${title}</b> €${price}</li>`,
    )
    .join("")}</ul><script src="/shop.js"></script></body></html>`;
  const answers = new Map([
    ["/with", ["text/html; charset=utf-8", page(true)]],
    ["/without", ["text/html; charset=utf-8", page(false)]],
    ["/shop.js", ["text/javascript", SHOP_JS]],
    [
      "/products.json",
      ["application/json", JSON.stringify(items.map((item) => ({ ...item, imageLink: "/product.svg" })))],
    ],
    ["/hero.svg", ["image/svg+xml", picture(1080, 480)]],
    ["/product.svg", ["image/svg+xml", picture(300, 300)]],
  ]);
  const server = createServer(async (request, response) => {
    if (shop.tripMs > 0) await setTimeout(shop.tripMs);
    const { pathname } = new URL(request.url, "http://localhost");
    const answer = answers.get(pathname);
    if (answer) {
      response.writeHead(200, { "content-type": answer[0], "cache-control": "no-cache" }).end(answer[1]);
      return;
    }
    const prefix = Object.keys(FOLDERS).find((start) => pathname.startsWith(start));
    const file = prefix && join(FOLDERS[prefix], normalize(`/${pathname.slice(prefix.length)}`));
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": statSync(file).size,
      "cache-control": "max-age=3600",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const shop = { origin: `http://127.0.0.1:${server.address().port}`, tripMs: 0, close: () => server.close() };
  return shop;
}

function picture(width, height) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#d9cfc1"/><circle cx="50%" cy="55%" r="22%" fill="#8a5a44"/></svg>`;
}
