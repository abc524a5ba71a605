/** A 10,000-client run against the receiving server: is the truth within the intervals, and what is on its disk afterwards? */
import { webcrypto } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { epsilonOf, readReportsPlan } from "../../src/format/reports/reportsPlan";
import { randomisedResponse, uniformOf } from "../../src/profile/reports/randomisedResponse";
import { type BucketEstimate, deBias } from "../../src/server/reports/deBias";
import type { StoredTally } from "../../src/server/reports/tally";
import { seededRandom } from "../../src/server/train/seededRandom";
import { type Post, postAll, startReceiver } from "./receive";

const CLIENTS = 10_000;
const SEED = 17;
const PATH = "/reports";
/** An experiment of three arms, of which a tenth is the holdout, and whether its shopper came again within a week. */
const SHARES: Readonly<Record<string, number>> = {
  "with/no": 0.25,
  "with/yes": 0.2,
  "without/no": 0.28,
  "without/yes": 0.17,
  "holdout/no": 0.06,
  "holdout/yes": 0.04,
};
const PLAN = readReportsPlan({
  kind: "aisle-reports",
  schemaVersion: 1,
  url: `https://shop.example${PATH}`,
  p: 0.75,
  q: 0.25,
  budget: { epsilon: 6.6, days: 30 },
  questions: [{ id: "rules-7d", experiment: "rules", outcome: "returned7", buckets: Object.keys(SHARES) }],
});
const [{ id: question, buckets }] = PLAN.questions;
/** Of a single bucket, and of each bucket where all together are to be right (Bonferroni). */
const CONFIDENCE = { one: 0.95, all: 1 - 0.05 / buckets.length } as const;

interface Run {
  readonly truth: readonly number[];
  readonly one: readonly BucketEstimate[];
  readonly all: readonly BucketEstimate[];
  readonly statuses: ReadonlyMap<number, number>;
  readonly totals: string;
  readonly files: readonly string[];
  readonly said: string;
}

export interface ReportsCommand {
  readonly root: string;
  readonly arguments: readonly string[];
}

/** @returns exit status: 0 when nothing but totals was stored and the intervals hold */
export async function runReports({ root, arguments: args }: ReportsCommand): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { runs: { type: "string", default: "60" }, write: { type: "boolean", default: false } },
  });
  const random = seededRandom(SEED);
  const runs: Run[] = [];
  for (let i = 0; i < Number(values.runs); i++) runs.push(await run(root, random));
  const problems = runs.flatMap(problemsOf);
  const whole = runs.filter(({ truth, all }) => all.every((bucket, i) => isWithin(bucket, truth[i]))).length;
  const text = report(runs, whole, problems);
  console.log(text);
  if (values.write) writeFileSync(join(root, "bench/results/reports.md"), text);
  // Chance alone leaves one run of twenty outside; three are one in a thousand of such benches.
  return problems.length === 0 && whole >= 0.8 * runs.length ? 0 : 1;
}

async function run(root: string, random: () => number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "aisle-reports-"));
  try {
    writeFileSync(join(folder, "plan.json"), JSON.stringify(PLAN));
    const totalsPath = join(folder, "totals.json");
    const receiver = await startReceiver(root, join(folder, "plan.json"), totalsPath);
    const truth = buckets.map(() => 0);
    const posts = Array.from({ length: CLIENTS }, (_, client): Post => {
      const bucket = draw(random());
      truth[bucket]++;
      return answer(bucket, client);
    });
    const statuses = await postAll(receiver.port, PATH, posts);
    await receiver.stop();
    const totals = readFileSync(totalsPath, "utf8");
    const { reports, ones } = (JSON.parse(totals) as StoredTally).questions[question];
    const estimates = (confidence: number) => deBias(ones, reports, buckets, { ...PLAN, confidence });
    return {
      truth,
      one: estimates(CONFIDENCE.one),
      all: estimates(CONFIDENCE.all),
      statuses,
      totals,
      files: readdirSync(folder).sort(),
      said: receiver.said(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Noise and nonce come from the source that ships; what surrounds the body would tell who it was. */
function answer(bucket: number, client: number): Post {
  const noise = () => uniformOf(webcrypto.getRandomValues(new Uint8Array(4)));
  const bits = randomisedResponse(bucket, { buckets: buckets.length, p: PLAN.p, q: PLAN.q, random: noise });
  const nonce = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString("hex");
  return {
    body: JSON.stringify({ schemaVersion: 1, question, bits, nonce }),
    headers: {
      cookie: `shopper=marked-${client}`,
      "user-agent": `marked-${client}`,
      "x-forwarded-for": "203.0.113.9",
      referer: `https://shop.example/marked-${client}`,
    },
  };
}

function draw(at: number): number {
  let left = at;
  for (const [bucket, name] of buckets.entries()) {
    left -= SHARES[name];
    if (left < 0) return bucket;
  }
  return buckets.length - 1;
}

/** Every place where something else than totals could be. */
function problemsOf({ totals, files, said, statuses }: Run): string[] {
  const stored = JSON.parse(totals) as StoredTally;
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  check(statuses.get(204) === CLIENTS, "an answer was not taken");
  check(files.join() === "plan.json,totals.json", `files were left: ${files.join(", ")}`);
  check(Object.keys(stored).join() === "questions,seen", "the totals have more than questions and marks");
  check(Object.keys(stored.questions).join() === question, "the totals know another question");
  const { reports, ones, ...more } = stored.questions[question];
  check(Object.keys(more).length === 0, "a question has more than its counts");
  check(reports === CLIENTS && ones.length === buckets.length && ones.every(Number.isInteger), "a count is none");
  check(stored.seen.length === CLIENTS, "there is not one mark an answer");
  check(
    stored.seen.every((mark, i) => /^[0-9a-f]{16}$/.test(mark) && (i === 0 || stored.seen[i - 1] <= mark)),
    "marks tell the order of arrival, or are none",
  );
  check(!/marked|203\.0\.113|shop\.example|Mozilla/i.test(totals), "the totals hold what came along with an answer");
  check(!/marked|203\.0\.113/.test(said) && said.split("\n").length <= 2, "the server says more than that it receives");
  return problems;
}

function isWithin({ low, high }: BucketEstimate, truth: number): boolean {
  return low <= truth && truth <= high;
}

function report(runs: readonly Run[], whole: number, problems: readonly string[]): string {
  const [{ truth, all, totals }] = runs;
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const single = runs.flatMap((run) => run.one.map((estimate, i) => ({ estimate, truth: run.truth[i] })));
  const within = single.filter((one) => isWithin(one.estimate, one.truth)).length;
  const squares = single.reduce((sum, one) => sum + (one.estimate.count - one.truth) ** 2, 0);
  return [
    "# Randomised response, received",
    "",
    `${number(CLIENTS)} clients answer one question of ${buckets.length} buckets to \`aisle reports\`, a process of its own, over HTTP; each answer in noise of the`,
    `platform's cryptographic source, p ${PLAN.p}, q ${PLAN.q}, ε ${epsilonOf(PLAN).toFixed(2)}. Intervals are 95% for the histogram as a whole (Bonferroni over its`,
    "buckets). `npm run bench:reports` prints this. The first run:",
    "",
    "| bucket | truth | recovered | interval | within |",
    "| --- | ---: | ---: | ---: | --- |",
    ...all.map((bucket, i) => {
      const interval = `${number(bucket.low)} to ${number(bucket.high)}`;
      const said = isWithin(bucket, truth[i]) ? "yes" : "**no**";
      return `| ${[bucket.bucket, number(truth[i]), number(bucket.count), interval, said].join(" | ")} |`;
    }),
    "",
    `In ${whole} of ${runs.length} runs the whole histogram is within its intervals. Of the ${single.length} intervals of 95% for a single bucket ${within} hold the truth`,
    `(${((100 * within) / single.length).toFixed(1)}%); a bucket is off by ${number(Math.sqrt(squares / single.length))} shoppers (root mean square).`,
    "",
    "## What is on the server's disk afterwards",
    "",
    `One file of ${number(totals.length)} bytes. Clients also sent cookies, a user agent, a referrer and a forwarded address, all marked. Checked in each run: the`,
    "file has how many answers came, how many had each bit set, and a sorted mark of sixteen hexadecimal digits for every answer's",
    "random nonce; no other key, no marked string; the folder has no other file, and the process printed its port and nothing else.",
    "",
    problems.length === 0 ? "**All hold.**" : `**Not so: ${[...new Set(problems)].join("; ")}.**`,
    "",
  ].join("\n");
}
