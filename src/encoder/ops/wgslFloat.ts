/** A number as a WGSL literal of type f32: the nearest f32, never an integer literal. */
export function wgslFloat(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? text : `${text}.0`;
}
