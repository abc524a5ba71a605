import type { Protocol } from "../evaluate/protocols";
import type { AdaptOptions } from "./adapt/fitAdapted";
import { seededRandom } from "./seededRandom";

/** Settings of the adapted vectors to try: what is best on most shops first, then at random, the same for the same count. */
export function sampleAdaptOptions(
  count: number,
  { protocol, seed = 1 }: { readonly protocol: Protocol; readonly seed?: number },
): Partial<AdaptOptions>[] {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  // Within an order, or an order's time, nothing comes first.
  const decays = protocol === "loo" ? [0.7, 0.8, 0.6] : [1, 0.9];
  const first: Partial<AdaptOptions>[] = [{ decay: decays[0] }, { decay: decays[0], temperature: 0.1 }];
  const others = Array.from({ length: Math.max(0, count - first.length) }, () => ({
    decay: pick(decays),
    temperature: pick([0.08, 0.1, 0.12, 0.15, 0.2]),
    dropout: pick([0.1, 0.2, 0.3, 0.4]),
    ownDecay: pick([0.01, 0.02, 0.05]),
    ownRate: pick([1e-3, 3e-3, 5e-3]),
    learningRate: pick([2e-3, 3e-3, 5e-3]),
  }));
  return [...first, ...others].slice(0, Math.max(1, count));
}
