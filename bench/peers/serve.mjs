/** The pages and their files on localhost, isolated for threads and a fine clock; what was sent is written down. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * @param folders path prefix → folder
 * @returns {Promise<{ origin: string, sent: Map<string, string>, close: () => void }>} `sent`: path → file, since it was last cleared
 */
export async function serve(folders) {
  const sent = new Map();
  const server = createServer((request, response) => {
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.setHeader("cache-control", "no-store");
    const { pathname } = new URL(request.url, "http://localhost");
    const page = /^\/pages\/(\w+)$/.exec(pathname);
    if (page || pathname === "/blank") {
      const script = page ? `<script type="module" src="/app/${page[1]}.js"></script>` : "";
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${script}`);
      return;
    }
    const prefix = Object.keys(folders).find((start) => pathname.startsWith(start));
    const file = prefix && join(folders[prefix], normalize(`/${pathname.slice(prefix.length)}`));
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    sent.set(pathname, file);
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("content-length", statSync(file).size);
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://localhost:${server.address().port}`, sent, close: () => server.close() };
}
