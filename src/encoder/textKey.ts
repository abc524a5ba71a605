/**
 * Names a text in the vector cache: 64 bits of hash in two lanes (Murmur3's mixing, unrelated seeds) and the length.
 * Fast and synchronous, not cryptographic: a wrong vector costs a shop that attacks itself a wrong neighbour. Among
 * 50,000 texts the odds of any collision are below 50,000² / 2⁶⁵ ≈ 7·10⁻¹¹, less for texts of different lengths.
 *
 * @returns 14 lower-case base-36 digits, a dash, and the length in UTF-16 units
 */
export function textKey(text: string): string {
  const [low, high] = textHash(text);
  return `${hashKey(low, high)}-${text.length}`;
}

/** The key without the length: what the two halves of a hash say. */
export function hashKey(low: number, high: number): string {
  return digits(low) + digits(high);
}

/** @returns low and high half, unsigned 32-bit integers */
export function textHash(text: string): readonly [number, number] {
  let low = 0x9747b28c;
  let high = 0x3c6ef372;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0xcc9e2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ unit, 0x1b873593);
    high = (high << 13) | (high >>> 19);
    high = (Math.imul(high, 5) + 0xe6546b64) | 0;
  }
  return [finish(low ^ text.length), finish(high ^ Math.imul(low, 0x85ebca6b))];
}

function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function digits(hash: number): string {
  return hash.toString(36).padStart(7, "0");
}
