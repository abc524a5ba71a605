/** Texts that nobody would write: words of shops, broken words, numbers, other scripts, marks, lone surrogates. */

const WORDS =
  "stoneware mug glaze cordless drill batteries charger linen towel oak shelf walnut desk wool blanket kettle steel " +
  "bottle insulated trail running shoes garden hose brass nozzle baby cot mattress night light notebook dotted paper " +
  "espresso cups set of for the with and without new old blue green dark small large extra waterproof handmade organic";
const WORD_LIST = WORDS.split(" ");
const ODD = [
  "é",
  "ß",
  "Ω",
  "ж",
  "日本",
  "茶",
  "한",
  "ש",
  "ا",
  "☕",
  "👩‍👩‍👧",
  "½",
  "™",
  "\u0301",
  "\u200b",
  "\ud800",
  "\t",
  "[MASK]",
];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * @param count how many
 * @param random uniform in [0, 1); seeded, so that every run has the same texts
 * @param mostWords of one text
 */
export function randomTexts(count: number, random: () => number, mostWords = 12): string[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Value>(list: ArrayLike<Value>): Value => list[below(list.length)];
  const word = (): string => {
    const kind = random();
    if (kind < 0.6) return pick(WORD_LIST);
    if (kind < 0.75) return Array.from({ length: 1 + below(9) }, () => pick(LETTERS)).join("");
    if (kind < 0.85) return `${below(5000)}${pick(["", "ml", "%", ".5 kg", "-pack", "x", " cm"])}`;
    if (kind < 0.93) return pick(ODD);
    return `${pick(WORD_LIST)}${pick("-/,.!&'")}${pick(WORD_LIST).toUpperCase()}`;
  };
  return Array.from({ length: count }, () => Array.from({ length: below(mostWords + 1) }, word).join(" "));
}
