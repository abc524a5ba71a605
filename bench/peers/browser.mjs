/** One Chromium, a context (and so a renderer process) for each candidate. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { chromium } from "playwright";
import { pageUrl } from "./candidates.mjs";

const FLAGS = [
  "--no-sandbox",
  // All candidates are open at once: those not in front must not be slowed.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--enable-blink-features=ForceEagerMeasureMemory",
];
const READY_MS = 120_000;

export function launch(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * Opens a candidate's page and waits for its first vector.
 * @param settleMs waited before it is opened: a browser that has just begun is busy with itself
 */
export async function openCandidate(browser, origin, candidate, { settleMs = 0 } = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(READY_MS);
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await setTimeout(settleMs);
  await page.goto(pageUrl(origin, candidate));
  try {
    await page.waitForFunction(() => globalThis.bench !== undefined);
    const { firstVectorMs } = await page.evaluate(() => globalThis.bench.ready);
    return { candidate, page, firstVectorMs, close: () => context.close() };
  } catch (error) {
    throw new Error(`${candidate.label} did not start: ${problems.join("; ") || error.message}`, { cause: error });
  }
}

/**
 * Highest resident memory so far of the browser's largest renderer, in bytes; undefined where /proc is not.
 * The largest is the page's: a spare renderer is empty.
 */
export async function peakRendererBytes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  try {
    const peaks = processInfo
      .filter(({ type }) => type === "renderer")
      .map(({ id }) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, "utf8")))
      .map((match) => Number(match?.[1] ?? 0) * 1024);
    return Math.max(...peaks);
  } catch {
    return undefined;
  }
}

/** Processor and its flags that decide which instruction a dot product becomes. */
export function machine({ cpus, loadavg, totalmem, platform, arch }) {
  let flags;
  try {
    const info = readFileSync("/proc/cpuinfo", "utf8");
    const known = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(info)?.[1].split(" ") ?? [];
    flags = Object.fromEntries(
      ["avx2", "avx_vnni", "avx512_vnni", "asimddp"].map((flag) => [flag, known.includes(flag)]),
    );
  } catch {
    flags = {};
  }
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}`,
    flags,
    loadBefore: loadavg().map((value) => Math.round(value * 100) / 100),
    running: readdirSync("/").includes("proc") ? runningProcesses() : undefined,
  };
}

/** Processes wanting a core right now, this one not counted. */
function runningProcesses() {
  try {
    return Number(readFileSync("/proc/loadavg", "utf8").split(" ")[3].split("/")[0]) - 1;
  } catch {
    return undefined;
  }
}
