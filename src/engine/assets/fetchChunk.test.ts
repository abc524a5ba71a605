import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchChunk, sha256 } from "./fetchChunk";

const body = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 31) % 251);
const quick = { backoffMs: () => 1, stallMs: 300 };
let server: Server;
let base: string;
/** What the server does with the n-th request (from 0); the last one repeats. */
let plan: string[] = ["whole"];
let requests: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const step = plan[Math.min(requests.length, plan.length - 1)];
    requests.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (/^\d+$/.test(step)) return response.writeHead(Number(step)).end();
    if (step === "cut") {
      response.writeHead(200, { "content-length": body.length });
      return response.write(body.subarray(0, 20_000), () => setTimeout(() => response.destroy(), 20));
    }
    if (step === "stall") {
      response.writeHead(200, { "content-length": body.length });
      return response.write(body.subarray(0, 1000));
    }
    if (step === "corrupt") return response.writeHead(200).end(body.map((byte) => byte ^ 1));
    if (step === "longer") return response.writeHead(200).end(Buffer.concat([body, body]));
    if (step === "short") return response.writeHead(200).end(body.subarray(0, 10));
    if (step === "range" && from > 0) return response.writeHead(206).end(body.subarray(from));
    return response.writeHead(200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function get(...steps: string[]) {
  plan = steps;
  requests = [];
  return fetchChunk(base, { file: "a.bin", bytes: body.length, sha256: await sha256(body) }, quick);
}

describe("fetchChunk", () => {
  it("fetches and verifies", async () => {
    expect(await get("whole")).toEqual(body);
  });

  it("resumes a broken download by a range request", async () => {
    expect(await get("cut", "range")).toEqual(body);
    expect(requests[1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("starts over where the server ignores ranges", async () => {
    expect(await get("cut", "whole")).toEqual(body);
  });

  it("gives up a line that went quiet and asks again", async () => {
    expect(await get("stall", "range")).toEqual(body);
  });

  it("tries again after a 503 and a short answer", async () => {
    expect(await get("503", "short", "whole")).toEqual(body);
  });

  it("asks once for what is not there", async () => {
    await expect(get("404")).rejects.toMatchObject({
      code: "ASSET_UNREACHABLE",
      message: expect.stringContaining("404"),
    });
    expect(requests).toHaveLength(1);
  });

  it("refuses a wrong hash after one more try", async () => {
    await expect(get("corrupt")).rejects.toMatchObject({ code: "ASSET_CORRUPT" });
    expect(requests).toHaveLength(2);
  });

  it("refuses more bytes than the manifest names", async () => {
    await expect(get("longer")).rejects.toMatchObject({ code: "ASSET_CORRUPT" });
  });

  it("can be aborted while waiting", async () => {
    plan = ["503"];
    requests = [];
    const abort = new AbortController();
    const running = fetchChunk(
      base,
      { file: "a.bin", bytes: 1, sha256: "" },
      { signal: abort.signal, backoffMs: () => 60_000 },
    );
    setTimeout(() => abort.abort(), 30);
    await expect(running).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("ends well or typed, whatever the server does", async () => {
    const step = fc.constantFrom("whole", "range", "cut", "corrupt", "short", "503", "404", "longer");
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const bytes = await get(...steps).catch((error) => {
          expect(["ASSET_CORRUPT", "ASSET_UNREACHABLE"]).toContain(error.code);
        });
        if (bytes) expect(bytes).toEqual(body);
      }),
      { numRuns: 40 },
    );
  });
});
