/**
 * Product-like texts to fit the table to: titles, descriptions and searches made up from words of shops, and the same with
 * words of the vocabulary among them, so that every piece is seen in company. Seeded: the same texts every time.
 */
import { seededRandom } from "../../train/seededRandom";
import {
  ADJECTIVES,
  COLOURS,
  DEPARTMENTS,
  FEATURES,
  MATERIALS,
  PLACES,
  SENTENCES,
  SMALL_WORDS,
  SYLLABLES,
  UNITS,
  USES,
} from "./productWords";

export interface ProductTextsOptions {
  readonly count: number;
  readonly seed: number;
  /** Pieces in order of ids: whole words and continuations of them are mixed in. */
  readonly vocabulary: readonly string[];
}

const TITLES: readonly string[] = [
  "{adjective} {thing}",
  "{colour} {thing}",
  "{material} {thing}",
  "{adjective} {material} {thing}",
  "{brand} {adjective} {thing}",
  "{brand} {thing}, {number} {unit}",
  "{thing} {colour} {adjective}",
  "{adjective} {colour} {thing} with {feature}",
  "{thing} with {feature} and {feature}",
  "{thing} for {use}",
  "set of {count} {adjective} {thing}s",
  "{count} {colour} {thing}s in {material} box",
  "pack of {count} {thing}s, {colour}",
  "{thing} and {thing} set",
  "{brand} {model} {adjective} {material} {thing}, {number} {unit}, {colour} (pack of {count})",
  "{material} {thing}, {adjective}, {number} {unit} x {number} {unit}, {feature}",
  "{thing} {thing} {adjective} {colour}",
  "{adjective} {adjective} {thing} - {colour} - {number} {unit}",
  "{brand} {thing} {model}",
  "{thing} {word}",
  "{word} {thing} {colour}",
  "{colour} {word} {thing}",
  "{word} {word} {thing} with {word}",
  "{thing} {adjective} {word} {word}",
];
const SEARCHES: readonly string[] = [
  "{thing}",
  "{adjective} {thing}",
  "{thing} for {use}",
  "gift for {use}",
  "{colour}",
  "{material}",
  "{use}",
  "{feature}",
  "{word}",
  "{word} {word}",
  "{word} {thing}",
];
const MIXED: readonly string[] = [
  "{word} {word} {word}",
  "{word} {thing} {word} {word}",
  "{word} {adjective} {word} {thing} for {word}",
  "{word} {word} {word} {word} {word} {word}",
  "{thing}: {word} {word}, {word} and {word}",
  "{word} of {word}, {colour} {word}",
];
/** Out of 100 texts; the rest is mixed words. */
const SHARE = { titles: 35, longTitles: 10, searches: 13, descriptions: 12, prose: 15 } as const;

export function productTexts({ count, seed, vocabulary }: ProductTextsOptions): string[] {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  const words = vocabulary.filter((piece) => /^\p{L}{2,}$/u.test(piece));
  const endings = vocabulary.filter((piece) => /^##\p{L}{2,}$/u.test(piece)).map((piece) => piece.slice(2));
  // Longer words are spelled with endings: made-up ones show each ending in company.
  const word = (): string => (endings.length > 0 && random() < 0.25 ? pick(words) + pick(endings) : pick(words));

  function fill(template: string): string {
    const things = pick(DEPARTMENTS);
    const fillers: Readonly<Record<string, () => string>> = {
      thing: () => pick(things),
      adjective: () => pick(ADJECTIVES),
      colour: () => pick(COLOURS),
      material: () => pick(MATERIALS),
      feature: () => pick(FEATURES),
      use: () => pick(USES),
      unit: () => pick(UNITS),
      place: () => pick(PLACES),
      count: () => String(pick([2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 25, 50, 100])),
      number: () => measure(upTo),
      brand: () => Array.from({ length: 1 + upTo(2) }, () => pick(SYLLABLES)).join(""),
      model: () => `${pick(SYLLABLES)}${9 + upTo(9_990)}`,
      word,
    };
    return template.replace(/\{(\w+)\}/g, (_, name: string) => fillers[name]());
  }

  const several = (most: number, make: () => string): string[] => Array.from({ length: upTo(most) }, make);

  /** A sentence's shape without its sense: what stands between the words of a description. */
  function prose(): string {
    const words = Array.from({ length: 5 + upTo(12) }, () => {
      const draw = random();
      if (draw < 0.42) return pick(SMALL_WORDS);
      return draw < 0.72
        ? word()
        : fill(pick(["{thing}", "{adjective}", "{material}", "{colour}", "{feature}", "{use}"]));
    });
    return `${words.join(" ")}.`;
  }

  function make(): string {
    const makers: readonly (readonly [number, () => string])[] = [
      [SHARE.titles, () => fill(pick(TITLES))],
      [SHARE.longTitles, () => [fill(pick(TITLES)), ...several(4, () => fill(pick(TITLES)))].join(", ")],
      [SHARE.searches, () => fill(pick(SEARCHES))],
      [SHARE.descriptions, () => [`${fill(pick(TITLES))}.`, ...several(3, () => fill(pick(SENTENCES)))].join(" ")],
      [SHARE.prose, () => [`${fill(pick(TITLES))}.`, ...several(3, prose)].join(" ")],
    ];
    let draw = random() * 100;
    for (const [share, maker] of makers) {
      if (draw < share) return maker();
      draw -= share;
    }
    return fill(pick(MIXED));
  }

  return Array.from({ length: count }, make);
}

/** Sizes as shops write them: whole, decimals, fractions, ranges; small ones more often. */
function measure(upTo: (most: number) => number): string {
  const whole = upTo([10, 10, 100, 100, 1_000][upTo(5) - 1]);
  const form = upTo(20);
  if (form <= 15) return String(whole);
  if (form <= 17) return `${whole}.${upTo(9)}`;
  if (form <= 19) return `${upTo(15)}/${[2, 4, 8, 16][upTo(4) - 1]}`;
  return `${whole}-${whole + upTo(20)}`;
}
