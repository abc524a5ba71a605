/**
 * Texts like those of catalogues, made of our own words: what calibration measures activations on. No shop's catalogue
 * has a part in them, so that an encoder tuned on them favours none.
 */
import { seededRandom } from "../../train/seededRandom";
import { BRAND_ENDS, BRAND_STARTS, COLOURS, DEPARTMENTS, type Department } from "./departments";

export interface ProductTextOptions {
  readonly count: number;
  readonly seed: number;
}

type Pick = <T>(list: readonly T[]) => T;

/** The same count and seed give the same texts. */
export function productTexts({ count, seed }: ProductTextOptions): string[] {
  const random = seededRandom(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, () => {
    const text = pick(FORMS)(pick(DEPARTMENTS), { pick, random });
    return text.replace(/\s+/g, " ").trim();
  });
}

interface Chance {
  readonly pick: Pick;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Form = (department: Department, chance: Chance) => string;

/** A short label in capitals' stead: three to eight words. */
const label: Form = (of, { pick, random }) =>
  pick([
    () => `${pick(of.qualities)} ${pick(of.nouns)} ${pick(COLOURS)}`,
    () => `set of ${2 + Math.floor(random() * 11)} ${pick(COLOURS)} ${pick(of.nouns)}`,
    () => `${pick(COLOURS)} ${pick(of.materials)} ${pick(of.nouns)}`,
    () => `${pick(of.nouns)} ${pick(of.qualities)} ${pick(COLOURS)} ${pick(of.nouns)} design`,
    () => `${2 + Math.floor(random() * 23)} ${pick(of.qualities)} ${pick(of.nouns)}`,
    () => `${pick(of.qualities)} ${pick(of.materials)} ${pick(of.nouns)} small`,
    () => `${pick(of.nouns)} with ${pick(of.nouns)}`,
  ])();

const title: Form = (of, chance) => {
  const { pick, random } = chance;
  const parts = [brand(chance), modelNumber(chance), pick(of.qualities), pick(of.materials), pick(of.nouns)];
  const tail = [`, ${pick(of.features)}`, `, ${pick(COLOURS)}`, ` (${pick(of.features)})`, ` - ${size(chance)}`, ""];
  return `${parts.filter(() => random() < 0.75).join(" ")} ${pick(of.nouns)}${pick(tail)}${pick(tail)}`;
};

/** Title, category path and brand in a row, as a feed's columns are joined. */
const feedRow: Form = (of, chance) => {
  const { pick } = chance;
  const features = of.features.filter(() => chance.random() < 0.5).join(", ");
  return `${title(of, chance)}, ${features} ${of.path.join(" ")} ${pick(of.nouns)} ${brand(chance)}`;
};

const sentences: Form = (of, chance) => {
  const { pick } = chance;
  const sentence = pick([
    () => `A ${pick(of.qualities)} ${pick(of.nouns)} in ${pick(of.materials)}, ${pick(of.features)}.`,
    () => `Made of ${pick(of.materials)} and ${pick(of.materials)}; ${pick(of.features)}.`,
    () =>
      `This ${pick(of.nouns)} comes in ${pick(COLOURS)} or ${pick(COLOURS)} and goes well with our ${pick(of.nouns)}.`,
    () => `${size(chance)}, ${pick(of.features)}. Not suitable for use with a ${pick(of.nouns)}.`,
    () => `What sets it apart: ${pick(of.features)}, ${pick(of.features)}.`,
  ]);
  return `${title(of, chance)}. ${sentence()} ${chance.random() < 0.5 ? sentence() : ""}`;
};

const question: Form = (of, { pick }) =>
  pick([
    () => `${pick(of.nouns)} for ${pick(DEPARTMENTS).nouns[0]}`,
    () => `gift for someone who needs a ${pick(of.qualities)} ${pick(of.nouns)}`,
    () => `which ${pick(of.nouns)} is ${pick(of.features)}?`,
    () => `${pick(of.nouns)}`,
    () => `${pick(COLOURS)} ${pick(of.nouns)} under ${10 * (1 + Math.floor(pick([1, 3, 5, 8]))) + 5}`,
  ])();

/** As often as a shop's texts have these lengths: labels and feed rows most. */
const FORMS: readonly Form[] = [label, label, label, title, title, feedRow, feedRow, feedRow, sentences, question];

function brand({ pick, random }: Chance): string {
  const end = pick(BRAND_ENDS);
  return pick(BRAND_STARTS) + (random() < 0.6 ? (/^[A-Z]/.test(end) ? ` ${end}` : end) : "");
}

function modelNumber({ pick, random }: Chance): string {
  const letters = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick([..."ABCDEFGHKLMNPRSTWXZ"])).join("");
  const digits = String(Math.floor(random() * 10 ** (1 + Math.floor(random() * 5))));
  return pick([`${letters}${digits}`, `${letters}-${digits}`, digits, ""]);
}

function size({ pick, random }: Chance): string {
  const number = pick([1, 10, 100, 1000]) * (1 + Math.floor(random() * 30)) * pick([0.25, 0.5, 1, 1, 1]);
  const unit = pick(["mm", "cm", "m", "ml", "litre", "g", "kg", "oz", "inch", "in.", "ft.", "W", "V", "pieces", '"']);
  return pick([`${number} ${unit}`, `${number}${unit}`, `${number} x ${Math.ceil(number / 2)} ${unit}`]);
}
