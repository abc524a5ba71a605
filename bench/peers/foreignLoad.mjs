/** How much of the processors others took while we measured; from /proc, so on Linux alone. */
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

const TICKS_PER_SECOND = 100;

/**
 * Starts watching; the function returned gives the share of all processors, 0 to 1, that processes outside our own
 * tree used since, or undefined where /proc is not.
 */
export function watchForeignLoad() {
  const before = snapshot();
  const started = performance.now();
  return () => {
    const after = snapshot();
    if (!before || !after) return undefined;
    const available = ((performance.now() - started) / 1000) * TICKS_PER_SECOND * cpus().length;
    return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / available);
  };
}

function snapshot() {
  try {
    const [user, nice, system, , , irq, softIrq, steal] = readFileSync("/proc/stat", "utf8")
      .split("\n", 1)[0]
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { busy: user + nice + system + irq + softIrq + steal, own: ownTicks() };
  } catch {
    return undefined;
  }
}

/** Ticks of this process and of all below it that still live. */
function ownTicks() {
  const processes = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1).split(" ");
      processes.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // It ended between the listing and the reading.
    }
  }
  const isOwn = (pid) => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === process.pid) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, entry] of processes) if (isOwn(pid)) ticks += entry.ticks;
  return ticks;
}
