/** `01`, `02` …: the sign over an aisle. */
export function aisleNumber(index: number): string {
  return String(index + 1).padStart(2, "0");
}
