/**
 * Numbers, times and ids out of an export's text, in SQL. What differs between engines is gathered here: the rules of
 * cleaning are plain SQL.
 */

/** Spellings of "nothing" in exports. */
const NOTHING = ["", "na", "n/a", "nan", "null", "none", "nil", "undefined", "\\n", "(not set)", "#n/a", "-"];

/** Text without outer white space; NULL for the spellings of nothing. */
export function textSql(value: string): string {
  const trimmed = `trim(${value}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279))`;
  return `CASE WHEN lower(${trimmed}) IN (${NOTHING.map((text) => `'${text}'`).join(", ")}) THEN NULL ELSE ${trimmed} END`;
}

/** An id; `17850.0`, the trace of a program that took ids for fractions, is 17850. */
export function idSql(value: string): string {
  return `regexp_replace(${value}, '^(\\d+)\\.0+$', '\\1')`;
}

/**
 * A number below a million millions, or NULL: `12.5`, `1,234.50`, `12,50`, `£2.55`, `2.55 GBP`, `(3.00)` for -3. Of two kinds of
 * separators the last is the decimal one; a lone one before three digits parts thousands.
 */
export function numberSql(value: string): string {
  const bare = `regexp_replace(${value}, '[^0-9.,-]', '', 'g')`;
  const signed = `CASE WHEN regexp_matches(trim(${value}), '^\\(.*\\)$') THEN '-' || ${bare} ELSE ${bare} END`;
  const decimal = `CASE
      WHEN regexp_matches(${bare}, ',\\d{1,2}$') OR regexp_matches(${bare}, '\\.\\d.*,') THEN replace(replace(${signed}, '.', ''), ',', '.')
      ELSE replace(${signed}, ',', '') END`;
  // A decimal type, because text such as "nan" and 1e300 are numbers to DOUBLE.
  const type = "DECIMAL(18, 6)";
  return `CAST(COALESCE(TRY_CAST(${value} AS ${type}), TRY_CAST(${decimal} AS ${type})) AS DOUBLE)`;
}

export type DateOrder = "dmy" | "mdy";

/**
 * Epoch milliseconds, or NULL. Numbers are seconds, milliseconds, microseconds or nanoseconds by their size, row by row;
 * ISO 8601 with or without a zone (the session's then), and dates with the year last in the given order.
 */
export function timeSql(value: string, order: DateOrder): string {
  const number = `TRY_CAST(${value} AS DOUBLE)`;
  const [first, second] = order === "dmy" ? ["%d", "%m"] : ["%m", "%d"];
  const formats = ["/", "-", "."].flatMap((separator) => {
    const date = `${first}${separator}${second}${separator}%Y`;
    return [`${date} %H:%M:%S`, `${date} %H:%M`, `${date} %I:%M:%S %p`, `${date} %I:%M %p`, date];
  });
  const more = ["%a, %d %b %Y %H:%M:%S GMT", "%d %b %Y %H:%M:%S", "%d-%b-%Y", "%b %d, %Y", "%d %b %Y", "%Y年%m月%d日"];
  const digits = `CASE
      WHEN length(${value}) = 8 AND regexp_matches(${value}, '^(19|20)\\d{6}$') THEN try_strptime(${value}, '%Y%m%d')
      WHEN length(${value}) = 14 AND regexp_matches(${value}, '^(19|20)\\d{12}$') THEN try_strptime(${value}, '%Y%m%d%H%M%S') END`;
  const listed = [...formats, ...more].map((format) => `'${format}'`).join(", ");
  return `COALESCE(
    epoch_ms(CAST(${digits} AS TIMESTAMPTZ)),
    CASE WHEN ${number} >= 1e17 AND ${number} < 1e19 THEN ${number} / 1e6
         WHEN ${number} >= 1e14 AND ${number} < 1e17 THEN ${number} / 1e3
         WHEN ${number} >= 1e11 THEN ${number}
         WHEN ${number} >= 1e8 THEN ${number} * 1000 END,
    epoch_ms(TRY_CAST(${value} AS TIMESTAMPTZ)),
    epoch_ms(CAST(try_strptime(${value}, [${listed}]) AS TIMESTAMPTZ)))`;
}

/** Of dates with the year last: how many can only be day first, how many only month first. */
export function dateOrderSql(value: string): string {
  const part = (group: number) =>
    `TRY_CAST(regexp_extract(${value}, '^(\\d{1,2})[/.-](\\d{1,2})[/.-]\\d{4}', ${group}) AS INTEGER)`;
  return `COUNT(*) FILTER (WHERE ${part(1)} > 12) AS dmy, COUNT(*) FILTER (WHERE ${part(2)} > 12) AS mdy,
    COUNT(*) FILTER (WHERE ${part(1)} <= 12 AND ${part(2)} <= 12) AS either`;
}
