/**
 * Uniform draws by name: the same seed and name give the same draw, so that a shelf asked for again shows the same. FNV-1a
 * over the name, then the finaliser of MurmurHash3.
 * @param seed 32 bits, new for every session
 */
export function stableDraw(seed: number, name: string): number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 4_294_967_296;
}
