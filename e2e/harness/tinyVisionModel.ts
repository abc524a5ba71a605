/**
 * A vision model of one operator, as Hugging Face lays one out: a picture's vector is its mean colour. The ONNX file is
 * written here, field by field, so that none of anybody's is needed.
 */
import { crc32, deflateSync } from "node:zlib";

const SIDE = 8;

/** Files of the model's folder, by name. */
export function tinyVisionModel(): ReadonlyMap<string, Buffer> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  return new Map([
    ["config.json", json({ model_type: "clip" })],
    [
      "preprocessor_config.json",
      json({
        feature_extractor_type: "CLIPFeatureExtractor",
        do_resize: true,
        size: { height: SIDE, width: SIDE },
        do_rescale: true,
        rescale_factor: 1 / 255,
        do_normalize: true,
        image_mean: [0.5, 0.5, 0.5],
        image_std: [0.5, 0.5, 0.5],
      }),
    ],
    ["onnx/vision_model_quantized.onnx", meanColourModel()],
  ]);
}

/** onnx.proto3: a ModelProto of opset 13 with GlobalAveragePool and Flatten. */
function meanColourModel(): Buffer {
  const node = (input: string, output: string, operator: string) =>
    message(text(1, input), text(2, output), text(4, operator));
  const dimension = (size: number) => bytes(1, number(1, size));
  const value = (name: string, sizes: readonly number[]) =>
    message(text(1, name), bytes(2, bytes(1, number(1, 1), bytes(2, ...sizes.map(dimension)))));
  const graph = message(
    bytes(1, node("pixel_values", "pooled", "GlobalAveragePool")),
    bytes(1, node("pooled", "image_embeds", "Flatten")),
    text(2, "mean-colour"),
    bytes(11, value("pixel_values", [1, 3, SIDE, SIDE])),
    bytes(12, value("image_embeds", [1, 3])),
  );
  return message(number(1, 7), bytes(7, graph), bytes(8, text(1, ""), number(2, 13)));
}

const message = (...fields: readonly Buffer[]) => Buffer.concat(fields);
const number = (field: number, value: number) => Buffer.from([...varint(field << 3), ...varint(value)]);
const text = (field: number, value: string) => bytes(field, Buffer.from(value));

function bytes(field: number, ...content: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(content);
  return Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(whole.length)]), whole]);
}

function varint(value: number): number[] {
  const low = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) low.push((rest & 127) | 128);
  return [...low, rest];
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A picture of one colour, PNG. */
export function pngOf(colour: Colour, side = 12): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.from([0, ...Array.from({ length: side }, () => colour).flat()]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

/** What the model says of it. */
export function vectorOf(colour: Colour): Float32Array {
  return Float32Array.from(colour, (value) => (value / 255 - 0.5) / 0.5);
}
