/**
 * A raw text to the words that WordPiece splits, as BERT does it: controls dropped, white space and marks of punctuation
 * between words, Chinese characters and punctuation words of their own, lower case, accents stripped.
 */
import type { SpecialToken, TokenizerSettings } from "../../format/encoder/manifest";

export interface WordVisitor {
  /** A normalised word; one that is too long to be known arrives shortened, still too long. @returns whether to go on */
  word(word: string): boolean;
  /** Absent: special tokens are words like others. @returns whether to go on */
  special?(token: SpecialToken): boolean;
}

export type SplitWords = (text: string, visitor: WordVisitor) => void;

/** What a character is to the scan. */
const UNSEEN = 0;
/** A letter as it should be. */
const PLAIN = 1;
/** An ASCII capital of a vocabulary without case. */
const CAPITAL = 2;
/** Part of a word, as another text. */
const CHANGED = 3;
const DROPPED = 4;
const SPACE = 5;
/** A mark that is a word of its own. */
const MARK = 6;
/** A word of its own, or several: Chinese characters, and what normalisation makes a mark of. */
const APART = 7;
const KIND = 7;
/** Added where a special token may begin. */
const MAY_BE_SPECIAL = 8;

const CONTROL = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u;
const WHITE_SPACE = /^\s$/;
/** BERT counts all of ASCII's symbols as punctuation. */
const PUNCTUATION = /^[\p{P}!-/:-@[-`{-~]$/u;
const ANY_PUNCTUATION = /[\p{P}!-/:-@[-`{-~\s]/u;
/** Marks without room of their own; those with (`\p{Mc}`) stay, in canonical order. */
const ACCENTS = /\p{Mn}/gu;
const ORDERED_MARK = /\p{Mc}/u;
const WORDS_AND_MARKS = /[^\s\p{P}!-/:-@[-`{-~]+|[\p{P}!-/:-@[-`{-~]/gu;

/** Blocks of BERT's Chinese characters; Japanese kana and Korean are written in words. */
const CHINESE_BLOCKS = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2ceaf],
  [0x2f800, 0x2fa1f],
] as const;

export function createWordSplitter(settings: TokenizerSettings): SplitWords {
  const { lowercase, stripAccents, splitChineseCharacters, maxWordCharacters } = settings;
  const specials = [settings.unknown, settings.classification, settings.separator, ...settings.others];
  const specialStarts = new Set(specials.map(({ token }) => token.charCodeAt(0)));
  /** Twice as many UTF-16 units as characters are asked for, so that surrogate pairs still leave enough. */
  const mostUnits = 2 * (maxWordCharacters + 1);
  // Filled as characters turn up; ICU's tables are the engine's own.
  const kinds = new Uint8Array(0x10000);
  const rareKinds = new Map<number, number>();
  const texts = new Map<number, string>();

  function kindOf(codePoint: number): number {
    const known = codePoint < 0x10000 ? kinds[codePoint] : (rareKinds.get(codePoint) ?? UNSEEN);
    if (known !== UNSEEN) return known;
    const character = String.fromCodePoint(codePoint);
    const kind = classify(character, codePoint) | (specialStarts.has(character.charCodeAt(0)) ? MAY_BE_SPECIAL : 0);
    if (codePoint < 0x10000) kinds[codePoint] = kind;
    else rareKinds.set(codePoint, kind);
    return kind;
  }

  function classify(character: string, codePoint: number): number {
    // Tab and line ends are white space here; other controls go.
    if (codePoint === 0xfffd || (CONTROL.test(character) && !"\t\n\r".includes(character))) return DROPPED;
    if (WHITE_SPACE.test(character)) return SPACE;
    const lowered = lowercase ? character.toLowerCase() : character;
    const text = stripAccents ? lowered.normalize("NFD").replace(ACCENTS, "") : lowered;
    const chinese = splitChineseCharacters && CHINESE_BLOCKS.some(([from, to]) => codePoint >= from && codePoint <= to);
    const ordered = stripAccents && ORDERED_MARK.test(text);
    if (text === character && !chinese && !ordered) return PUNCTUATION.test(character) ? MARK : PLAIN;
    texts.set(codePoint, text);
    if (chinese || ANY_PUNCTUATION.test(text)) return APART;
    return codePoint < 0x80 ? CAPITAL : CHANGED;
  }

  /** The word between two places, where more than capitals has to change. */
  function rebuild(text: string, from: number, to: number): string {
    let word = "";
    let ordered = false;
    for (let at = from; at < to && word.length <= mostUnits; ) {
      const codePoint = text.codePointAt(at) as number;
      at += codePoint > 0xffff ? 2 : 1;
      const kind = kindOf(codePoint) & KIND;
      if (kind === DROPPED) continue;
      const part = kind === PLAIN ? String.fromCodePoint(codePoint) : (texts.get(codePoint) as string);
      ordered ||= stripAccents && kind === CHANGED && ORDERED_MARK.test(part);
      word += part;
    }
    // Canonical order is a matter of neighbours: the one thing that cannot be had character by character.
    return ordered ? word.normalize("NFD") : word;
  }

  return (text, { word: visitWord, special: visitSpecial }) => {
    const { length } = text;
    let start = -1;
    let changes = PLAIN;
    const endWord = (end: number): boolean => {
      if (start < 0) return true;
      const from = start;
      start = -1;
      if (changes === PLAIN) return visitWord(text.slice(from, Math.min(end, from + mostUnits)));
      if (changes === CAPITAL) return visitWord(text.slice(from, Math.min(end, from + mostUnits)).toLowerCase());
      const word = rebuild(text, from, end);
      return word === "" || visitWord(word);
    };
    for (let at = 0; at < length; ) {
      const unit = text.charCodeAt(at);
      let width = 1;
      let kind = kinds[unit];
      if (kind === UNSEEN || (unit & 0xf800) === 0xd800) {
        const codePoint = text.codePointAt(at) as number;
        if (codePoint > 0xffff) width = 2;
        kind = kindOf(codePoint);
      }
      if (kind >= MAY_BE_SPECIAL) {
        const special = visitSpecial && specials.find(({ token }) => text.startsWith(token, at));
        if (special) {
          if (!endWord(at) || !visitSpecial(special)) return;
          at += special.token.length;
          continue;
        }
        kind &= KIND;
      }
      if (kind <= DROPPED) {
        if (start < 0) {
          start = at;
          changes = kind;
        } else if (kind > changes) changes = kind;
      } else {
        if (!endWord(at)) return;
        if (kind === MARK) {
          if (!visitWord(text.slice(at, at + width))) return;
        } else if (kind === APART) {
          for (const part of (texts.get(text.codePointAt(at) as number) as string).match(WORDS_AND_MARKS) ?? []) {
            if (!visitWord(part)) return;
          }
        }
      }
      at += width;
    }
    endWord(length);
  };
}
