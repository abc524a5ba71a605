import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";

/** Runs in the page: reference and kernels on random encoders, from the very first call, before the engine optimises. */
const PAGE_SCRIPT = `
import { randomEncoder } from "./src/format/encoder/randomEncoder";
import { createReferenceForward } from "./src/encoder/tiers/reference/createReferenceForward";
import { createWasmForward } from "./src/encoder/tiers/wasm/createWasmForward";

const shapes = [{}, { hidden: 48, heads: 4, intermediate: 80, seed: 2 }, { hidden: 35, heads: 7, intermediate: 51, seed: 3 },
  { hidden: 384, heads: 12, intermediate: 1536, layers: 1, seed: 4 }];

window.differences = async (options, rounds) => {
  const found = [];
  for (const shape of shapes) {
    const weights = randomEncoder({ vocabulary: 500, ...shape });
    const reference = createReferenceForward(weights);
    const wasm = await createWasmForward(weights, options);
    for (let round = 0; round < rounds; round++) {
      const sequences = [1, 2, 5, 8, 13].map((n) =>
        Int32Array.from({ length: n + (round % 3) }, (_, i) => (i * 7919 + n * 31 + round * 101) % 500));
      const expected = await reference.forward(sequences);
      const actual = await wasm.forward(sequences);
      if (!expected.every((value, i) => value === actual[i])) found.push({ shape, round });
    }
  }
  return found;
};

window.failureOf = (options) =>
  createWasmForward(randomEncoder(), options).then(() => "none", (error) => error.code);
`;

let server: Server;
let address: string;

test.beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: PAGE_SCRIPT, resolveDir: process.cwd() },
    bundle: true,
    format: "iife",
    write: false,
  });
  server = createServer((request, response) => {
    if (request.url === "/page.js") {
      response.setHeader("content-type", "text/javascript");
      response.end(bundle.outputFiles[0].text);
      return;
    }
    response.setHeader("content-type", "text/html");
    if (request.url === "/strict") response.setHeader("content-security-policy", "script-src 'self'");
    response.end('<!doctype html><script src="/page.js"></script>');
  }).listen(0);
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  server.close();
});

for (const options of [
  { build: "simd128" },
  { build: "relaxed", dot: "fused" },
  { build: "relaxed", dot: "paired" },
] as const) {
  test(`the kernels equal the reference in the browser: ${Object.values(options).join(", ")}`, async ({ page }) => {
    await page.goto(`${address}/`);
    const differences = await page.evaluate(
      (wanted) => (window as unknown as PageScript).differences(wanted, 6),
      options,
    );
    expect(differences).toEqual([]);
  });
}

test("a Content-Security-Policy without wasm-unsafe-eval is told as BACKEND_UNAVAILABLE", async ({ page }) => {
  await page.goto(`${address}/strict`);
  expect(await page.evaluate(() => (window as unknown as PageScript).failureOf({}))).toBe("BACKEND_UNAVAILABLE");
});

interface PageScript {
  differences(options: object, rounds: number): Promise<object[]>;
  failureOf(options: object): Promise<string>;
}
