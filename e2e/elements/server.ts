/** Serves the bundled test page under the strictest policy a shop may have: no inline style or script, no eval. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
const PAGE_CSS = `
:root { color-scheme: light dark; background: light-dark(#faf9f7, #131217); }
body { margin: 0; padding: 24px clamp(16px, 4vw, 48px); font: 16px/1.5 system-ui, sans-serif; }
body > * + * { margin-block-start: 40px; }
main > * + * { margin-block-start: 40px; }
.own { padding: 8px; border: 3px solid rgb(10, 120, 60); }
`;

export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

/** `entries` maps a page's path (`/elements`) to its source file. */
export async function startServer(
  entries: Readonly<Record<string, string>>,
  options: { /** Package → what stands in for it. */ readonly alias?: Readonly<Record<string, string>> } = {},
): Promise<TestServer> {
  const bundle = await build({
    entryPoints: Object.entries(entries).map(([path, file]) => ({ in: file, out: path.slice(1) })),
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    alias: options.alias,
    // The pages bring a fake client; the engine that a real one would load is never asked for.
    external: ["*/engine/engine"],
    outdir: "/",
    write: false,
    // Entries define elements when imported; package.json lists only the built files as doing so.
    ignoreAnnotations: true,
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  });
  const files = new Map(bundle.outputFiles.map((file) => [file.path, file.text]));
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const send = (type: string, body: string) => {
      response.writeHead(200, { "content-type": type, "content-security-policy": CSP });
      response.end(body);
    };
    const picture = /^\/picture\/(\d+)\.svg$/.exec(path);
    if (picture) send("image/svg+xml", pictureOf(Number(picture[1])));
    else if (files.has(path)) send("text/javascript", files.get(path) as string);
    else if (path === "/page.css") send("text/css", PAGE_CSS);
    else if (path in entries) send("text/html", pageOf(path));
    else {
      response.writeHead(404, { "content-security-policy": CSP });
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function pageOf(path: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Elements</title>
<link rel="icon" href="/picture/0.svg"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/page.css">
<script type="module" src="${path}.js"></script></head><body><main><h1>Shop</h1></main></body></html>`;
}

function pictureOf(index: number): string {
  const hue = (index * 47 + 20) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" fill="hsl(${hue} 32% 88%)"/>
<circle cx="200" cy="${190 + (index % 3) * 12}" r="${86 + (index % 4) * 9}" fill="hsl(${hue} 38% 52%)"/>
<rect x="120" y="270" width="160" height="26" rx="13" fill="hsl(${hue} 30% 38%)" opacity=".5"/></svg>`;
}
