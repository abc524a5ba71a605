import { DAY_MS } from "../../profile/decay";

export interface FrequencyCap {
  readonly impressions: number;
  /** Length of the rolling window. */
  readonly days: number;
}

/** One impression that was granted in this browser. */
export interface Claim {
  /** As `claimId` made it. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const PREFIX = "ad:";

/**
 * The id of the next impression of a campaign, or undefined when the cap is reached. Impressions of a campaign are numbered
 * in this browser: whoever stores a number first has it, so that two tabs can never both grant the last one. The other
 * asks again, with the new claim among `claims`.
 *
 * A clock that jumps back brings claims from the future: they count, so that no jump grants more.
 * @param claims of this campaign
 */
export function nextClaim(
  campaign: string,
  claims: readonly Claim[],
  { cap, now }: { readonly cap: FrequencyCap | undefined; readonly now: number },
): string | undefined {
  if (cap) {
    const recent = claims.filter(({ at }) => at > now - cap.days * DAY_MS).length;
    if (recent >= cap.impressions) return undefined;
  }
  const highest = claims.reduce((most, { id }) => Math.max(most, numberOf(id)), 0);
  return claimId(campaign, highest + 1);
}

export function claimId(campaign: string, number: number): string {
  return `${PREFIX}${campaign}:${number}`;
}

export function isClaim(id: string): boolean {
  return id.startsWith(PREFIX);
}

function numberOf(id: string): number {
  const number = Number(id.slice(id.lastIndexOf(":") + 1));
  return Number.isSafeInteger(number) ? number : 0;
}
