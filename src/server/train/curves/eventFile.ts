/**
 * TensorBoard event files: TFRecords of `tensorflow.Event` messages, each with scalars of one step. A record is
 *
 * ```
 * u64  length of the data
 * u32  masked CRC-32C of the length
 * …    data
 * u32  masked CRC-32C of the data
 * ```
 *
 * little-endian; a masked CRC is it rotated right by 15 bits, plus 0xa282ead8. Formats as in tensorflow's
 * `core/lib/io/record_writer.h` and `core/util/event.proto`.
 */
import { crc32c } from "./crc32c";

export interface ScalarStep {
  readonly step: number;
  /** By tag, such as `validation/ndcg@10`; values that are not finite are left out. */
  readonly scalars: Readonly<Record<string, number | undefined>>;
}

/** A name that TensorBoard takes for an event file. */
export const EVENT_FILE = "events.out.tfevents.0.aisle";

const MASK = 0xa282ead8;
/** Wire types of protocol buffers. */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;

/**
 * @param wallTime of every event, epoch milliseconds: a build's bytes must not depend on the clock, so give the newest
 *   event's time; steps tell them apart
 */
export function writeEventFile(steps: readonly ScalarStep[], wallTime: number): Uint8Array<ArrayBuffer> {
  const seconds = wallTime / 1000;
  const version = [...double(1, seconds), ...text(3, "brain.Event:2")];
  const events = steps.map(({ step, scalars }) => {
    const values = Object.entries(scalars).flatMap(([tag, value]) =>
      value !== undefined && Number.isFinite(value) ? message(1, [...text(1, tag), ...float(2, value)]) : [],
    );
    return [...double(1, seconds), ...varint(2, step), ...message(5, values)];
  });
  const records = [version, ...events].map((event) => record(Uint8Array.from(event)));
  const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of records) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return bytes;
}

function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
}

function key(field: number, wire: number): number[] {
  return raw(field * 8 + wire);
}

function raw(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left > 0x7f) {
    bytes.push((left % 0x80) | 0x80);
    left = Math.floor(left / 0x80);
  }
  return [...bytes, left];
}

function varint(field: number, value: number): number[] {
  return [...key(field, VARINT), ...raw(value)];
}

function double(field: number, value: number): number[] {
  return [...key(field, FIXED_64), ...new Uint8Array(Float64Array.of(value).buffer)];
}

function float(field: number, value: number): number[] {
  return [...key(field, FIXED_32), ...new Uint8Array(Float32Array.of(value).buffer)];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

function message(field: number, content: readonly number[]): number[] {
  return [...key(field, LENGTH), ...raw(content.length), ...content];
}
