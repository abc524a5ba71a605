/** One Chromium whose worker's memory can be read from outside: heap and buffers by DevTools, the process by /proc. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import puppeteer from "puppeteer-core";

const FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];
const SAMPLE_MS = 4;

/** `/soak` and `/blank` are pages with a worker each. */
export async function serveWorker(workerCode, encoderFolder) {
  const code = { "/soak.js": workerCode, "/blank.js": "" };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(encoderFolder, basename(pathname));
    if (pathname in code) response.writeHead(200, { "content-type": "text/javascript" }).end(code[pathname]);
    else if (pathname === "/soak" || pathname === "/blank") {
      const script = `new Worker("${pathname}.js", { type: "module" })`;
      response.writeHead(200, { "content-type": "text/html" });
      response.end(`<!doctype html><link rel="icon" href="data:,"><script>worker = ${script}</script>`);
    } else if (pathname.startsWith("/encoder/") && existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(readFileSync(file));
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export async function openMeasured(executablePath, origin, path) {
  const browser = await puppeteer.launch({ executablePath, headless: true, args: FLAGS, protocolTimeout: 3_600_000 });
  const page = await browser.newPage();
  await page.goto(origin + path);
  while (page.workers().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const [worker] = page.workers();
  if (path === "/soak") {
    while ((await worker.evaluate("typeof soak")) === "undefined")
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const devtools = await browser.target().createCDPSession();
  const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const usage = async () => {
    const { usedSize, backingStorageSize } = await worker.client.send("Runtime.getHeapUsage");
    return { heap: usedSize, buffers: backingStorageSize };
  };
  return {
    version: (await browser.version()).replace(/^\w+\//, ""),
    evaluate: (expression) => worker.evaluate(expression),
    /** JS heap and array buffers of the worker, wasm memory not among them, after the garbage is collected. */
    async memory() {
      await worker.client.send("HeapProfiler.collectGarbage");
      return usage();
    },
    /** Samples heap and buffers until the function returned is called; it gives the highest sum seen. */
    watch() {
      let watching = true;
      let highest = { heap: 0, buffers: 0 };
      let samples = 0;
      const ended = (async () => {
        while (watching) {
          const now = await usage();
          samples++;
          if (now.heap + now.buffers > highest.heap + highest.buffers) highest = now;
          await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
        }
      })();
      return async () => {
        watching = false;
        await ended;
        return { highest, samples };
      };
    },
    /** Of the largest renderer: resident now and at its peak; undefined where /proc is not. */
    processBytes() {
      const read = (id, name) =>
        Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) * 1024;
      try {
        const all = renderers.map((id) => ({ resident: read(id, "VmRSS"), peak: read(id, "VmHWM") }));
        return all.sort((a, b) => b.peak - a.peak)[0];
      } catch {
        return undefined;
      }
    },
    close: () => browser.close(),
  };
}
