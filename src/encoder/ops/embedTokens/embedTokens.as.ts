/**
 * word · scale + place of each token.
 * @param ids i32 `[tokens]`, checked by the caller
 * @param words int8 `[vocabulary × stride]`
 * @param places f32 `[positions × stride]`: position + type 0, see `placeOf`
 * @param stride a multiple of 16; columns beyond the true width are zero
 * @param x f32 `[tokens × stride]`
 */
export function embedTokens(ids: usize, tokens: usize, words: usize, scales: usize, places: usize, stride: usize, x: usize): void {
  for (let token: usize = 0; token < tokens; token++) {
    const id = <usize>load<u32>(ids + token * 4);
    const scale = v128.load_splat<f32>(scales + id * 4);
    let word = words + id * stride;
    const end = word + stride;
    for (; word < end; word += 8) {
      const eight = v128.load_ext<i8>(word);
      const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
      const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
      v128.store(x, f32x4.add(f32x4.mul(low, scale), v128.load(places)));
      v128.store(x, f32x4.add(f32x4.mul(high, scale), v128.load(places, 16)), 16);
      places += 32;
      x += 32;
    }
  }
}
