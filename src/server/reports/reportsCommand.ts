/** `aisle reports PLAN --totals FILE [--port N]` receives; without `--port` it prints what was received. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { AisleError } from "../../errors";
import { epsilonOf, type ReportsPlan, readReportsPlan } from "../../format/reports/reportsPlan";
import { deBias } from "./deBias";
import { createReceiver } from "./receiver";
import { createTally, type StoredTally } from "./tally";

/** How often totals are written down. */
const WRITE_EVERY_MS = 2_000;

export interface ReportsFlags {
  readonly totals?: string;
  readonly port?: string;
}

export async function reportsCommand(planPath: string, { totals, port }: ReportsFlags): Promise<number> {
  if (totals === undefined) throw wrong("Where are the totals?", "Name a file with --totals.");
  const plan = readReportsPlan(parse(read(planPath)));
  const kept = existsSync(totals) ? (parse(read(totals)) as StoredTally) : undefined;
  if (port === undefined) {
    process.stdout.write(reportsTable(plan, kept ?? createTally(plan).stored()));
    return 0;
  }
  const tally = createTally(plan, kept);
  const receiver = createReceiver({ tally, path: new URL(plan.url).pathname });
  await new Promise<void>((resolve, reject) => {
    receiver.once("error", reject);
    receiver.listen(Number(port), resolve);
  });
  process.stdout.write(
    `receiving on port ${(receiver.address() as AddressInfo).port}, ε ${epsilonOf(plan).toFixed(2)}\n`,
  );
  const save = () => {
    // Never half a file: whoever reads it may come at any moment.
    writeFileSync(`${totals}.new`, JSON.stringify(tally.stored()));
    renameSync(`${totals}.new`, totals);
  };
  const timer = setInterval(save, WRITE_EVERY_MS);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  clearInterval(timer);
  receiver.close();
  save();
  return 0;
}

export function reportsTable(plan: ReportsPlan, { questions }: StoredTally): string {
  const lines = [`p ${plan.p}, q ${plan.q}, ε ${epsilonOf(plan).toFixed(2)} an answer`];
  for (const { id, buckets } of plan.questions) {
    const { reports, ones } = questions[id] ?? { reports: 0, ones: buckets.map(() => 0) };
    lines.push(`${id}: ${reports} answers`);
    for (const { bucket, count, low, high } of deBias(ones, reports, buckets, plan)) {
      lines.push(`  ${bucket.padEnd(24)}${count.toFixed(0).padStart(8)}  (${low.toFixed(0)} to ${high.toFixed(0)})`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw wrong(`There is no file ${JSON.stringify(path)}.`, "Name a file that exists.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrong(message: string, fix: string): AisleError {
  return new AisleError("OPTIONS_INVALID", message, { fix });
}
