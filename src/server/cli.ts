/** The `aisle` command. */
import { parseArgs } from "node:util";
import { AisleError } from "../errors";
import { encoderCheckCommand, encoderCommand } from "./encoder/encoderCommands";
import { powerCommand } from "./evaluate/experiments/powerCommand";
import { offPolicyCommand } from "./evaluate/offPolicy/offPolicyCommand";
import { reportsCommand } from "./reports/reportsCommand";
import { rulesCommand } from "./rules/rulesCommand";

const USAGE = `Usage:
  aisle encoder <hugging-face-folder> --out DIR [--vocab N]
      Converts a BERT checkpoint to an encoder that runs in the page.

  aisle encoder check <encoder-folder> <golden.jsonl> --engine reference|wasm|webgpu|onnx
                      [--browser] [--build simd128|relaxed] [--chromium PATH]
                      [--min-cosine X] [--mean-cosine X]
      Compares token ids and vectors with golden ones of full precision; exits 1 below the bar.
      The engine onnx takes a Hugging Face folder with an onnx/ model instead.

  aisle evaluate --off-policy <log>… [--policy greedy|uniform|softmax:T|epsilon:E]
      What another way to explore would have earned, from exported profiles or lines of JSON.

  aisle power --rate R (--lift L | --shoppers N) [--share S]
      How many shoppers an experiment needs, or what so many can find.

  aisle reports <reports.json> --totals FILE [--port N]
      Receives randomised reports; without --port prints the histogram that they add up to, with its intervals.

  aisle rules <rules.json> [--catalog FEED]
      Checks a file of merchandising rules, and names rules that contradict each other; exits 1 when any do.
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
        engine: { type: "string" },
        browser: { type: "boolean" },
        build: { type: "string" },
        chromium: { type: "string" },
        "min-cosine": { type: "string" },
        "mean-cosine": { type: "string" },
        catalog: { type: "string" },
        "off-policy": { type: "boolean" },
        policy: { type: "string" },
        rate: { type: "string" },
        lift: { type: "string" },
        shoppers: { type: "string" },
        share: { type: "string" },
        totals: { type: "string" },
        port: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help || positionals.length === 0) {
      process.stdout.write(USAGE);
      return values.help ? 0 : 2;
    }
    const [command, ...rest] = positionals;
    if (command === "evaluate" && values["off-policy"]) {
      if (rest.length === 0) throw wrongUse("`evaluate --off-policy` takes at least one log.");
      return offPolicyCommand(rest, values);
    }
    if (command === "power") return powerCommand(values);
    if (command === "reports") {
      if (rest.length !== 1) throw wrongUse("`reports` takes one file.");
      return await reportsCommand(rest[0], values);
    }
    if (command === "rules") {
      if (rest.length !== 1) throw wrongUse("`rules` takes one file.");
      return await rulesCommand(rest[0], values);
    }
    if (command !== "encoder") throw wrongUse(`There is no command ${JSON.stringify(command)}.`);
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
