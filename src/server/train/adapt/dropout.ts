/** Inverted dropout, in place. */
export function dropped(values: Float32Array, share: number, random: () => number): Float32Array {
  if (share === 0) return values;
  const factor = 1 / (1 - share);
  for (let i = 0; i < values.length; i++) values[i] = random() < share ? 0 : values[i] * factor;
  return values;
}
