/** Serves the GPU tier's page under the strictest policy a shop may have: no eval, no WebAssembly. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";

export interface WebgpuServer {
  readonly url: string;
  close(): void;
}

export async function startWebgpuServer(): Promise<WebgpuServer> {
  const bundle = await build({
    entryPoints: ["e2e/webgpu/page.ts"],
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  const server = createServer((request, response) => {
    response.setHeader("content-security-policy", "default-src 'none'; script-src 'self'; worker-src 'self'");
    response.setHeader("content-type", request.url === "/page.js" ? "text/javascript" : "text/html");
    if (request.url === "/page.js") response.end(bundle.outputFiles[0].text);
    else response.end('<!doctype html><link rel="icon" href="data:,"><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
