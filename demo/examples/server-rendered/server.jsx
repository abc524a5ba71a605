/** `render(url)` for any Node server; `build.mjs` bundles it. */
import { renderToString } from "react-dom/server";
import products from "../products.json";
import { App } from "./App.jsx";

export function render(url) {
  const id = new URL(url, "http://localhost").searchParams.get("item");
  const bestsellers = [...products].sort((a, b) => b.popularity - a.popularity).slice(0, 8);
  const props = { bestsellers, product: products.find((product) => product.id === id) };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rendered on a server</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/shop.css"><script type="module" src="/client.js"></script></head>
<body><div id="root">${renderToString(<App {...props} />)}</div>
<script type="application/json" id="props">${JSON.stringify(props).replaceAll("<", "\\u003c")}</script></body></html>`;
}
