/** Feed order: what a shop without any other sign puts first. */
export function firstRows(options: { readonly count: number; readonly allowed: Uint8Array }): Int32Array {
  const rows = new Int32Array(Math.min(options.count, options.allowed.length));
  let filled = 0;
  for (let row = 0; row < options.allowed.length && filled < rows.length; row++) {
    if (options.allowed[row]) rows[filled++] = row;
  }
  return rows.subarray(0, filled);
}
