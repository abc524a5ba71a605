/** The `aisle` command. */
import { parseArgs } from "node:util";
import { AisleError } from "../errors";
import { encoderCheckCommand, encoderCommand, encoderTableCommand } from "./encoder/encoderCommands";

const USAGE = `Usage:
  aisle encoder <hugging-face-folder> --out DIR [--vocab N]
      Converts a BERT checkpoint to an encoder that runs in the page.

  aisle encoder table <encoder-folder> [--texts FILE] [--count N]
      Adds the table tier: a megabyte that answers at once, while the encoder is on its way, or in its stead. Fitted to the
      encoder's vectors of made-up product texts (default 60000; minutes) and of the lines of FILE, such as a shop's titles.

  aisle encoder check <encoder-folder> <golden.jsonl> --engine reference|wasm|webgpu|onnx
                      [--browser] [--build simd128|relaxed] [--chromium PATH]
                      [--min-cosine X] [--mean-cosine X]
      Compares token ids and vectors with golden ones of full precision; exits 1 below the bar.
      The engine onnx takes a Hugging Face folder with an onnx/ model instead.
`;

/** @returns the exit status */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: { type: "string" },
        vocab: { type: "string" },
        texts: { type: "string" },
        count: { type: "string" },
        engine: { type: "string" },
        browser: { type: "boolean" },
        build: { type: "string" },
        chromium: { type: "string" },
        "min-cosine": { type: "string" },
        "mean-cosine": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help || positionals.length === 0) {
      process.stdout.write(USAGE);
      return values.help ? 0 : 2;
    }
    const [command, ...rest] = positionals;
    if (command !== "encoder") throw wrongUse(`There is no command ${JSON.stringify(command)}.`);
    if (rest[0] === "table") {
      if (rest.length !== 2) throw wrongUse("`encoder table` takes an encoder folder.");
      return await encoderTableCommand(rest[1], values);
    }
    if (rest[0] === "check") {
      const [, folder, golden, ...more] = rest;
      if (!folder || !golden || more.length > 0)
        throw wrongUse("`encoder check` takes an encoder folder and a golden file.");
      return await encoderCheckCommand(folder, golden, values);
    }
    if (rest.length !== 1) throw wrongUse("`encoder` takes one folder.");
    return await encoderCommand(rest[0], values);
  } catch (error) {
    return report(error);
  }
}

function wrongUse(message: string): AisleError {
  return new AisleError("OPTIONS_INVALID", message, { fix: "`aisle --help` shows the commands." });
}

function report(error: unknown): number {
  const usage =
    error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  if (error instanceof AisleError) process.stderr.write(`${error.code}: ${error.message}\n`);
  else if (usage) process.stderr.write(`OPTIONS_INVALID: ${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return usage || (error instanceof AisleError && error.code === "OPTIONS_INVALID") ? 2 : 1;
}
