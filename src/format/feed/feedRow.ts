/** A row as a feed spells it: column or field names of any convention, values of any type. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Longest row that is tried, in characters: a title of a megabyte passes, an unclosed quote does not swallow the feed. */
export const MAX_ROW_CHARACTERS = 2_000_000;

/** How often a reader may start again behind a broken row before it gives the rest up: bounds the work on hostile feeds. */
export const MAX_RESTARTS = 100;
