import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { aisle, bound, ease, none, popularity } from "./arms";
import { compareArms } from "./compareArms";
import { offPolicyCoverage } from "./offPolicyCoverage";
import { PROTOCOL } from "./protocol";
import { simulationReport } from "./report";

export interface SimulateCommand {
  readonly root: string;
  /** Hash of the program: what another one found is not reused. */
  readonly program: string;
  readonly arguments: readonly string[];
}

export async function runSimulation({ root, program, arguments: args }: SimulateCommand): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      /** How many of the protocol's seeds; a part of them is not written down as the result. */
      seeds: { type: "string", default: String(PROTOCOL.seeds.length) },
      shoppers: { type: "string", default: String(PROTOCOL.shoppers) },
      /** Instead: coverage of off-policy estimates. */
      "off-policy": { type: "boolean", default: false },
    },
  });
  if (values["off-policy"]) {
    const { text } = offPolicyCoverage();
    console.log(text);
    writeResult(root, "off-policy.md", text);
    return;
  }
  const seeds = PROTOCOL.seeds.slice(0, Number(values.seeds));
  const shoppers = Number(values.shoppers);
  const folders = {
    encoderFolder: join(root, "public/aisle/encoder"),
    cacheFolder: join(root, "node_modules/.cache/aisle/simulate"),
  };
  const ours = aisle(folders);
  const kept = join(folders.cacheFolder, program);
  mkdirSync(kept, { recursive: true });
  const fileOf = (seed: number) => join(kept, `seed-${seed}-of-${shoppers}.json`);
  const results = await compareArms([none, popularity, ease(folders), ours, bound], {
    seeds,
    shoppers,
    known(seed) {
      if (!existsSync(fileOf(seed))) return undefined;
      // What nobody saw has no share: JSON writes it as null.
      return JSON.parse(readFileSync(fileOf(seed), "utf8"), (_, value) => (value === null ? Number.NaN : value));
    },
    onSeed: (result) => writeFileSync(fileOf(result.seed), JSON.stringify(result)),
    onArm: (seed, arm, seconds) => console.error(`seed ${seed}: ${arm}, ${seconds.toFixed(1)} s`),
  });
  const report = simulationReport({ results, shoppers, baselines: [none.name, popularity.name], ours: ours.name });
  console.log(report);
  if (seeds.length < PROTOCOL.seeds.length || shoppers !== PROTOCOL.shoppers) return;
  writeResult(root, "simulation.md", report);
}

function writeResult(root: string, name: string, text: string): void {
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(join(root, "bench/results", name), text);
}
