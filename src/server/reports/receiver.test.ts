import { webcrypto } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ReportsPlan } from "../../format/reports/reportsPlan";
import { randomisedResponse } from "../../profile/reports/randomisedResponse";
import { main } from "../cli";
import { seededRandom } from "../train/seededRandom";
import { deBias } from "./deBias";
import { createReceiver } from "./receiver";
import { createTally } from "./tally";

const plan: ReportsPlan = {
  kind: "aisle-reports",
  schemaVersion: 1,
  url: "http://127.0.0.1/reports",
  p: 0.75,
  q: 0.25,
  budget: { epsilon: 6.6, days: 30 },
  questions: [
    {
      id: "rules-7d",
      experiment: "rules",
      outcome: "returned7",
      buckets: ["with/no", "with/yes", "without/no", "without/yes", "holdout/no", "holdout/yes"],
    },
  ],
};
const [{ id: question, buckets }] = plan.questions;
const tally = createTally(plan);
const receiver = createReceiver({ tally, path: "/reports" });
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  agent.destroy();
  receiver.close();
});

function send(
  body: string | Buffer,
  options: { readonly method?: string; readonly path?: string } = {},
): Promise<number> {
  const { port } = receiver.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        method: "POST",
        path: "/reports",
        headers: { "content-type": "text/plain" },
        ...options,
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

const nonce = () => Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString("hex");
const report = (bits: string, fields: object = {}) =>
  JSON.stringify({ schemaVersion: 1, question, bits, nonce: nonce(), ...fields });

describe("the receiving server", () => {
  it("recovers the histogram of 10,000 clients within its intervals, and stores nothing else", async () => {
    const random = seededRandom(17);
    const shares = [0.25, 0.2, 0.28, 0.17, 0.06, 0.04];
    const truth = buckets.map(() => 0);
    const clients = Array.from({ length: 10_000 }, () => {
      let left = random();
      const bucket = shares.findIndex((share) => {
        left -= share;
        return left < 0;
      });
      truth[Math.max(0, bucket)]++;
      return Math.max(0, bucket);
    });
    const statuses = await Promise.all(
      clients.map((bucket) => send(report(randomisedResponse(bucket, { buckets: buckets.length, ...plan, random })))),
    );
    expect(statuses.every((status) => status === 204)).toBe(true);

    const stored = tally.stored();
    const { reports, ones } = stored.questions[question];
    expect(reports).toBe(10_000);
    // Six intervals of 99.9%: together right in all but six of a thousand runs, and this run is seeded.
    const found = deBias(ones, reports, buckets, { ...plan, confidence: 0.999 });
    found.forEach(({ low, high, count }, i) => {
      expect(truth[i]).toBeGreaterThan(low);
      expect(truth[i]).toBeLessThan(high);
      expect(Math.abs(count - truth[i])).toBeLessThan(350);
    });
    expect(Object.keys(stored)).toEqual(["questions", "seen"]);
    expect(Object.keys(stored.questions[question])).toEqual(["reports", "ones"]);
    expect(stored.seen.length).toBe(10_000);
    expect(stored.seen.every((mark) => /^[0-9a-f]{16}$/.test(mark))).toBe(true);
    // In an order of their own: the order of arrival is not kept.
    expect(stored.seen).toEqual(stored.seen.toSorted());
  }, 120_000);

  it("refuses a report sent again, also after a restart", async () => {
    const body = report("101010");
    expect(await send(body)).toBe(204);
    expect(await send(body)).toBe(409);
    const restarted = createTally(plan, JSON.parse(JSON.stringify(tally.stored())));
    expect(restarted.add(JSON.parse(body))).toBe("replayed");
    expect(restarted.stored()).toEqual(tally.stored());
  });

  it.each([
    ["no JSON", "{", 400],
    ["nothing", "", 400],
    ["too many bits", report("1010101"), 400],
    ["other bits", report("10201x"), 400],
    ["bits as a number", report("101010", { bits: 101010 }), 400],
    ["a short nonce", report("101010", { nonce: "ab" }), 400],
    ["more than a report", report("101010", { shopper: "me" }), 400],
    ["another version", report("101010", { schemaVersion: 2 }), 400],
    ["a question nobody asked", report("101010", { question: "who" }), 404],
    ["a question by the name of a method", report("101010", { question: "constructor" }), 404],
    ["a megabyte", Buffer.alloc(1_000_000, "1"), 413],
  ])("refuses %s and counts nothing", async (_, body, status) => {
    const before = JSON.stringify(tally.stored());
    const answer = await send(body).catch((error) =>
      error.code === "EPIPE" || error.code === "ECONNRESET" ? 413 : Promise.reject(error),
    );
    expect(answer).toBe(status);
    expect(JSON.stringify(tally.stored())).toBe(before);
  });

  it("has one route and one method", async () => {
    expect(await send("", { method: "GET" })).toBe(405);
    expect(await send(report("101010"), { path: "/" })).toBe(404);
  });
});

describe("aisle reports", () => {
  it("prints the histogram with its intervals", async () => {
    const folder = mkdtempSync(join(tmpdir(), "aisle-reports-"));
    let output = "";
    const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      output += text;
      return true;
    });
    writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
    writeFileSync(join(folder, "totals.json"), JSON.stringify(tally.stored()));
    expect(await main(["reports", join(folder, "plan.json"), "--totals", join(folder, "totals.json")])).toBe(0);
    spy.mockRestore();
    expect(output).toContain("p 0.75, q 0.25, ε 2.20 an answer");
    expect(output).toMatch(/rules-7d: 1000\d answers/);
    expect(output).toMatch(/with\/yes +\d+ {2}\(\d+ to \d+\)/);
    expect(readFileSync(join(folder, "totals.json"), "utf8")).not.toMatch(/127\.0\.0\.1|user-agent|20\d\d-/i);
    rmSync(folder, { recursive: true, force: true });
  });
});
