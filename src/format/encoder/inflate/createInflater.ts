import { kernels as module } from "./inflate.generated";

/**
 * What a raw deflate stream holds, if that is exactly `length` bytes; else undefined. They are in the inflater's memory, and
 * valid until the next call.
 */
export type Inflate = (bytes: Uint8Array, length: number) => Uint8Array | undefined;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly roomStart: WebAssembly.Global;
  inflate(from: number, fromBytes: number, into: number, intoBytes: number): number;
}

const PAGE_BYTES = 65_536;
/** Zeros that the inflater may read beyond a stream. */
const BEYOND = 16;

let compiled: WebAssembly.Module | undefined;

/**
 * An inflater for rounded weights, several times faster than `DecompressionStream`. Its memory is that of the largest chunk,
 * packed and unpacked, and goes when it is dropped. Undefined where WebAssembly is missing or forbidden.
 */
export function createInflater(): Inflate | undefined {
  let kernel: Exports;
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(module), (character) => character.charCodeAt(0)));
    kernel = new WebAssembly.Instance(compiled, {}).exports as unknown as Exports;
  } catch {
    return undefined;
  }
  const { memory, inflate } = kernel;
  const from = Number(kernel.roomStart.value);
  return (bytes, length) => {
    const target = (from + bytes.length + BEYOND + 63) & ~63;
    const missing = target + length - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const room = new Uint8Array(memory.buffer);
    room.set(bytes, from);
    room.fill(0, from + bytes.length, target);
    return inflate(from, bytes.length, target, length) === 0 ? undefined : room.subarray(target, target + length);
  };
}
