/** Text that was UTF-8 and has been read as Windows-1252 on its way, once or twice: "CafÃ©" → "Café". */

/** Windows-1252 at 0x80 to 0x9f, where Latin-1 has control characters. */
const C1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const BYTES = new Map([...C1].map((character, i) => [character, 0x80 + i]));

/** Runs of characters that stand for bytes beyond ASCII. */
const RUN = new RegExp(`[\\u0080-\\u00ff${C1}]{2,}`, "g");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Only runs that are valid UTF-8 as bytes are changed: no language writes such letters side by side. */
export function repairText(text: string): string {
  let repaired = text;
  for (let round = 0; round < 2; round++) {
    const next = repaired.replace(RUN, decoded);
    if (next === repaired) break;
    repaired = next;
  }
  return repaired;
}

function decoded(run: string): string {
  const bytes = Uint8Array.from(run, (character) => BYTES.get(character) ?? character.charCodeAt(0));
  try {
    return utf8.decode(bytes);
  } catch {
    return run;
  }
}
