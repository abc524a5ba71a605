/** `aisle power --rate R (--lift L | --shoppers N)`: how many shoppers an experiment needs, or what so many can find. */
import { AisleError } from "../../../errors";
import { sampleSize, smallestLift } from "./power";

export interface PowerFlags {
  readonly rate?: string;
  readonly lift?: string;
  readonly shoppers?: string;
  readonly share?: string;
}

export function powerCommand(flags: PowerFlags): number {
  const rate = numberOf("--rate", flags.rate);
  const share = flags.share === undefined ? undefined : numberOf("--share", flags.share);
  if (flags.shoppers !== undefined) {
    const shoppers = numberOf("--shoppers", flags.shoppers);
    const lift = smallestLift(shoppers, { rate, share });
    process.stdout.write(
      lift === undefined
        ? `${shoppers} shoppers find no change of a rate of ${rate}, however large.\n`
        : `${shoppers} shoppers find a change of ${(100 * lift).toFixed(1)}% of a rate of ${rate}, four times in five.\n`,
    );
    return 0;
  }
  const lift = numberOf("--lift", flags.lift);
  const { fixed, sequential } = sampleSize({ rate, lift, share });
  process.stdout.write(
    `A change of ${(100 * lift).toFixed(1)}% of a rate of ${rate}, found four times in five:\n` +
      `  looked at once, at the end   ${fixed} shoppers\n` +
      `  looked at every day          ${sequential} shoppers at most\n`,
  );
  return 0;
}

function numberOf(flag: string, text: string | undefined): number {
  const value = text === undefined ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new AisleError("OPTIONS_INVALID", `${flag} is ${text === undefined ? "missing" : JSON.stringify(text)}.`, {
    fix: "`aisle power --rate 0.03 --lift 0.05`, or --shoppers instead of --lift.",
  });
}
