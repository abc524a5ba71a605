// Raw deflate (RFC 1951), made for what weights are: rounded numbers without repetitions, of some three bits each. One
// look at the next twelve bits yields up to three of them at once, where browsers' own inflaters take one a look.

const TABLE_BITS: u32 = 12;
const TABLE_MASK: u64 = (1 << TABLE_BITS) - 1;
const MAX_BITS: u32 = 15;
const END_OF_BLOCK: i32 = 256;
/** Bytes that one round of `decodeSymbols` may write: four looks of three, and what the last store writes beyond. */
const ROUND_BYTES: usize = 16;

/**
 * u32 each, by the next bits. Literals: their bytes, from bit 24 how many, from bit 26 the bits they take. Else, with a
 * count of 0: the symbol and its bits; all zeros where a code is longer than the table is wide.
 */
const table = memory.data(4 << 12, 64);
/** u16 each: the one symbol of the next bits, from bit 9 the bits it takes. */
const single = memory.data(2 << 12, 64);
/** Of the codes, symbol by symbol. */
const lengths = memory.data(320, 8);
/** Canonical codes: u16[16] how many of each length, then u16[288] symbols in their order. */
const literals = memory.data(32 + 576, 8);
const distances = memory.data(32 + 576, 8);
const nextPlace = memory.data(32, 8);

const lengthBase = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const lengthBits = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const distanceBase = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]);
const order = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Next byte to be read; up to 8 beyond the end have been asked for, and count as zeros. */
let input: usize = 0;
let inputEnd: usize = 0;
let output: usize = 0;
let outputStart: usize = 0;
let outputEnd: usize = 0;
/** Bits that were read and not yet taken, the next one lowest, and how many of them count. */
let bits: u64 = 0;
let held: u32 = 0;

/** At least 56 bits. */
@inline
function refill(): void {
  bits |= load<u64>(input) << held;
  input += (63 - held) >> 3;
  held |= 56;
}

/** @param count at most 16 */
function take(count: u32): u32 {
  if (held < count) refill();
  const value = <u32>(bits & ((1 << count) - 1));
  bits >>= count;
  held -= count;
  return value;
}

@inline
function isOverrun(): bool {
  return input > inputEnd + 8;
}

/**
 * Counts and sorts the symbols of a code.
 * @param lone whether one symbol of one bit may stand alone
 * @returns whether every row of bits means one thing, as zlib demands
 */
function readCode(code: usize, from: usize, symbols: u32, lone: bool): bool {
  memory.fill(code, 0, 32);
  for (let s: u32 = 0; s < symbols; s++) {
    const at = code + (<usize>load<u8>(from + s) << 1);
    store<u16>(at, load<u16>(at) + 1);
  }
  store<u16>(code, 0);
  let left: i32 = 1;
  let place: u32 = 0;
  let longest: u32 = 0;
  for (let length: u32 = 1; length <= MAX_BITS; length++) {
    const count: u32 = load<u16>(code + (length << 1));
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    if (count > 0) longest = length;
    store<u16>(nextPlace + (length << 1), <u16>place);
    place += count;
  }
  for (let s: u32 = 0; s < symbols; s++) {
    const length: u32 = load<u8>(from + s);
    if (length === 0) continue;
    const at = nextPlace + (length << 1);
    store<u16>(code + 32 + (<usize>load<u16>(at) << 1), <u16>s);
    store<u16>(at, load<u16>(at) + 1);
  }
  return left === 0 || longest === 0 || (lone && longest === 1);
}

/** One symbol, bit by bit. @returns -1 where no symbol has such a code */
function decodeSymbol(code: usize): i32 {
  if (held < MAX_BITS) refill();
  let value: i32 = 0;
  let first: i32 = 0;
  let place: i32 = 0;
  for (let length: u32 = 1; length <= MAX_BITS; length++) {
    value |= <i32>(bits & 1);
    bits >>= 1;
    held--;
    const count: i32 = load<u16>(code + (length << 1));
    if (value - count < first) return load<u16>(code + 32 + ((place + value - first) << 1));
    place += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return -1;
}

/** `table` of the literals' code. */
function fillTable(): void {
  memory.fill(single, 0, 2 << TABLE_BITS);
  let code: u32 = 0;
  let symbol = literals + 32;
  for (let length: u32 = 1; length <= TABLE_BITS; length++) {
    for (let count: u32 = load<u16>(literals + (length << 1)); count > 0; count--) {
      const entry = <u16>(<u32>load<u16>(symbol) | (length << 9));
      symbol += 2;
      let reversed: u32 = 0;
      for (let bit: u32 = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let at = reversed; at < 1 << TABLE_BITS; at += 1 << length) store<u16>(single + (at << 1), entry);
      code++;
    }
    code <<= 1;
  }
  for (let at: u32 = 0; at < 1 << TABLE_BITS; at++) {
    let entry: u32 = load<u16>(single + (at << 1));
    let next = entry & 511;
    let taken = entry >> 9;
    if (taken === 0 || next > 255) {
      store<u32>(table + (at << 2), next | (taken << 26));
      continue;
    }
    let bytes = next;
    let count: u32 = 1;
    while (count < 3) {
      entry = load<u16>(single + ((at >> taken) << 1));
      next = entry & 511;
      const length = entry >> 9;
      if (length === 0 || next > 255 || taken + length > TABLE_BITS) break;
      bytes |= next << (count << 3);
      taken += length;
      count++;
    }
    store<u32>(table + (at << 2), bytes | (count << 24) | (taken << 26));
  }
}

/** Literals for as long as there are any and there is room: the loop that all the time goes into. */
function decodeLiterals(): void {
  let at = output;
  let ahead = bits;
  let ready = held;
  let from = input;
  const end = outputEnd - ROUND_BYTES;
  const last = inputEnd + 8;
  while (at <= end && from <= last) {
    ahead |= load<u64>(from) << ready;
    from += (63 - ready) >> 3;
    ready |= 56;
    let entry = load<u32>(table + (<usize>(ahead & TABLE_MASK) << 2));
    let look: u32 = 0;
    while ((entry & 0x3000000) !== 0) {
      store<u32>(at, entry);
      at += (entry >> 24) & 3;
      ahead >>= entry >> 26;
      ready -= entry >> 26;
      if (++look === 4) break;
      entry = load<u32>(table + (<usize>(ahead & TABLE_MASK) << 2));
    }
    if (look < 4) break;
  }
  output = at;
  bits = ahead;
  held = ready;
  input = from;
}

/** A block's symbols, once its codes are known. */
function decodeSymbols(): bool {
  while (true) {
    if (output + ROUND_BYTES <= outputEnd) decodeLiterals();
    const symbol = decodeSymbol(literals);
    if (symbol < 0 || isOverrun()) return false;
    if (symbol < END_OF_BLOCK) {
      if (output === outputEnd) return false;
      store<u8>(output++, symbol);
      continue;
    }
    if (symbol === END_OF_BLOCK) return true;
    const long = symbol - 257;
    if (long > 28) return false;
    let length = <usize>load<u16>(lengthBase + (long << 1)) + take(load<u8>(lengthBits + long));
    const far = decodeSymbol(distances);
    if (far < 0 || far > 29) return false;
    const distance = <usize>load<u16>(distanceBase + (far << 1)) + take(far < 2 ? 0 : (<u32>far >> 1) - 1);
    if (distance > output - outputStart || length > outputEnd - output) return false;
    for (; length > 0; length--) {
      store<u8>(output, load<u8>(output - distance));
      output++;
    }
  }
}

function readDynamicCodes(): bool {
  const literalCount = take(5) + 257;
  const distanceCount = take(5) + 1;
  const lengthCount = take(4) + 4;
  if (literalCount > 286 || distanceCount > 30) return false;
  memory.fill(lengths, 0, 19);
  for (let i: u32 = 0; i < lengthCount; i++) store<u8>(lengths + load<u8>(order + i), take(3));
  if (!readCode(literals, lengths, 19, false)) return false;
  const all = literalCount + distanceCount;
  for (let i: u32 = 0; i < all; ) {
    const symbol = decodeSymbol(literals);
    if (symbol < 0 || isOverrun()) return false;
    if (symbol < 16) {
      store<u8>(lengths + i++, symbol);
      continue;
    }
    if (symbol === 16 && i === 0) return false;
    const repeated: u8 = symbol === 16 ? load<u8>(lengths + i - 1) : 0;
    const times: u32 = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
    if (i + times > all) return false;
    memory.fill(lengths + i, repeated, times);
    i += times;
  }
  if (load<u8>(lengths + END_OF_BLOCK) === 0) return false;
  return (
    readCode(literals, lengths, literalCount, true) && readCode(distances, lengths + literalCount, distanceCount, true)
  );
}

function fixedCodes(): void {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  readCode(literals, lengths, 288, false);
  memory.fill(lengths, 5, 32);
  readCode(distances, lengths, 32, false);
}

function copyStored(): bool {
  take(held & 7);
  const length = <usize>take(16);
  const check = <usize>take(16);
  if (length !== (check ^ 0xffff)) return false;
  const from = input - (held >> 3);
  if (from + length > inputEnd || length > outputEnd - output) return false;
  memory.copy(output, from, length);
  output += length;
  input = from + length;
  bits = 0;
  held = 0;
  return true;
}

/**
 * @param from the stream, followed by 16 bytes that may be read and must be zero
 * @returns whether it inflates to exactly `intoBytes` and ends where `fromBytes` do
 */
export function inflate(from: usize, fromBytes: usize, into: usize, intoBytes: usize): bool {
  input = from;
  inputEnd = from + fromBytes;
  output = into;
  outputStart = into;
  outputEnd = into + intoBytes;
  bits = 0;
  held = 0;
  let isLast = false;
  while (!isLast) {
    isLast = take(1) === 1;
    const kind = take(2);
    if (kind === 3 || isOverrun()) return false;
    if (kind === 0) {
      if (!copyStored()) return false;
      continue;
    }
    if (kind === 1) fixedCodes();
    else if (!readDynamicCodes()) return false;
    fillTable();
    if (!decodeSymbols()) return false;
  }
  return output === outputEnd && input - (held >> 3) === inputEnd;
}

/** Where streams may be put. */
export const roomStart: usize = __heap_base;
