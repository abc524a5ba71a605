/** `aisle compare CONTROL=SUCCESSES/SHOPPERS ARM=… [--shares A:B:…] [--planned N]`: whether arms differ, on any day. */
import { AisleError } from "../../../errors";
import { SRM_ALPHA, sampleRatio } from "./sampleRatio";
import { sequentialTest } from "./sequentialTest";

export interface CompareFlags {
  readonly shares?: string;
  readonly planned?: string;
}

interface Arm {
  readonly name: string;
  readonly successes: number;
  readonly shoppers: number;
}

const ALPHA = 0.05;

/** @returns 1 where an arm has lost shoppers on the way: then nothing is said of its success */
export function compareCommand(positionals: readonly string[], flags: CompareFlags): number {
  const arms = positionals.map(readArm);
  const [control, ...others] = arms;
  if (others.length === 0) throw wrong("One arm is compared with nothing.");
  const twice = arms.find(({ name }, i) => arms.findIndex((arm) => arm.name === name) < i);
  if (twice) throw wrong(`Two arms are called ${JSON.stringify(twice.name)}.`);
  const shares = flags.shares?.split(":").map(Number) ?? arms.map(() => 1);
  if (shares.length !== arms.length || !shares.every((share) => share > 0 && Number.isFinite(share))) {
    throw wrong(`--shares ${flags.shares} does not give each of ${arms.length} arms a share above 0.`);
  }
  const plannedCount = flags.planned === undefined ? undefined : Number(flags.planned);
  if (plannedCount !== undefined && !(plannedCount > 0 && Number.isFinite(plannedCount))) {
    throw wrong(`--planned ${flags.planned} is no number of shoppers.`);
  }
  const ratio = sampleRatio(
    arms.map(({ shoppers }) => shoppers),
    shares,
  );
  process.stdout.write(
    `sample ratio  χ² ${ratio.chiSquare.toFixed(2)}, p ${probability(ratio.p)}${ratio.mismatch ? "" : ": as intended"}\n`,
  );
  if (ratio.mismatch) {
    process.stdout.write(`An arm has lost shoppers on the way (p < ${SRM_ALPHA}): do not read the results.\n`);
    return 1;
  }
  for (const arm of others) process.stdout.write(comparison(arm, control, { arms: others.length, plannedCount }));
  return 0;
}

function comparison(
  arm: Arm,
  control: Arm,
  { arms, plannedCount }: { readonly arms: number; readonly plannedCount?: number },
): string {
  // Every further arm is one more chance to be wrong (Bonferroni).
  const { difference, low, high, p, significant } = sequentialTest(totals(arm), totals(control), {
    alpha: ALPHA / arms,
    plannedCount,
  });
  const says = significant ? (difference > 0 ? "higher" : "lower") : "not known to differ";
  return (
    `${arm.name} against ${control.name}  ${percent(arm.successes / arm.shoppers)} less ${percent(control.successes / control.shoppers)}: ` +
    `${points(difference)} (${points(low)} to ${points(high)}, at all times), p ${probability(Math.min(1, p * arms))}: ${says}\n`
  );
}

function readArm(text: string): Arm {
  const [, name, successes, shoppers] = /^([^=]+)=(\d+)\/(\d+)$/.exec(text) ?? [];
  const arm = { name, successes: Number(successes), shoppers: Number(shoppers) };
  if (name === undefined || !(arm.successes <= arm.shoppers) || !Number.isSafeInteger(arm.shoppers)) {
    throw wrong(`${JSON.stringify(text)} is no arm: a name, how many succeeded, of how many shoppers.`);
  }
  return arm;
}

function totals({ successes, shoppers }: Arm) {
  return { count: shoppers, sum: successes, sumOfSquares: successes };
}

function percent(value: number): string {
  return Number.isFinite(value) ? `${(100 * value).toFixed(2)}%` : "—";
}

/** Percentage points. */
function points(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "—" : value > 0 ? "∞" : "−∞";
  return `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(2)}`;
}

function probability(value: number): string {
  return value < 0.0001 ? "< .0001" : value.toFixed(4).replace(/^0/, "");
}

function wrong(message: string): AisleError {
  return new AisleError("OPTIONS_INVALID", message, {
    fix: "`aisle compare without=1100/40190 with=1203/40211`, the control first.",
  });
}
