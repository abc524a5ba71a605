/** The `aisle` command. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { AisleError } from "../errors";
import { BUILD_FLAGS, BUILD_HELP, buildCommand } from "./build/buildCommand";
import { EVALUATE_FLAGS, EVALUATE_HELP, evaluateCommand } from "./build/evaluateCommand";
import { encoderCheckCommand, encoderCommand, encoderTableCommand } from "./encoder/encoderCommands";
import { compareCommand } from "./evaluate/experiments/compareCommand";
import { powerCommand } from "./evaluate/experiments/powerCommand";
import { OFF_POLICY_FLAGS, offPolicyCommand } from "./evaluate/offPolicy/offPolicyCommand";
import { AVAILABILITY_FLAGS, AVAILABILITY_HELP, availabilityCommand } from "./publish/availabilityCommand";
import { ROLLBACK_HELP, rollbackCommand } from "./publish/rollbackCommand";
import { INSPECT_FLAGS, INSPECT_HELP, inspectCommand } from "./report/inspectCommand";
import { reportsCommand } from "./reports/reportsCommand";
import { rulesCommand } from "./rules/rulesCommand";
import { EMBED_FLAGS, EMBED_HELP, embedCommand } from "./vectors/embedCommand";

const USAGE = `Usage:
${BUILD_HELP}
${EVALUATE_HELP}
${AVAILABILITY_HELP}
${ROLLBACK_HELP}
${INSPECT_HELP}
${EMBED_HELP}
  aisle encoder <hugging-face-folder> --out DIR [--size full|small] [--vocab N]
                [--bits B] [--embedding-bits B] [--calibration FILE]
      Converts a BERT checkpoint to an encoder that runs in the page.
      full (default): the whole vocabulary, 7-bit layers, 8-bit embeddings; seconds, little memory.
      small: 8,000 word pieces, about 3.2 bits a weight, rounding errors compensated on calibration
      texts; minutes. A third of the bytes for next to no ranking quality.
      --vocab keeps another number of word pieces, the most frequent ones.
      --bits and --embedding-bits (2 to 6, fractions too) set the average on the wire.
      --calibration: texts like yours, one a line, for a language other than English.

  aisle encoder table <encoder-folder> [--texts FILE] [--count N]
      Adds the table tier: a megabyte that answers at once, while the encoder is on its way, or in its stead. Fitted to the
      encoder's vectors of made-up product texts (default 60000; minutes) and of the lines of FILE, such as a shop's titles.

  aisle encoder check <encoder-folder> <golden.jsonl> --engine reference|wasm|webgpu|onnx
                      [--browser [--chromium PATH] | --firefox | --webkit]
                      [--build simd128|relaxed, or of webgpu packed|unpacked|f32|f16]
                      [--min-cosine X] [--mean-cosine X]
      Compares token ids and vectors with golden ones of full precision; exits 1 below the bar.
      The engine onnx takes a Hugging Face folder with an onnx/ model instead.

  aisle evaluate --off-policy <log>… [--policy greedy|uniform|softmax:T|epsilon:E]
      What another way to explore would have earned, from exported profiles or lines of JSON.

  aisle power --rate R (--lift L | --shoppers N) [--share S]
      How many shoppers an experiment needs, or what so many can find.

  aisle compare CONTROL=SUCCESSES/SHOPPERS ARM=SUCCESSES/SHOPPERS… [--shares A:B…] [--planned N]
      Whether arms of an experiment differ, on whatever day you look; exits 1 where shoppers of an arm were lost on the way.

  aisle reports <reports.json> --totals FILE [--port N]
      Receives randomised reports; without --port prints the histogram that they add up to, with its intervals.

  aisle rules <rules.json> [--catalog FEED]
      Checks a file of merchandising rules, and names rules that contradict each other; exits 1 when any do.

Exit status: 0 done; 1 failed, with the code and what to do on stderr; 2 wrong use; 3 the gate refused to publish;
130 interrupted. Results go to stdout, progress to stderr where that is a terminal.
`;

type Flags = NonNullable<ParseArgsConfig["options"]>;

interface Command {
  readonly flags: Flags;
  /** @returns the exit status */
  run(positionals: readonly string[], flags: Readonly<Record<string, never>>): Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  build: { flags: BUILD_FLAGS, run: buildCommand },
  evaluate: {
    flags: { ...EVALUATE_FLAGS, ...OFF_POLICY_FLAGS },
    async run(positionals, flags) {
      if (!flags["off-policy"]) return evaluateCommand(positionals, flags);
      if (positionals.length === 0) throw wrongUse("`evaluate --off-policy` takes at least one log.");
      return offPolicyCommand(positionals, flags);
    },
  },
  embed: { flags: EMBED_FLAGS, run: embedCommand },
  availability: { flags: AVAILABILITY_FLAGS, run: availabilityCommand },
  inspect: { flags: INSPECT_FLAGS, run: inspectCommand },
  rollback: { flags: {}, run: async (positionals) => rollbackCommand(positionals) },
  power: {
    flags: {
      rate: { type: "string" },
      lift: { type: "string" },
      shoppers: { type: "string" },
      share: { type: "string" },
    },
    run: async (_, flags) => powerCommand(flags),
  },
  compare: {
    flags: { shares: { type: "string" }, planned: { type: "string" } },
    run: async (positionals, flags) => compareCommand(positionals, flags),
  },
  reports: {
    flags: { totals: { type: "string" }, port: { type: "string" } },
    async run(positionals, flags) {
      if (positionals.length !== 1) throw wrongUse("`reports` takes one file.");
      return reportsCommand(positionals[0], flags);
    },
  },
  rules: {
    flags: { catalog: { type: "string" } },
    async run(positionals, flags) {
      if (positionals.length !== 1) throw wrongUse("`rules` takes one file.");
      return rulesCommand(positionals[0], flags);
    },
  },
  encoder: {
    flags: {
      out: { type: "string" },
      size: { type: "string" },
      vocab: { type: "string" },
      bits: { type: "string" },
      "embedding-bits": { type: "string" },
      calibration: { type: "string" },
      texts: { type: "string" },
      count: { type: "string" },
      engine: { type: "string" },
      browser: { type: "boolean" },
      firefox: { type: "boolean" },
      webkit: { type: "boolean" },
      build: { type: "string" },
      chromium: { type: "string" },
      "min-cosine": { type: "string" },
      "mean-cosine": { type: "string" },
    },
    async run(positionals, flags) {
      if (positionals[0] === "table") {
        if (positionals.length !== 2) throw wrongUse("`encoder table` takes an encoder folder.");
        return encoderTableCommand(positionals[1], flags);
      }
      if (positionals[0] === "check") {
        const [, folder, golden, ...more] = positionals;
        if (!folder || !golden || more.length > 0)
          throw wrongUse("`encoder check` takes an encoder folder and a golden file.");
        return encoderCheckCommand(folder, golden, flags);
      }
      if (positionals.length !== 1) throw wrongUse("`encoder` takes one folder.");
      return encoderCommand(positionals[0], flags);
    },
  },
};

/** @returns the exit status */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const [name, ...rest] = argv;
    if (name === undefined || argv.includes("--help") || argv.includes("-h")) {
      process.stdout.write(USAGE);
      return name === undefined ? 2 : 0;
    }
    if (!Object.hasOwn(COMMANDS, name)) throw wrongUse(`There is no command ${JSON.stringify(name)}.`);
    const { flags, run } = COMMANDS[name];
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: flags });
    return await run(positionals, values as Readonly<Record<string, never>>);
  } catch (error) {
    return report(error);
  }
}

function wrongUse(message: string): AisleError {
  return new AisleError("OPTIONS_INVALID", message, { fix: "`aisle --help` shows the commands." });
}

const STATUS: Readonly<Partial<Record<AisleError["code"], number>>> = {
  OPTIONS_INVALID: 2,
  COLUMNS_UNKNOWN: 2,
  GATE_REFUSED: 3,
  ABORTED: 130,
};

function report(error: unknown): number {
  const usage =
    error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  if (error instanceof AisleError) process.stderr.write(`${error.code}: ${error.message}\n`);
  else if (usage) process.stderr.write(`OPTIONS_INVALID: ${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (usage) return 2;
  return (error instanceof AisleError && STATUS[error.code]) || 1;
}
