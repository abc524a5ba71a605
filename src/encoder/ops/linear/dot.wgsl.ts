/**
 * How the int8 product is spelled in WGSL. Sixteen inputs of a row or of a weight are a block, one `vec4u`.
 *
 * - `packed`: the hardware's dot product of four bytes (DP4A), where WGSL knows it;
 * - `unpacked`: shifts and integer multiplies;
 * - `f32`: bytes become floats once, on their way into shared memory. Integers that small are exact in f32, so the sums
 *   are the integer ones in every bit, up to `EXACT_INPUTS` inputs;
 * - `f16`: the same in half precision, for GPUs that run it at twice the rate: sums of sixteen products are rounded.
 */
export type WgslDot = "packed" | "unpacked" | "f32" | "f16";

/** Largest products add up to less than 2^24, the last integer of which f32 misses none. */
export const EXACT_INPUTS = Math.floor(2 ** 24 / (127 * 63));

export interface DotShader {
  readonly enable: string;
  /** Type of what lies in shared memory. */
  readonly element: "vec4u" | "vec4f" | "vec4h";
  /** Of one block. */
  readonly elementsPerBlock: 1 | 4;
  /** Blocks in shared memory at a time: with 32 + 64 rows at most 12 kB of the 16 kB that every GPU has. */
  readonly tileBlocks: number;
  /** Type of four running sums, and of one. */
  readonly sums: "vec4i" | "vec4f";
  readonly sum: "i32" | "f32";
  /** Element `index` of a block of int8, of `x` and of a weight. */
  xElement(block: string, index: number): string;
  weightElement(block: string, index: number): string;
  /** The same from four floats that are to be quantised by \`inverse\`. Absent where bytes are what is stored. */
  readonly xElementOfFloats?: (floats: string, inverse: string) => string;
  /** Product of two elements, and its type. */
  product(x: string, weight: string): string;
  readonly product4: "vec4i" | "vec4f" | "vec4h";
  /** What a sum is multiplied by to be the integer one. */
  readonly unit: number;
  readonly functions: string;
}

/** Four bytes of a word as integers: the shift to the left drops the bytes above, the one to the right brings the sign down. */
const BYTES_OF = /* wgsl */ `
fn bytesOf(word : u32) -> vec4i {
  return bitcast<vec4i>(vec4u(word) << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u);
}
`;

const DOT16 = {
  packed: /* wgsl */ `
fn dot16(a : vec4u, b : vec4u) -> i32 {
  return dot4I8Packed(a.x, b.x) + dot4I8Packed(a.y, b.y) + dot4I8Packed(a.z, b.z) + dot4I8Packed(a.w, b.w);
}
`,
  unpacked: /* wgsl */ `${BYTES_OF}
fn dot16(a : vec4u, b : vec4u) -> i32 {
  let products = bytesOf(a.x) * bytesOf(b.x) + bytesOf(a.y) * bytesOf(b.y)
    + bytesOf(a.z) * bytesOf(b.z) + bytesOf(a.w) * bytesOf(b.w);
  return products.x + products.y + products.z + products.w;
}
`,
};

const integer = (functions: string): DotShader => ({
  enable: "",
  element: "vec4u",
  elementsPerBlock: 1,
  tileBlocks: 4,
  sums: "vec4i",
  sum: "i32",
  xElement: (block) => block,
  weightElement: (block) => block,
  product: (x, weight) => `dot16(${x}, ${weight})`,
  product4: "vec4i",
  unit: 1,
  functions,
});

const f32: DotShader = {
  enable: "",
  element: "vec4f",
  elementsPerBlock: 4,
  tileBlocks: 2,
  sums: "vec4f",
  sum: "f32",
  xElement: (block, index) => `vec4f(bytesOf(${block}[${index}]))`,
  weightElement: (block, index) => `vec4f(bytesOf(${block}[${index}]))`,
  xElementOfFloats: (floats, inverse) => `round(${floats} * ${inverse})`,
  product: (x, weight) => `dot(${x}, ${weight})`,
  product4: "vec4f",
  unit: 1,
  functions: BYTES_OF,
};

/** Sixteen products of a byte and seven bits exceed the largest half, 65,504: `x` is stored as a 128th, which is exact. */
const X_UNIT = 128;

const f16: DotShader = {
  ...f32,
  enable: "enable f16;",
  element: "vec4h",
  tileBlocks: 4,
  xElement: (block, index) => `vec4h(vec4f(bytesOf(${block}[${index}])) * ${1 / X_UNIT})`,
  weightElement: (block, index) => `vec4h(vec4f(bytesOf(${block}[${index}])))`,
  xElementOfFloats: (floats, inverse) => `vec4h(round(${floats} * ${inverse}) * ${1 / X_UNIT})`,
  product4: "vec4h",
  unit: X_UNIT,
};

export const DOT_SHADERS: Readonly<Record<WgslDot, DotShader>> = {
  packed: integer(DOT16.packed),
  unpacked: integer(DOT16.unpacked),
  f32,
  f16,
};
