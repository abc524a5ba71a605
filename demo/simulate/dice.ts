/**
 * Randomness without a sequence: every decision has a name (numbers), and the name decides its draw. Two arms of one seed
 * therefore share all luck: the same shopper meets the same item with the same mood, whatever else was shown before.
 */
export interface Dice {
  /** Uniform in [0, 1) for the decision of this name. */
  uniform(...name: readonly number[]): number;
  /** Standard normal for the decision of this name. */
  normal(...name: readonly number[]): number;
}

export function createDice(seed: number): Dice {
  const uniform = (...name: readonly number[]) => {
    let state = mix(seed ^ 0x9e3779b9);
    for (const part of name) state = mix(state ^ mix((part | 0) + 0x7f4a7c15));
    return mix(state ^ 0x85ebca6b) / 4_294_967_296;
  };
  return {
    uniform,
    /** Box and Muller; the logarithm never meets 0. */
    normal: (...name) =>
      Math.sqrt(-2 * Math.log(1 - uniform(...name, 1))) * Math.cos(2 * Math.PI * uniform(...name, 2)),
  };
}

/** Thirty-two bits in, thirty-two well-stirred bits out (the finaliser of MurmurHash3). */
function mix(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A sequence of its own for making things: catalogue, shoppers. */
export interface Deck {
  uniform(): number;
  normal(): number;
  /** A whole number from 0 to `count` − 1. */
  below(count: number): number;
  pick<T>(values: readonly T[]): T;
  /** Distinct values, in drawn order. */
  sample<T>(values: readonly T[], count: number): T[];
  /** Shape and scale; Marsaglia and Tsang (2000). */
  gamma(shape: number, scale: number): number;
}

export function createDeck(dice: Dice, name: number): Deck {
  let turn = 0;
  const uniform = () => dice.uniform(name, turn++);
  const normal = () => dice.normal(name, turn++);
  const below = (count: number) => Math.floor(uniform() * count);
  const gamma = (shape: number, scale: number): number => {
    if (shape < 1) return gamma(shape + 1, scale) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v * scale;
    }
  };
  return {
    uniform,
    normal,
    below,
    pick: (values) => values[below(values.length)],
    sample(values, count) {
      const left = [...values];
      const drawn: (typeof values)[number][] = [];
      while (drawn.length < count && left.length > 0) drawn.push(left.splice(below(left.length), 1)[0]);
      return drawn;
    },
    gamma,
  };
}
