/** `--space NAME=FILE`: where the vectors of the shop's own spaces are. */
import { DEFAULT_NAME } from "../../format/assets/manifest";
import { invalidFlag } from "./readFlags";

/** A phone downloads a file for each. */
const MOST_SPACES = 8;

/**
 * @returns files and patterns by name, sorted; a name may be given several times
 * @throws AisleError `OPTIONS_INVALID`
 */
export function readSpaceFlags(values: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const value of values) {
    const [, name, file] = /^([a-z0-9][a-z0-9-]{0,39})=(.+)$/s.exec(value) ?? [];
    if (name === undefined) {
      throw invalidFlag("--space", value, "Take NAME=FILE, the name of small letters, digits and hyphens.");
    }
    if (name === DEFAULT_NAME) throw invalidFlag("--space", value, "Take another name: this one is the encoder's.");
    files.set(name, [...(files.get(name) ?? []), file]);
    if (files.size > MOST_SPACES) throw invalidFlag("--space", value, `Take at most ${MOST_SPACES} spaces.`);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
