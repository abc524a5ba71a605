/** Values of command-line flags, checked. */
import { AisleError } from "../../errors";

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** `2GB`, `512MiB`. */
export function readBytesFlag(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?i?B)$/i.exec(value.trim()) ?? [];
  const bytes = Number(number) * (UNITS[unit?.toUpperCase() ?? ""] ?? Number.NaN);
  if (bytes >= 64 * 2 ** 20) return bytes;
  throw invalidFlag(flag, value, "Take a size of at least 64MiB, such as 2GB.");
}

/** A date or a time in ISO 8601; without a zone, of UTC. */
export function readTimeFlag(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(value) ? value : `${value}Z`;
  const at = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(zoned) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw invalidFlag(flag, value, "Take a date such as 2024-10-01.");
}

export function readWholeFlag(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw invalidFlag(flag, value, "Take a whole number above 0.");
}

export function readChoiceFlag<const Name extends string>(
  flag: string,
  value: string | undefined,
  names: readonly Name[],
): Name | undefined {
  if (value === undefined) return undefined;
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw invalidFlag(flag, value, `Take ${names.join(", ")}.`);
}

export function invalidFlag(flag: string, value: unknown, fix: string): AisleError {
  return new AisleError("OPTIONS_INVALID", `${flag} is ${JSON.stringify(value)}.`, { seen: value, fix });
}
