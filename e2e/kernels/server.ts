/** Serves the kernels' page; `/strict` is the same under a policy that forbids WebAssembly. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";

export interface KernelServer {
  readonly url: string;
  close(): void;
}

export async function startKernelServer(): Promise<KernelServer> {
  const bundle = await build({
    entryPoints: ["e2e/kernels/page.ts"],
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  const server = createServer((request, response) => {
    if (request.url === "/page.js") {
      response.setHeader("content-type", "text/javascript");
      response.end(bundle.outputFiles[0].text);
      return;
    }
    response.setHeader("content-type", "text/html");
    if (request.url === "/strict") response.setHeader("content-security-policy", "script-src 'self'");
    response.end('<!doctype html><link rel="icon" href="data:,"><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
