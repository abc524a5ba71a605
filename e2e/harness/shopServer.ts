/** A small shop on two origins (its own and a CDN's) that serves the built library, and misbehaves where a test says so. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { extname, join } from "node:path";
import { GOODS } from "./goods";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface LogEntry {
  readonly origin: "shop" | "cdn";
  readonly method: string;
  /** Path with its query, if any. */
  readonly url: string;
  readonly range?: string;
  readonly cookie?: string;
  readonly bodyBytes: number;
}

export interface PageParts {
  readonly head?: string;
  /** `data-*` of the script tag, without the prefix; undefined leaves one out that is there by default. */
  readonly script?: Readonly<Record<string, string | undefined>>;
  /** Where the script tag's file comes from; default the shop itself. */
  readonly from?: "shop" | "cdn";
  readonly body?: string;
}

const ROOT = process.cwd();
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".bin": "application/octet-stream",
  ".csv": "text/csv; charset=utf-8",
  ".xml": "application/xml",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
};
/** The queue stub as the documentation gives it, and two calls that wait in it. */
const STUB = `window.aisle = window.aisle || function () { (aisle.q = aisle.q || []).push(arguments) };`;

/** `/dist/*` and `/assets/encoder/*`, read once: a build that runs meanwhile changes nothing. */
let files: ReadonlyMap<string, Buffer> | undefined;

function staticFiles(): ReadonlyMap<string, Buffer> {
  if (files) return files;
  const found = new Map<string, Buffer>();
  const visit = (folder: string, path: string) => {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (statSync(file).isDirectory()) visit(file, `${path}${name}/`);
      else found.set(`${path}${name}`, readFileSync(file));
    }
  };
  visit(join(ROOT, "dist/chunks"), "/dist/chunks/");
  for (const name of readdirSync(join(ROOT, "dist")).filter((file) => /\.(js|css)$/.test(file))) {
    found.set(`/dist/${name}`, readFileSync(join(ROOT, "dist", name)));
  }
  visit(join(ROOT, "public/aisle/encoder"), "/assets/encoder/");
  files = found;
  return found;
}

export class ShopServer {
  /** Every request since the start, pages included. */
  readonly log: LogEntry[] = [];
  /** While true no connection is answered, and open ones are cut. */
  #offline = false;
  /** Policy sent with every answer. */
  csp: string | undefined;
  #handlers = new Map<string, Handler>();
  #servers: readonly Server[] = [];
  #sockets = new Set<Socket>();
  #preludes = 0;

  static async start(): Promise<ShopServer> {
    const shop = new ShopServer();
    shop.#servers = [shop.#serve("shop"), shop.#serve("cdn")];
    await Promise.all(
      shop.#servers.map((server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))),
    );
    shop.body("/catalog.json", JSON.stringify(GOODS));
    return shop;
  }

  get url(): string {
    return originOf(this.#servers[0]);
  }
  get cdnUrl(): string {
    return originOf(this.#servers[1]);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  set offline(offline: boolean) {
    this.#offline = offline;
    if (offline) for (const socket of this.#sockets) socket.destroy();
  }

  on(path: string, handler: Handler): void {
    this.#handlers.set(path, handler);
  }

  status(path: string, status: number): void {
    this.on(path, (_, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><title>No</title><h1>No</h1>");
    });
  }

  body(path: string, body: string | Buffer, type = TYPES[extname(path)] ?? "text/plain"): void {
    this.on(path, (_, response) => {
      response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(body);
    });
  }

  /** A page with the stub and the script tag; without capture, so that a test knows every event. */
  page(path: string, { head = "", script = {}, from = "shop", body }: PageParts = {}): string {
    const source = `${from === "shop" ? "" : this.cdnUrl}/dist/aisle.js`;
    const data = Object.entries({ catalog: "/catalog.json", assets: "/assets/", capture: "off", ...script })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` data-${name}="${value}"`)
      .join("");
    this.body("/stub.js", STUB);
    this.html(path, `${head}<script src="/stub.js"></script><script async src="${source}"${data}></script>`, body);
    return this.url + path;
  }

  /** A page whose script is a module of the test's own; it finds the npm entry at `/dist/index.js`. */
  modulePage(path: string, module: string): string {
    this.body(`${path}.js`, module);
    this.html(path, `<script type="module" src="${path}.js"></script>`);
    return this.url + path;
  }

  html(path: string, head: string, body = ""): void {
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">${head}</head><body><main><h1>Shop</h1>${body}</main></body></html>`;
    this.body(path, page, TYPES[".html"]);
  }

  /** A worker file that runs `prelude` before the engine's own. @returns its path */
  worker(prelude: string): string {
    const path = `/worker-${++this.#preludes}.js`;
    this.body(`/prelude-${this.#preludes}.js`, prelude);
    this.body(path, `import "/prelude-${this.#preludes}.js"; import "/dist/worker.js";`);
    return path;
  }

  /** The file as it lies on disk: for handlers that answer with part of it. */
  file(path: string): Buffer {
    const file = staticFiles().get(path);
    if (!file) throw new Error(`${path} is not served`);
    return file;
  }

  /** Answers as a good static host does, byte ranges included. */
  readonly static: Handler = (request, response) => {
    const file = this.file(pathOf(request));
    const headers = {
      "content-type": TYPES[extname(pathOf(request))] ?? "application/octet-stream",
      "accept-ranges": "bytes",
      "cache-control": "no-cache",
    };
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
    if (from === undefined) {
      response.writeHead(200, { ...headers, "content-length": file.length }).end(file);
      return;
    }
    const rest = file.subarray(Number(from));
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response.writeHead(206, { ...headers, "content-range": range, "content-length": rest.length }).end(rest);
  };

  /** The encoder's weight chunks, in order. */
  get chunks(): readonly string[] {
    return [...staticFiles().keys()].filter((path) => path.startsWith("/assets/encoder/weights-")).sort();
  }

  #serve(origin: LogEntry["origin"]): Server {
    const server = createServer((request, response) => {
      if (this.#offline) {
        request.socket.destroy();
        return;
      }
      let bodyBytes = 0;
      request.on("data", (chunk: Buffer) => {
        bodyBytes += chunk.length;
      });
      request.on("end", () => {
        this.log.push({
          origin,
          method: request.method ?? "",
          url: request.url ?? "",
          range: request.headers.range,
          cookie: request.headers.cookie,
          bodyBytes,
        });
        if (this.csp) response.setHeader("content-security-policy", this.csp);
        if (origin === "cdn") response.setHeader("access-control-allow-origin", "*");
        const path = pathOf(request);
        const handler = this.#handlers.get(path) ?? (staticFiles().has(path) ? this.static : undefined);
        if (handler) handler(request, response);
        else response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not found</h1>");
      });
    });
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => undefined);
    });
    return server;
  }
}

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? "/", "http://localhost").pathname;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
