/**
 * Safetensors, read as a stream: header first, then rows on demand. Nothing of the file is trusted: lengths, offsets,
 * overlaps and values are checked, and every error names file and tensor.
 *
 * Layout: u64 little-endian header length N, N bytes of JSON (`{name: {dtype, shape, data_offsets: [begin, end]}}`), data.
 */
import { type FileHandle, open } from "node:fs/promises";
import { AisleError } from "../../errors";

const MAX_HEADER_BYTES = 100_000_000;
const DTYPE_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
};
/** Rows are read in pieces of about this size, so that a large embedding never is in memory whole. */
const PIECE_BYTES = 4_194_304;

export interface SafetensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** From the start of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface Safetensors {
  readonly path: string;
  readonly entries: ReadonlyMap<string, SafetensorEntry>;
  /**
   * Calls back with pieces of a float tensor as f32, whole rows at a time (a row: the last axis); `from` and `to` in rows.
   * @throws AisleError `CHECKPOINT_UNREADABLE` for a missing tensor, another shape, a type that is no float, NaN or infinity
   */
  forEachRow(
    name: string,
    shape: readonly number[],
    visit: (row: Float32Array, index: number) => void,
    range?: RowRange,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** @throws AisleError `CHECKPOINT_UNREADABLE` */
export async function openSafetensors(path: string): Promise<Safetensors> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (cause) {
    throw new AisleError("CHECKPOINT_UNREADABLE", `${path} cannot be opened.`, {
      cause,
      fix: "Name a Hugging Face folder that holds model.safetensors.",
    });
  }
  try {
    const entries = await readHeader(file, path);
    return {
      path,
      entries,
      forEachRow: (name, shape, visit, range) => forEachRow(file, path, { name, entries, shape, visit, range }),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHeader(file: FileHandle, path: string): Promise<Map<string, SafetensorEntry>> {
  const { size } = await file.stat();
  if (size < 8) throw unreadable(path, `it has ${size} bytes, too few for a header`);
  const headerBytes = Number((await readExactly(file, 0, 8, path)).readBigUInt64LE());
  if (headerBytes > MAX_HEADER_BYTES || headerBytes > size - 8) {
    throw unreadable(path, `its header claims ${headerBytes} bytes, the file has ${size}`);
  }
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(await readExactly(file, 8, headerBytes, path)),
    );
  } catch (cause) {
    if (cause instanceof AisleError) throw cause;
    throw unreadable(path, "its header is not JSON", cause);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw unreadable(path, "its header is not a JSON object");
  }
  const dataStart = 8 + headerBytes;
  const entries = new Map<string, SafetensorEntry>();
  for (const [name, value] of Object.entries(header)) {
    if (name !== "__metadata__") entries.set(name, readEntry(name, value, { path, dataStart, size }));
  }
  const ordered = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  for (let index = 1; index < ordered.length; index++) {
    if (ordered[index][1].begin < ordered[index - 1][1].end) {
      throw unreadable(path, `tensor ${ordered[index][0]} overlaps tensor ${ordered[index - 1][0]}`);
    }
  }
  return entries;
}

function readEntry(
  name: string,
  value: unknown,
  { path, dataStart, size }: { path: string; dataStart: number; size: number },
): SafetensorEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BYTES, dtype)) {
    throw unreadable(path, `tensor ${name} has the unknown type ${JSON.stringify(dtype)}`);
  }
  if (!isCountList(shape) || !isCountList(offsets) || offsets.length !== 2) {
    throw unreadable(path, `tensor ${name} has no proper shape or data_offsets`);
  }
  const bytes = shape.reduce((product, axis) => product * axis, DTYPE_BYTES[dtype]);
  const [begin, end] = offsets;
  if (end - begin !== bytes) {
    throw unreadable(path, `tensor ${name} of shape [${shape}] needs ${bytes} bytes, its offsets span ${end - begin}`);
  }
  if (dataStart + end > size) {
    throw unreadable(path, `tensor ${name} ends at byte ${dataStart + end}, the file at ${size}: it is cut short`);
  }
  return { dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function isCountList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= 8 && value.every((part) => Number.isSafeInteger(part) && part >= 0);
}

interface RowRequest {
  readonly name: string;
  readonly entries: ReadonlyMap<string, SafetensorEntry>;
  readonly shape: readonly number[];
  readonly visit: (row: Float32Array, index: number) => void;
  readonly range?: RowRange;
}

async function forEachRow(file: FileHandle, path: string, request: RowRequest): Promise<void> {
  const { name, shape, visit } = request;
  const entry = request.entries.get(name);
  if (!entry) throw unreadable(path, `tensor ${name} is missing`);
  if (entry.shape.join() !== shape.join()) {
    throw unreadable(path, `tensor ${name} has shape [${entry.shape}], config.json asks for [${shape}]`);
  }
  const toFloats = FLOATS[entry.dtype];
  if (!toFloats) throw unreadable(path, `tensor ${name} is ${entry.dtype}; F32, F16 and BF16 can be read`);
  const columns = shape.at(-1)!;
  const { from, to } = request.range ?? { from: 0, to: shape.slice(0, -1).reduce((a, b) => a * b, 1) };
  const rowBytes = columns * DTYPE_BYTES[entry.dtype];
  const rowsPerPiece = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  for (let start = from; start < to; start += rowsPerPiece) {
    const rows = Math.min(rowsPerPiece, to - start);
    const floats = toFloats(await readExactly(file, entry.begin + start * rowBytes, rows * rowBytes, path));
    const bad = floats.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw unreadable(path, `tensor ${name} holds ${floats[bad]} at ${start * columns + bad}`);
    for (let row = 0; row < rows; row++) visit(floats.subarray(row * columns, (row + 1) * columns), start + row);
  }
}

const FLOATS: Readonly<Record<string, (bytes: Buffer) => Float32Array>> = {
  F32: (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  F16: (bytes) => {
    const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    return Float32Array.from(halves, halfToFloat);
  },
  BF16: (bytes) => {
    const words = new Uint32Array(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
    return new Float32Array(words.map((word) => word << 16).buffer);
  },
};

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A buffer of its own, aligned for any typed array. */
async function readExactly(file: FileHandle, position: number, bytes: number, path: string): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(bytes));
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw unreadable(path, `it ends at byte ${position + done}`);
    done += bytesRead;
  }
  return buffer;
}

/** `CHECKPOINT_UNREADABLE` naming the file and what is wrong with it. */
export function unreadable(path: string, what: string, cause?: unknown): AisleError {
  return new AisleError("CHECKPOINT_UNREADABLE", `${path} cannot be used: ${what}.`, {
    cause,
    fix: "Download the checkpoint again, or name another one.",
  });
}
