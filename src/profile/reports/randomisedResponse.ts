/**
 * One answer, in noise: a bit for every bucket, the true one 1 with probability p, every other with probability q. Whoever
 * reads it, or all of the shopper's traffic, learns at most ε = ln[p(1−q) / ((1−p)q)] about which bucket was true.
 * @param bucket index of the true bucket
 * @param random uniform in [0, 1), from the platform's cryptographic source
 * @returns a string of `0` and `1`
 */
export function randomisedResponse(
  bucket: number,
  options: { readonly buckets: number; readonly p: number; readonly q: number; readonly random: () => number },
): string {
  const { buckets, p, q, random } = options;
  let bits = "";
  for (let i = 0; i < buckets; i++) bits += random() < (i === bucket ? p : q) ? "1" : "0";
  return bits;
}

/** Uniform in [0, 1) with 32 bits, from random bytes. */
export function uniformOf(bytes: Uint8Array): number {
  return (((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) >>> 0) / 4_294_967_296;
}
